"""The studio's pages for conversations."""

"""The studio's pages for those who run events."""

"""The public pages of conversations."""

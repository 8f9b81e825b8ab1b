"""What a hub says: its pages, in Wagtail."""

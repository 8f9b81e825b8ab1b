"""Template tags of inquiries."""

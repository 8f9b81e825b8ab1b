"""Template tags of publications."""

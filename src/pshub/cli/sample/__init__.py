"""The sample hub: an invented borough, its inquiry, conversations and publications."""

"""News, short posts, and what others write about the hub."""

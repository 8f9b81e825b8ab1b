"""Django's SQLite back-end with a fair write lock."""

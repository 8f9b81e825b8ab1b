"""Newsletters, their readers, and their sending."""

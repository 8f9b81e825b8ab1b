"""What a hub does: each area a stranger to the others."""

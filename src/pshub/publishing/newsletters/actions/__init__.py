"""What can be done to issues and subscribers."""

"""What can be done with news, posts and mentions."""

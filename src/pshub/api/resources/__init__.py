"""What the API gives, one module for each kind of thing."""

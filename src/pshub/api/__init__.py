"""Open data for programs."""

"""Other networks that posts can be sent to."""

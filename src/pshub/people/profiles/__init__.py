"""Profiles: the people whom the public site names, their roles over time, and the organisations that they came from."""

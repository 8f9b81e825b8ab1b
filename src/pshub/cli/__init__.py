"""The command ``pshub``."""

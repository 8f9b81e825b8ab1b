"""Public Services Hub: the software that a local research-and-policy hub runs on."""

__version__ = "0.1.0"

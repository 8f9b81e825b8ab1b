"""Citations: what a publication is called elsewhere, in the forms that reference managers read."""

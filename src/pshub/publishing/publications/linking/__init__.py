"""What machines are told about a publication: tags in its head, and links in its answer."""

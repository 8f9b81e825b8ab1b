"""DOIs: names that stay, registered with DataCite."""

"""Publications on paper: tagged PDFs made by the worker."""

"""Reports: documents made for one person from a notebook, its looks and the store."""

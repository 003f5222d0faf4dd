"""Erasing a person: from the archive, the rows kept of it, the private store, the ledger and every kept build."""

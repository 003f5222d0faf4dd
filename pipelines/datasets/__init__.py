"""One file per dataset: grain, key, columns and the sheets it is read from."""

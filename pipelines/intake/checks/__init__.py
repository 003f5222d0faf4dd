"""Checks across rows and files, made before anything is loaded: one file for each family of them, nothing to register by hand."""

"""The declared pages, one file each."""

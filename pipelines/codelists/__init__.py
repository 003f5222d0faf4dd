"""One file per code list."""

"""The finite lists of what may leave (counting.md §6): one file per subject, protected together when a build is made."""

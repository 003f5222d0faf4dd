"""Specifications: little tables in, numbers out; readable as the manual's worked examples."""

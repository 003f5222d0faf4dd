"""From files somebody sent to one published build: check, compare, load."""

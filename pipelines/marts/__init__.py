"""The marts that counts and ratios are summed from."""

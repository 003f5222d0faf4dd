"""The rules of each type of subsidy, one file each."""

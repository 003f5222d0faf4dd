"""Statistics as pure functions on arrays, with frozen results; they know no dataset by name."""

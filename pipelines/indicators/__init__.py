"""One file per topic; each indicator is about ten lines and has its spec table in tests/spec."""

"""The components of the dashboard: the shell around a page, and the cards on it."""

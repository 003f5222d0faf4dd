"""The workspace on disk: archive, ledger, builds, and the one pointer that says which build is served."""

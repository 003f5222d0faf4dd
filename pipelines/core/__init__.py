"""The vocabulary every declaration is written in: frozen dataclasses, no I/O, nothing third-party."""

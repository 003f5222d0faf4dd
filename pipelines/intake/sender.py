"""Who sends: the name given, else the user of the operating system; there are no accounts yet."""

from __future__ import annotations

import getpass

from pipelines.extract.report import printable

LONGEST_NAME = 60


def sender_name(given: str) -> str:
    """Return the name as it is kept: control characters dropped, cut at 60 characters; the system's user where none is given."""
    name = " ".join(printable(given, LONGEST_NAME).split())
    return name or _system_user()


def _system_user() -> str:
    try:
        return printable(getpass.getuser(), LONGEST_NAME)
    except (KeyError, OSError):  # a user without a name, as in some containers
        return ""

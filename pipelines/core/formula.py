"""Text that a spreadsheet program would take for a formula: made harmless in every CSV that leaves the product."""

from __future__ import annotations

_OPENINGS = ("=", "+", "-", "@", "\t", "\r")


def as_plain_text(text: str) -> str:
    """Return `text` with a quote in front where a spreadsheet program would run it; reading it back takes the quote away.

    >>> as_plain_text("=1+1"), as_plain_text("A-V01")
    ("'=1+1", 'A-V01')
    """
    return f"'{text}" if text.startswith(_OPENINGS) else text

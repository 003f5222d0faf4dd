"""Moments as people of the site read them: the ledger keeps UTC."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def local_time(moment: object, zone: str) -> str:
    """Return a UTC moment (ISO text) as day and time where the site is, to the second."""
    return f"{datetime.fromisoformat(str(moment)).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"

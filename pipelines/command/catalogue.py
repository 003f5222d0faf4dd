"""The catalogue of indicators as plain values: what the command prints, a file holds and the manual shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.catalogue import codes_of
from pipelines.core.indicator import Indicator
from pipelines.core.text import Text


def both(text: Text | None) -> dict[str, str] | None:
    """Return a text in both languages, None where there is none."""
    return None if text is None else {"zh": text.zh, "en": text.en}


def catalogue_entry(indicator: Indicator) -> dict[str, Any]:
    """Return all that a declaration says of an indicator, and whether it is a stock or a flow."""
    from pipelines.engine.timing import timing_of

    return {
        "name": indicator.name, "codes": list(codes_of(indicator.name)), "title": both(indicator.title), "definition": both(indicator.definition),
        "unit": indicator.unit, "polarity": indicator.polarity, "kind": indicator.kind, "time": timing_of(indicator),
        "base": both(indicator.base), "interval": indicator.interval, "additive": indicator.additive, "yearly": indicator.yearly,
        "breakdowns": list(indicator.breakdowns), "needs": list(indicator.needs), "source": both(indicator.source),
        "caveat": both(indicator.caveat),
    }  # fmt: skip


def write_catalogue(entries: list[dict[str, Any]], to: Path) -> None:
    """Write the catalogue into a JSON file."""
    to.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

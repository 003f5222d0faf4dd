"""The small line of a headline's years."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from dashboard.charts.row import Row, breaks_between

WIDTH, HEIGHT = 92, 30


def sparkline(rows: Sequence[Row], period: str, colour: str, is_proxied: bool = False) -> str:
    """Return a small line of the yearly values as an image address; a gap where a year has no number, or before one at which its series breaks."""
    known = [r for r in rows if r.value is not None]
    if len(known) < 2:
        return ""
    low, high = min(r.value or 0.0 for r in known), max(r.value or 0.0 for r in known)
    step, spread = (WIDTH - 10) / (len(rows) - 1), (high - low) or 1.0
    parts, pen, end = [], "M", (0.0, 0.0)
    for i, row in enumerate(rows):
        if row.value is None:
            pen = "M"
            continue
        if is_proxied and i and breaks_between(rows[i - 1], row):
            pen = "M"
        x, y = 5 + i * step, HEIGHT - 5 - (row.value - low) / spread * (HEIGHT - 10)
        parts.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
        end = (x, y) if row.period == period or i == len(rows) - 1 and end == (0.0, 0.0) else end
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="2.6" fill="{colour}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()

"""Where something stands on a map when only the outline it lies in is known."""

from __future__ import annotations

from shapely.geometry import shape

from dashboard.charts.context import Geography


def middle_of(geography: Geography, code: str) -> tuple[float, float] | None:
    """Return a point well inside the outline of a place as (longitude, latitude) in degrees; None where it has no outline."""
    for feature in geography.geojson.get("features", ()):
        if str((feature.get("properties") or {}).get("code")) == code and feature.get("geometry"):
            point = shape(feature["geometry"]).representative_point()
            return float(point.x), float(point.y)
    return None

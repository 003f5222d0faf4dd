"""A map: at most five classes with readable breaks, statuses in their greys, approximate cells marked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from mapclassify import Percentiles

from dashboard.charts import words
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, MapCell, MapClass, MapView, Point, TableCell
from dashboard.charts.context import Context, Geography
from dashboard.charts.numbers import Scale
from dashboard.charts.ranking import ranking
from dashboard.charts.row import Row, latest
from dashboard.page import Card
from pipelines.core.indicator import Status

CLASSES = 5
PERCENT = tuple(100 * i / CLASSES for i in range(1, CLASSES))  # of the places lie below each break
NOT_EXACT = ("approximate", "village_median", "unplaced")
LEGEND_ORDER: tuple[Status, ...] = ("small_n", "partial", "suppressed", "no_denominator", "not_collected", "not_estimable", "not_reached")


def class_breaks(values: Sequence[float], scale: Scale, norm: float | None = None) -> list[float]:
    """Return the inner breaks of at most CLASSES classes, as near to equal in size as the norm allows, as the scale prints them.

    A break is a quantile rounded to the printed decimals, so that the legend says exactly what is coloured; equal breaks fall together,
    and no class is empty: there are never more than values as printed. All alike as printed give no break: one class. A `norm` (in the
    display unit, as the values are) that parts the values is one of the breaks: as printed, no colour holds places on both sides of it.
    """
    places = _places(scale)
    ordered = sorted(round(v, places) for v in values)
    if not ordered or ordered[0] == ordered[-1]:
        return []
    cuts = {round(float(cut), places) for cut in Percentiles(ordered, pct=list(PERCENT)).bins}
    if norm is not None and ordered[0] < round(norm, places) <= ordered[-1]:
        cuts = _with_norm(cuts, round(norm, places), ordered)
    found: list[float] = []
    for cut in sorted(cuts):
        if any((found[-1] if found else ordered[0]) <= v < cut for v in ordered):
            found.append(cut)
    return found or [min(v for v in ordered if v > ordered[0])]  # nearly all alike: whatever is more is a class of its own


def _with_norm(cuts: set[float], norm: float, values: Sequence[float]) -> set[float]:
    """Return breaks with the norm among them, in the place of those that part the values as it does and, where all are taken, of the nearest."""
    kept = {cut for cut in cuts if any(min(cut, norm) <= v < max(cut, norm) for v in values)}
    if len(kept) == CLASSES - 1:
        kept.discard(min(kept, key=lambda cut: (abs(cut - norm), cut)))
    return kept | {norm}


def _places(scale: Scale) -> int:
    return scale.decimals + (2 if scale.is_share else 0)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Return the class of a value: the number of breaks at or under it."""
    return sum(value >= b for b in breaks)


def _classes(values: Sequence[float], breaks: Sequence[float], scale: Scale) -> tuple[MapClass, ...]:
    if not values:
        return ()
    edges = [min(values), *breaks, max(values)]
    if not breaks:
        return (MapClass(CLASSES // 2, scale.bare(edges[0])),)
    if scale.decimals == 0 and not scale.is_share and all(v == int(v) for v in (*values, *breaks)):  # a class of counts ends below the next
        edges = [edges[0], *(b for b in breaks), edges[-1] + 1]
        names = [scale.bare(a) if b - a <= 1 else scale.spread(a, b - 1) for a, b in zip(edges, edges[1:], strict=False)]
    else:
        names = [_limits(a, b, scale) for a, b in zip(edges, edges[1:], strict=False)]
    spread = [round(i * (CLASSES - 1) / len(breaks)) for i in range(len(breaks) + 1)]
    return tuple(MapClass(spread[i], names[i]) for i in range(len(breaks) + 1))


def _limits(low: float, high: float, scale: Scale) -> str:
    return scale.spread(low, high) if scale.bare(low) != scale.bare(high) else scale.bare(low)


def approximate_codes(geography: Geography) -> frozenset[str]:
    """Return the codes of cells whose seat is not known exactly."""
    loose = {code for code, quality in geography.features.items() if quality in NOT_EXACT}
    for feature in geography.geojson.get("features", ()):
        properties = feature.get("properties") or {}
        if properties.get("seat_quality") in NOT_EXACT:
            loose.add(str(properties.get("code")))
    return frozenset(loose)


def _cells(canvas: Canvas, rows: Sequence[Row], classes: tuple[MapClass, ...], breaks: list[float]) -> tuple[MapCell, ...]:
    loose = approximate_codes(canvas.context.geography) if canvas.context.geography else frozenset()
    cells = []
    for i, row in enumerate(rows):
        point = canvas.point(row, row.region_name, row.region_code, float(i))
        klass = None if point.value is None else classes[class_of(round(point.value, _places(canvas.scale)), breaks)].index
        cells.append(MapCell(point, klass, row.region_code in loose))
    return tuple(cells)


def _view(canvas: Canvas, geography: Geography, years: Sequence[float]) -> MapView:
    lang = canvas.context.lang
    rows = [r for r in canvas.rows if r.region_code in geography.features]
    values = [canvas.scale.shown(v) for v in years or [r.value for r in rows] if v is not None]
    breaks = class_breaks(values, canvas.scale, canvas.target.at if canvas.target else None)
    classes = _classes(values, breaks, canvas.scale)
    cells = _cells(canvas, rows, classes, breaks)
    present = {c.point.status for c in cells}
    loose = tuple(r.region_name for r in canvas.rows if r.region_code not in geography.features)
    return MapView(
        cells=cells,
        classes=classes,
        breaks=tuple(breaks),
        statuses=tuple((s, words.STATUS[s].of(lang)) for s in LEGEND_ORDER if s in present),
        approximate_label=words.APPROXIMATE.of(lang) if any(c.is_approximate for c in cells) else "",
        url=geography.url,
        bounds=geography.bounds,
        note=geography.note.of(lang),
        unmatched=tuple(dict.fromkeys((*loose, *geography.unmatched))),
        tiny=_tiny(canvas, cells, geography),
        geojson=geography.geojson,
    )


def _tiny(canvas: Canvas, cells: Sequence[MapCell], geography: Geography) -> tuple[TableCell, ...]:
    """Return the places too small to be made out, each with its figure without the unit, the worst first; their status where they have none."""
    points = [cell.point for cell in cells if cell.point.code in geography.tiny]
    sign = -1 if canvas.indicator.polarity == "lower" else 1
    points.sort(key=lambda p: (p.value is None, sign * (p.value or 0.0), p.code))
    return tuple(TableCell(f"{p.label} {_figure(canvas, p)}", place=p.code) for p in points)


def _figure(canvas: Canvas, point: Point) -> str:
    lang = canvas.context.lang
    return words.STATUS[point.status].of(lang) if point.value is None else words.marked(canvas.scale.bare(point.value), point.mark, lang)


def choropleth(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the map of a card's places in the latest period; without boundaries the ranking, which says so.

    What may not be done with the map is noted first, for a wall cuts its notes.
    """
    if context.geography is None:
        return ranking(card, frame, context, extra_note=words.NO_BOUNDARIES.of(context.lang))
    whole = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(whole.rows), context)
    years = context.all_years()
    view = _view(canvas, context.geography, years)
    one_scale = words.ALL_YEARS.of(context.lang) if len(years) > sum(c.point.value is not None for c in view.cells) else ""
    unmatched = ""
    if view.unmatched:
        names = words.LIST_COMMA.of(context.lang).join(view.unmatched)
        unmatched = words.UNMATCHED.of(context.lang).format(n=len(view.unmatched), places=canvas.places_of(len(view.unmatched)), names=names)
    return canvas.chart("map", basis=canvas.rows, notes=(view.note, _parted(canvas, view), one_scale, unmatched), map=view)


def _parted(canvas: Canvas, view: MapView) -> str:
    """Return the words that a class ends at the norm, where one does."""
    norm = None if canvas.target is None else round(canvas.target.at, _places(canvas.scale))
    return "" if norm is None or norm not in view.breaks else words.ENDS_AT_NORM.of(canvas.context.lang).format(norm=canvas.scale.bare(norm))

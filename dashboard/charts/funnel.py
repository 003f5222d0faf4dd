"""A funnel plot: places by their size and rate, between the limits that chance alone sets to a place of each size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import round_step, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Axis, Chart, ColumnHead, Line, Point, Series, TableCell
from dashboard.charts.context import Context
from dashboard.charts.numbers import rounded, size
from dashboard.charts.ranking import why_unranked
from dashboard.charts.row import Row, latest
from dashboard.page import Card
from pipelines.analysis.funnel import FEWEST, Funnel, Model
from pipelines.analysis.funnel import funnel as limits_of
from pipelines.core.text import Lang, Text

MODELS: Mapping[str, Model] = {"wilson": "binomial", "byar": "poisson"}  # by how the intervals of an indicator are made
JUDGED = ("ok", "small_n")  # as in rankings
LIMITS = ("lower_998", "lower_95", "upper_95", "upper_998")
INNER, OUTER = Text("95 %", "95%"), Text("99.8 %", "99.8%")
ALONG = 64  # points of a curve
REACH, FIRST = 2.0, 0.85  # how far above the highest rate the limits of the smallest place may lift the axis; where curves begin before that place
SIZE = Text("规模（率的分母，n）", "Size (denominator, n)")
TOGETHER = Text("各地合计 {value}", "Together {value}")
FEW = Text(
    "{places}不足 {least} 个（有数的 {n} 个），太少，画不出凭偶然可有的高低范围；各地的数见排名和表。",
    "{n} {places} with a figure: it takes {least} to tell how high or low chance alone would set them. The ranking and the table have the figures.",
)
NOT_COUNTED = Text(
    "该指标不是人数（件数）之比，偶然的高低范围无从计算。", "The indicator is no ratio of counts: how far chance would move it cannot be told.",
)
ALIKE = Text("各地均为 {value}，没有高低可比。", "Every place is at {value}: there is nothing to compare.")
WITHHELD = Text("部分地区的数字在本发布口径下已隐藏，不作各地比较。", "Some places are suppressed in this release profile, so that places are not compared.")
HOW = Text(
    "每点一个{places}，越靠右规模越大；虚线之间、实线之间分别是规模相同的地方凭偶然可有的高低范围（95 %、99.8 %），规模越小范围越宽；横线为各地合计的率",
    "each dot is one of the {places}, larger ones farther right; dashed and solid curves bound how high or low a place of that size may come "
    "out by chance alone (95%, 99.8%), wider for smaller places; the level line is the rate of all together",
)
WIDENED = Text(
    "各地普遍有超出偶然的差别（离散系数 {factor}），范围已相应放宽",
    "places differ by more than chance throughout (dispersion {factor}): the range is widened for it",
)
EXPECTED = Text("即使各地毫无差别，也会有约 {n} 个在虚线之外", "were all places alike, some {n} would still lie beyond the dashed curves")
NOT_PLACED = Text("上报不全和没有数的地方不画", "places partly reported or without a figure are not drawn")
RANGE = Text("凭偶然可有的范围（{share}）", "Range of chance ({share})")
POSITION = Text("与范围相比", "Against the range")
POSITIONS: Mapping[str, Text] = {
    "below_998": Text("低于范围（99.8 %）", "below the range (99.8%)"), "below_95": Text("略低，低于 95 % 范围", "somewhat low, below the 95% range"),
    "within": Text("在范围之内", "within the range"),
    "above_95": Text("略高，高于 95 % 范围", "somewhat high, above the 95% range"), "above_998": Text("高于范围（99.8 %）", "above the range (99.8%)"),
}
MOST_ASKED = 3


@dataclass(frozen=True, eq=False)
class _Judged:
    """The places that are set against the limits, and the limits, in the order of `codes`; `shown` puts a rate on the axis."""

    canvas: Canvas
    codes: tuple[str, ...]
    sizes: np.ndarray[tuple[int], np.dtype[np.float64]]
    model: Model
    found: Funnel

    def shown(self, rate: float) -> float:
        return self.canvas.scale.shown(float(rate) * self.canvas.indicator.scale)

    def spread(self, place: int, share: str) -> str:
        """The range of a place, "1.2–9.3 %"."""
        return self.canvas.scale.spread(*(self.shown(getattr(self.found, f"{end}_{share}")[place]) for end in ("lower", "upper")))


def funnel(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the funnel plot of a card's places in the latest period of the frame: all of them in its rows, the farthest on the bad side first.

    Places partly reported or without a figure are not set against the limits and not drawn. Nothing is drawn of fewer than FEWEST places, nor
    where some are withheld: the others would tell of them.
    """
    whole = Canvas.of(card, frame, context)
    canvas = Canvas(card, latest(whole.rows), context)
    made = _judged(canvas, frame)
    if isinstance(made, str):
        return canvas.chart("funnel", basis=canvas.rows, target=None, empty=canvas.empty() or made)
    at = {code: i for i, code in enumerate(made.codes)}
    worst = made.found.away if canvas.indicator.polarity == "lower" else -made.found.away
    worst = abs(worst) if canvas.indicator.polarity == "neutral" else worst
    inside = sorted((r for r in canvas.rows if r.region_code in at), key=lambda r: (-worst[at[r.region_code]], r.region_code))
    order = [*inside, *(r for r in canvas.rows if r.region_code not in at)]
    return _with_limits(_drawn(Canvas(card, tuple(order), context), made, at), order, made, at)


def _judged(canvas: Canvas, frame: pd.DataFrame) -> _Judged | str:
    """Return the places and their limits, or why there are none, in words."""
    lang, model = canvas.context.lang, MODELS.get(canvas.indicator.interval)
    period = canvas.rows[0].period if canvas.rows else ""
    rows = frame[(frame["period"] == period) & frame["status"].isin(JUDGED) & frame["breakdown"].isna()]
    known = rows[(pd.to_numeric(rows["denominator"], errors="coerce") > 0) & rows["numerator"].notna() & rows["value"].notna()]
    if canvas.context.withholds:
        return WITHHELD.of(lang)
    if model is None or len(known) < len(rows):
        return NOT_COUNTED.of(lang)
    if len(known) < FEWEST:
        return FEW.of(lang).format(places=canvas.places_of(len(known)), least=FEWEST, n=len(known))
    top, bottom = (known[name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    if top.sum() == 0 or model == "binomial" and top.sum() == bottom.sum():
        return ALIKE.of(lang).format(value=canvas.scale.full(canvas.scale.shown(float(known["value"].iloc[0]))))
    return _Judged(canvas, tuple(known["region_code"].astype(str)), bottom, model, limits_of(top, bottom, model))


def _drawn(canvas: Canvas, made: _Judged, at: Mapping[str, int]) -> Chart:
    lang, found, scale = canvas.context.lang, made.found, canvas.scale
    points = tuple(_point(canvas, row, made, at[row.region_code]) for row in canvas.rows if row.region_code in at)
    x = _sizes(float(made.sizes.max()), lang)
    highest, smallest = float(found.value.max()), float(found.upper_998[made.sizes.argmin()])
    lifted = max(highest, float(np.median(found.upper_998)), min(smallest, REACH * highest))
    y = value_axis([0.0, made.shown(highest), made.shown(lifted)], scale, from_zero=True)
    centre = made.shown(found.target)
    beyond = [p.code for p in points if p.position.endswith("_998")]
    notes = [
        HOW.of(lang).format(places=canvas.places),
        WIDENED.of(lang).format(factor=rounded(found.dispersion, 2)) if found.is_widened else "",
        EXPECTED.of(lang).format(n=rounded(found.expected_beyond_95, 1)),
        words.DIRECTION[canvas.indicator.polarity].of(lang),
        *why_unranked(canvas, canvas.rows, sum(r.status == "partial" and r.value is not None for r in canvas.rows)),
        NOT_PLACED.of(lang) if len(points) < len(canvas.rows) else "",
    ]
    return canvas.chart(
        "funnel", basis=canvas.rows, notes=notes, mark="dot", x=x, y=y, target=None,
        median=Line(centre, TOGETHER.of(lang).format(value=scale.bare(centre))),
        series=(Series(name=canvas.name_of(canvas.indicator.name), code=canvas.indicator.name, colour=0, points=points),),
        limits=_curves(made, x, y, lang), asked=tuple(beyond or (p.code for p in points[:MOST_ASKED])),
    )


def _point(canvas: Canvas, row: Row, made: _Judged, place: int) -> Point:
    """Return a place at its size; against what it is held is the range of its size, not the norm, and not its own interval."""
    lang, position = canvas.context.lang, str(made.found.position[place])
    point = canvas.point(row, row.region_name, row.region_code, float(made.sizes[place]))
    ranges = (f"{share.of(lang)} {made.spread(place, code)}" for share, code in ((INNER, "95"), (OUTER, "998")))
    told = words.NAMED.of(lang).format(name=POSITIONS[position].of(lang), said=words.LIST_COMMA.of(lang).join(ranges))
    return replace(
        point, lower=None, upper=None, interval="", half="", is_beyond_target=False, is_near_target=False, against=told, position=position,
        n=row.n if row.n is not None else float(made.sizes[place]),
    )


def _sizes(largest: float, lang: Lang) -> Axis:
    """Return the axis of sizes, from 0 to the next round number after the largest."""
    step = max(round_step(largest, 6), 1.0)
    ticks = tuple((step * i, size(step * i)) for i in range(int(-(-largest // step)) + 1))
    return Axis(title=SIZE.of(lang), ticks=ticks, low=0.0, high=ticks[-1][0], step=step, number_format="#,##0")


def _curves(made: _Judged, x: Axis, y: Axis, lang: Lang) -> tuple[Series, ...]:
    """Return the limits at every size drawn, not only at those of the places, as far as they stand on the axis."""
    sizes = np.geomspace(max(FIRST * float(made.sizes.min()), x.high / 1e4), x.high, ALONG)
    plain = limits_of(np.zeros(ALONG), sizes, made.model, target=made.found.target, widen=False)
    factor = float(np.sqrt(made.found.dispersion)) if made.found.is_widened else 1.0
    curves = []
    for code in LIMITS:
        ends = made.found.target + factor * (getattr(plain, code) - made.found.target)
        heights = [made.shown(end) for end in np.clip(ends, 0.0, 1.0 if made.model == "binomial" else None)]
        name = (INNER if code.endswith("_95") else OUTER).of(lang)
        points = [_on_curve(name, code, float(at), high, made.canvas) for at, high in zip(sizes, heights, strict=True) if high <= y.high]
        curves.append(Series(name=name, code=code, colour=0, points=tuple(points)))
    return tuple(curves)


def _on_curve(name: str, code: str, at: float, height: float, canvas: Canvas) -> Point:
    return Point(label=name, code=code, x=at, y=height, value=height, status="ok", text=canvas.scale.full(height))


def _with_limits(chart: Chart, rows: Sequence[Row], made: _Judged, at: Mapping[str, int]) -> Chart:
    """Return the chart with what its places are held against in its table: size where that is not n, both ranges, and the position."""
    lang = chart.lang
    differs = any(r.n is None or abs(r.n - made.sizes[at[r.region_code]]) > 0.5 for r in rows if r.region_code in at)
    heads = [ColumnHead("size", SIZE.of(lang), True)] if differs else []
    heads += [ColumnHead.spread(f"range_{code}", RANGE.of(lang).format(share=share.of(lang)), chart.scale)
              for share, code in ((INNER, "95"), (OUTER, "998"))]
    heads.append(ColumnHead("position", POSITION.of(lang)))
    cells = []
    for row, given in zip(rows, chart.rows, strict=True):
        place = at.get(row.region_code)
        if place is None:
            cells.append((*given, *(TableCell("") for _ in heads)))
            continue
        sized = (TableCell(size(made.sizes[place]), float(made.sizes[place])),) if differs else ()
        ranges = (TableCell(made.spread(place, code)) for code in ("95", "998"))
        cells.append((*given, *sized, *ranges, TableCell(POSITIONS[str(made.found.position[place])].of(lang))))
    return replace(chart, columns=(*chart.columns, *heads), rows=tuple(cells))

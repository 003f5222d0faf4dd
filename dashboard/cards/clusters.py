"""Whether places that lie side by side are alike: only where outlines are real, never on cells that a program drew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard.asking import card_frame
from dashboard.charts import words
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context, Geography
from dashboard.charts.numbers import BY_CHANCE, p_words
from dashboard.charts.row import Row
from dashboard.charts.table import listing
from dashboard.context import context, geography
from dashboard.page import Card
from dashboard.render.hatch import geometries
from dashboard.sight import Sight
from pipelines.analysis.spatial import FEWEST, PERMUTATIONS, Clusters, clusters
from pipelines.core.text import Lang, Text

REAL = ("official", "user")  # qualities of outlines whose neighbours are neighbours
MOST = 400  # places: a prefecture has fewer townships, and a province is looked at prefecture by prefecture
TOUCHING = 1e-5  # degrees, about a metre: outlines drawn side by side seldom meet to the last digit
SEED = 1950
KINDS: Mapping[str, tuple[Text, str]] = {
    "high_high": (Text("高值聚集", "High among high"), "4"), "low_low": (Text("低值聚集", "Low among low"), "0"),
    "high_low": (Text("高值，周边低", "High among low"), "3"), "low_high": (Text("低值，周边高", "Low among high"), "1"),
}
NOT_CLEAR = Text("未超出随机", "No more than chance")
NO_OUTLINES = Text("没有加载边界，无从判断哪些地区相邻。", "No boundaries are loaded, so nothing says which places are neighbours.")
SCHEMATIC = Text(
    "这里的边界是示意图：哪些乡镇相邻由程序推算，不是真实的相邻关系，因此不计算 Moran 指数和局部聚集（LISA）。加载正式边界或本单位自有边界后即可计算。",
    "The outlines here are schematic: a program drew them, and which townships touch is not real. Moran's I and local clusters (LISA) are "
    "therefore not computed. Load official boundaries, or your own, and they will be.",
)
TOO_FEW = Text("有数值且有相邻地区的单位只有 {n} 个，不足 {least} 个，或各地数值相同，不作判断。",
               "Only {n} places have a figure and a neighbour with one, fewer than {least}, or all are alike: nothing is judged.")
TOO_MANY = Text("共 {n} 个单位，超过 {most} 个：请选下一级地区查看。", "There are {n} places, more than {most}: choose a region below this one.")
COLUMNS: Mapping[str, Text] = {
    "place": Text("地区", "Place"), "value": Text("数值", "Value"), "lag": Text("相邻地区均值", "Mean of its neighbours"),
    "kind": Text("类型", "Kind"), "p": Text("校正后 p", "p, corrected"),
}
GLOBAL = Text(
    "Moran 指数 {index}（无聚集时 {expected}），p {p}，{times} 次置换，双侧；局部 p 已按 Benjamini-Hochberg 校正，超出随机的地区 {found} 个",
    "Moran's I {index} ({expected} without any pattern), p {p}, {times} shuffles, two-sided; local p corrected by Benjamini and Hochberg, "
    "places beyond chance: {found}",
)
LEFT = Text("{n} 个{places}没有边界、数值或相邻地区，未计入", "{n} {places} without an outline, a figure or a neighbour are left out")
RATES = Text("人口少的乡镇密度波动大，聚集也可能由此而来", "densities of small townships vary more by chance, and clusters may come of that")


def cluster_list(sight: Sight, card: Card) -> Chart:
    """Return the places of the chosen region with their local clusters, or in words why nothing can be said of neighbours."""
    about = context(sight, card)
    return clusters_of(card, card_frame(sight, card), about, geography(sight, about.level))


def clusters_of(card: Card, frame: pd.DataFrame, about: Context, outlines: Geography | None) -> Chart:
    """Return the list for a frame of one period, one row a place, and its outlines."""
    canvas = Canvas.of(card, frame, about)
    refusal = refused(canvas.rows, outlines)
    if refusal is not None or outlines is None:
        return listing(card, (), (), about, (refusal or NO_OUTLINES).of(about.lang), words.period_name(about.period, about.lang))
    rows = [r for r in canvas.rows if r.region_code in outlines.features]
    first, second = neighbours(outlines.geojson, [r.region_code for r in rows])
    found = clusters([np.nan if r.value is None else r.value for r in rows], first, second, seed=SEED)
    if np.isnan(found.index):
        few = TOO_FEW.of(about.lang).format(n=found.places, least=FEWEST)
        return listing(card, (), (), about, few, words.period_name(about.period, about.lang))
    return _listed(canvas, rows, found)


def refused(rows: Sequence[Row], outlines: Geography | None) -> Text | None:
    """Return why nothing is said of neighbours here, None where something can be."""
    if outlines is None:
        return NO_OUTLINES
    qualities = {outlines.features[r.region_code] for r in rows if r.region_code in outlines.features}
    if qualities - set(REAL):
        return SCHEMATIC
    if len(rows) > MOST:
        return TOO_MANY.format(n=len(rows), most=MOST)
    return None if qualities else NO_OUTLINES


def neighbours(geojson: Mapping[str, Any], codes: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the positions in `codes` of places whose outlines touch, at a side or a corner, each pair once."""
    shapes = geometries(geojson, codes)
    known = [i for i, code in enumerate(codes) if code in shapes]
    drawn = np.array([shapes[codes[i]] for i in known], dtype=object)
    if not len(drawn):
        return [], []
    one, two = shapely.STRtree(drawn).query(drawn, predicate="dwithin", distance=TOUCHING)
    pairs = [(known[a], known[b]) for a, b in zip(one.tolist(), two.tolist(), strict=True) if a < b]
    return [a for a, _ in pairs], [b for _, b in pairs]


def _listed(canvas: Canvas, rows: Sequence[Row], found: Clusters) -> Chart:
    lang, scale = canvas.context.lang, canvas.scale
    heads = [ColumnHead.measured(n, t.of(lang), scale) if n in ("value", "lag") else ColumnHead(n, t.of(lang), n == "p") for n, t in COLUMNS.items()]
    told = found.tidy().assign(row=range(len(rows)))
    told = told[told["used"]].sort_values(["corrected_p", "local_p", "row"], kind="stable")
    cells = []
    for one in told.to_dict("records"):
        row, is_clear = rows[one["row"]], one["corrected_p"] < BY_CHANCE
        name, tone = KINDS[one["quadrant"]]
        value, lag = scale.shown(row.value or 0.0), scale.shown(float(one["lag"]))
        kind = TableCell(name.of(lang), tone=tone) if is_clear else TableCell(NOT_CLEAR.of(lang))
        cells.append([TableCell(row.region_name), TableCell(scale.bare(value), value), TableCell(scale.bare(lag), lag), kind,
                      TableCell(p_words(float(one["corrected_p"])), float(one["corrected_p"]))])
    made = listing(canvas.card, heads, cells, canvas.context, "", words.period_name(canvas.context.period, lang))
    return made.with_note(_global(found, lang), *_left(canvas, found), RATES.of(lang))


def _global(found: Clusters, lang: Lang) -> str:
    clear = int((found.corrected_p < BY_CHANCE).sum())
    return GLOBAL.of(lang).format(
        index=f"{found.index:.3f}".replace("-", "−"), expected=f"{found.expected:.3f}".replace("-", "−"), p=p_words(found.p, sign=True),
        times=f"{PERMUTATIONS:,}", found=clear,
    )


def _left(canvas: Canvas, found: Clusters) -> list[str]:
    left = len(canvas.rows) - found.places
    return [LEFT.of(canvas.context.lang).format(n=left, places=canvas.places_of(left))] if left else []

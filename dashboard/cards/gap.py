"""The gap to the norm: how it came about in the period (people, inflow, outflow), and place by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.asking import card_query
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import whole
from dashboard.charts.table import listing
from dashboard.charts.waterfall import Step, axis_of, bars_of, height_of, leaving, rounding, signed
from dashboard.charts.words import SEMICOLON, STATUS_CELL, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.codelists.movement import MOVEMENT
from pipelines.core.indicator import OBSERVATION_COLUMNS
from pipelines.core.text import Lang, Text
from pipelines.engine.observe import Query

FIRST, LAST = Text("期初余缺", "Balance before"), Text("期末余缺", "Balance now")
PEOPLE = Text("人口变化", "Population")
OTHER = Text("来源不一", "Sources differ")
STOCK = Text("在岗人数变化", "Headcount")
SIGNS = Text("在岗人数减去按标准应有人数：正数为多，负数为缺", "Headcount less what the norm asks for: below zero doctors are short")
STEP, VALUE = Text("项目", "Step"), Text("人数", "People")
NO_NORM = Text("站点没有设每千人口医生数标准（[norms] density），无法与标准比较。", "The site sets no norm of doctors per 1,000 ([norms] density) to compare with.")
NO_FIGURES = Text("{region}的在岗人数或人口没有上报。", "Headcount or population of {region} is not reported.")
NO_BEFORE = Text("{period} 之前没有可比的期间，只有期末一数。", "There is no period before {period} to begin from; only the balance at its end is known.")
NO_FLOWS = Text("没有个人任职记录，分不出流入与流出", "without records of spells inflow and outflow cannot be told apart")
INFLOW, OUTFLOW = ("joined", "transferred_in", "reclassified_in"), ("left", "transferred_out", "reclassified_out", "died")
COLUMNS = {
    "place": Text("地区", "Place"), "in_post": Text("在岗", "In post"), "required": Text("按标准应有", "Norm asks for"), "gap": Text("缺口", "Short"),
    "before": Text("上期缺口", "Short before"), "joined": Text("新进", "Joined"), "other_in": Text("调入、转入", "Moved in"),
    "left": Text("离岗", "Left"), "other_out": Text("调出、转出、死亡", "Moved out, died"), "net": Text("净增减", "Net"),
}
SUMMARY = Text(
    "{n} 个{places}有缺口，合计缺 {gap} 人；其中 {losing} 个本期仍净流出",
    "short of the norm: {n} {places}, by {gap} doctors in all; losing more than they gained in the period: {losing} of them",
)
NETTED = Text(
    "上级的余缺相抵，故各地缺口之和不等于上级缺口", "a place above nets what one part has over against what another lacks, so gaps do not add up to its own",
)
SHORTEST = Text("{place}缺得最多，缺 {n} 人（按标准应有 {need} 人）。", "{place} is shortest of the norm, by {n} doctors of the {need} it asks for.")
NOBODY_SHORT = Text("没有{places}低于标准。", "None of the {places} is short of the norm.")
SHORT, LOSING = Text("缺人", "short of staff"), Text("缺人且人数在净减少", "short of staff and losing more")
NOBODY_KNOWN = Text("有数值的{places}均不低于标准。", "None of the {places} with a figure is short of the norm.")


def balance(sight: Sight, card: Card) -> Chart:
    """Return a waterfall from the balance to the norm before the period to that at its end: people, inflow, outflow."""
    about, query = context(sight, card), card_query(sight, card, "norm_gap")
    if "density" not in about.site_norms:
        nothing = pd.DataFrame(columns=[*OBSERVATION_COLUMNS, "region_name_en"])
        return Canvas.of(card, nothing, about).chart("waterfall", basis=(), empty=NO_NORM.of(sight.lang), target=None)
    now = sight.edition.observe(sight.viewer, query)
    label = _previous(sight)
    before = sight.edition.observe(sight.viewer, replace(query, period=label)) if label else now.iloc[:0]
    moves = sight.edition.observe(sight.viewer, replace(query, indicator="headcount_change", by="movement", population=""))
    canvas = Canvas.of(card, now, about)
    if not now["denominator"].notna().any():
        none = NO_FIGURES.of(sight.lang).format(region=about.region_name)
        return canvas.chart("waterfall", basis=(), empty=canvas.empty() or none, target=None)
    steps, note = _steps(canvas, now.iloc[0], before, moves)
    return _drawn(canvas, steps, note)


def _previous(sight: Sight) -> str:
    """Return the period that ends on the day before the chosen one, "" where there is none."""
    periods = sight.edition.periods()
    found = periods.loc[periods["label"] == sight.state.period, "previous"].dropna()
    return str(found.iloc[0]) if len(found) and (periods["label"] == found.iloc[0]).any() else ""


def _steps(canvas: Canvas, now: Mapping[str, Any], before: pd.DataFrame, moves: pd.DataFrame) -> tuple[list[Step], str]:
    """Return the steps in people, and what has to be said of them."""
    lang = canvas.context.lang
    last = float(now["numerator"]) - float(now["denominator"])
    end = Step(code="last", name=LAST.of(lang), value=last, is_total=True)
    known = before.dropna(subset=["numerator", "denominator"])
    if known.empty:
        return [end], NO_BEFORE.of(lang).format(period=canvas.context.period)
    had, needed = float(known["numerator"].iloc[0]), float(known["denominator"].iloc[0])
    start = Step(code="first", name=FIRST.of(lang), value=had - needed, is_total=True)
    people = Step(code="people", name=PEOPLE.of(lang), value=needed - float(now["denominator"]))
    flows = [
        Step(code=code, name=MOVEMENT.titles[code].of(lang), value=value, n=int(abs(value)))
        for code in (*INFLOW, *OUTFLOW) if (value := movement(moves, code)) is not None and (value or code in ("joined", "left"))
    ]
    rest = float(now["numerator"]) - had - sum(step.value for step in flows)
    if not flows:
        return [start, people, Step(code="stock", name=STOCK.of(lang), value=rest), end], NO_FLOWS.of(lang)
    other = [Step(code="other", name=OTHER.of(lang), value=rest)] if abs(rest) > 1e-9 else []
    return [start, people, *flows, *other, end], ""


def movement(moves: pd.DataFrame, code: str) -> float | None:
    """Return how a kind of movement changed the headcount, None where it is not known."""
    found = moves.loc[moves["category"] == code, "value"].dropna()
    return float(found.iloc[0]) if len(found) else None


def _drawn(canvas: Canvas, steps: Sequence[Step], note: str) -> Chart:
    about, lang = canvas.context, canvas.context.lang
    made = canvas.chart(
        "waterfall", basis=canvas.rows, notes=(note, *leaving(steps, about), rounding(steps, canvas.scale, lang)), mark="bar",
        series=bars_of(steps, canvas.scale, about), x=axis_of(steps, SIGNS.of(lang)), y=height_of(steps, canvas.scale), target=None, empty="",
    )
    heads = (ColumnHead("step", STEP.of(lang)), ColumnHead("value", VALUE.of(lang), True))
    return replace(made, columns=heads, rows=tuple((TableCell(s.name), TableCell(signed(s.value, canvas.scale), s.value)) for s in steps))


def gaps(sight: Sight, card: Card) -> Chart:
    """Return each place with its gap to the norm now and before, and what came and went in the period; the shortest first."""
    about, lang, query = context(sight, card), sight.lang, card_query(sight, card, "norm_gap")
    heads = [ColumnHead(name, title.of(lang), name != "place") for name, title in COLUMNS.items()]
    if "density" not in about.site_norms:
        return listing(card, heads, (), about, NO_NORM.of(lang))
    now = sight.edition.observe(sight.viewer, query)
    label = _previous(sight)
    before = sight.edition.observe(sight.viewer, replace(query, period=label)) if label else now.iloc[:0]
    moves = sight.edition.observe(sight.viewer, _moving(query))
    earlier = dict(zip(before["region_code"], before["value"], strict=True))
    moved = {str(code): part for code, part in moves.groupby("region_code")}
    records = now.sort_values("value", ascending=False, kind="stable").to_dict("records")
    broken = _broken(now, before)
    rows = [_row(r, earlier.get(r["region_code"]), moved.get(str(r["region_code"]), moves.iloc[:0]), broken, lang) for r in records]
    whole_canvas = Canvas.of(card, now, about)
    period = period_name(about.period, lang)
    made = listing(card, heads, rows, about, whole_canvas.empty(), " · ".join(p for p in (about.population, period) if p))
    foot = whole_canvas.footer(whole_canvas.rows, (_summary(records, moved, whole_canvas),))
    return replace(made, footer=replace(foot, n=""), tones=_tones(rows, lang), finding=_shortest(records, broken, whole_canvas) if rows else "")


def _broken(now: pd.DataFrame, before: pd.DataFrame) -> Mapping[str, int]:
    """Return with how many decimals each column is printed: one where a figure of it is no whole number, else none."""
    columns = {"in_post": now["numerator"], "required": now["denominator"], "gap": now["value"], "before": before["value"]}
    return {name: int((column.dropna().astype(float) % 1).round(6).gt(0).any()) for name, column in columns.items()}


def _shortest(records: Sequence[Mapping[Any, Any]], broken: Mapping[str, int], canvas: Canvas) -> str:
    """Say which place is shortest of the norm, or that none is; "" where none can be told."""
    first, lang = records[0], canvas.context.lang  # the places come by their gap, those without one last
    if pd.isna(first["value"]):
        return ""
    if first["value"] <= 0:
        return (NOBODY_KNOWN if pd.isna(records[-1]["value"]) else NOBODY_SHORT).of(lang).format(places=canvas.places)
    name = first["region_name_en"] if lang == "en" else first["region_name"]
    n, need = (_cell(first[part], "", broken[column]).text for part, column in (("value", "gap"), ("denominator", "required")))
    return SHORTEST.of(lang).format(place=name, n=n, need=need)


def _moving(query: Query) -> Query:
    return replace(query, indicator="headcount_change", by="movement", population="")


def _summary(records: Sequence[Mapping[Any, Any]], moved: Mapping[str, pd.DataFrame], canvas: Canvas) -> str:
    lang = canvas.context.lang
    short = [r for r in records if r["value"] == r["value"] and r["value"] is not None and r["value"] > 0]
    if not short:
        return ""
    losing = sum(1 for r in short if (net := _net(moved.get(str(r["region_code"])))) is not None and net < 0)
    gap = whole(sum(r["value"] for r in short))
    summary = SUMMARY.of(lang).format(n=len(short), places=canvas.places_of(len(short)), gap=gap, losing=losing)
    return summary + SEMICOLON.of(lang) + NETTED.of(lang)


def _tones(rows: Sequence[Sequence[TableCell]], lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return what the grounds among the rows say."""
    there = {cell.tone for row in rows for cell in row}
    return tuple((tone, words.of(lang)) for tone, words in (("watch", SHORT), ("bad", LOSING)) if tone in there)


def _net(moves: pd.DataFrame | None) -> float | None:
    known = moves["value"].dropna() if moves is not None else ()
    return float(sum(known)) if len(known) else None


def _row(record: Mapping[Any, Any], before: Any, moves: pd.DataFrame, broken: Mapping[str, int], lang: Lang) -> list[TableCell]:
    name = record["region_name_en"] if lang == "en" else record["region_name"]
    status = STATUS_CELL[str(record["status"])].of(lang)
    net = _net(moves)
    gap = record["value"]
    tone = "" if pd.isna(gap) or gap <= 0 else "bad" if net is not None and net < 0 else "watch"
    ins = [movement(moves, code) for code in INFLOW]
    outs = [movement(moves, code) for code in OUTFLOW]
    flows = (ins[0], _sum(ins[1:]), outs[0], _sum(outs[1:]), net)
    return [
        TableCell(str(name), place=str(record["region_code"])),
        _cell(record["numerator"], status, broken["in_post"]), _cell(record["denominator"], status, broken["required"]),
        replace(_cell(gap, status, broken["gap"]), tone=tone), _cell(before, STATUS_CELL["not_collected"].of(lang), broken["before"]),
        *(_signed(v, lang) for v in flows),
    ]


def _sum(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _cell(value: Any, otherwise: str, decimals: int) -> TableCell:
    if value is None or pd.isna(value):
        return TableCell(otherwise)
    return TableCell(f"{float(value):,.{decimals}f}", float(value))


def _signed(value: float | None, lang: Lang) -> TableCell:
    if value is None:
        return TableCell(STATUS_CELL["not_estimable"].of(lang))
    return TableCell(f"+{whole(value)}" if value > 0 else whole(value), value)

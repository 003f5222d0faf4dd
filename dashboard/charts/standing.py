"""The columns of a ranking's table: rank, the ranks it may truly have, the rank before, and whether it moved beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.context import Context
from dashboard.charts.words import SEMICOLON, in_sentence
from pipelines.core.text import Lang, Text

BESIDE, BOTH_RANKS = Text("名次（上期 {label}）", "Rank (in {label})"), Text("{now}（{before}）", "{now} ({before})")
RANK, SET = Text("名次", "Rank"), Text("可能的名次", "Possible ranks")
BEFORE, BEFORE_IN, MOVED = Text("上期名次", "Rank before"), Text("上期名次（{label}）", "Rank before ({label})"), Text("名次变动", "Movement")
MOVEMENTS: Mapping[str, Text] = {
    "up": Text("上升", "up"), "down": Text("下降", "down"), "within_noise": Text("波动之内", "within chance"),
    "unjudged": Text("变动（未作判断）", "moved (not judged)"), "same": Text("未变", "the same"),
}
ARROWS = {"up": "▲", "down": "▼"}
ARROWED = Text("▲▼ 名次变动超出随机波动；没有箭头的变动在波动之内", "▲▼: the rank moved by more than chance; a move without an arrow is within it")
NAMED = ("region_code", "region_name", "region_name_en", "level", "period", "build")  # what a row without an observation holds
RANKED_BY = Text("按{what}排名", "ranked by {what}")
LEAST_RANKED = 7  # of fewer places three are half: to be among the last of them says little
THE_FIGURE = Text("数值", "the figure")
PAIRS = Text(
    "“无法区分”：其中任意两个{places}之差的 95 % 区间都含 0",
    "\"cannot be told apart\": the 95% interval of the difference between any two of these {places} includes 0",
)
ALIKE = Text(
    "“可能的名次”把全部 {count} 个{places}同时比较，更为谨慎：其中 {n} 个都可能列末三位",
    "possible ranks compare all {count} {places} at once, which is more cautious: {n} of them may each be among the last three",
)
EVERY = Text(
    "“可能的名次”把全部 {count} 个{places}同时比较，更为谨慎：每一个都可能列末三位",
    "possible ranks compare all {count} {places} at once, which is more cautious: any of them may be among the last three",
)
NO_ORDER = Text("，名次不足以区分", ", so that ranks do not tell them apart")


def lead_rows(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return one row a place of the frame by its first indicator; a place of which that says nothing has not collected it."""
    lead = frame[(frame["indicator"] == name) & frame["breakdown"].isna()]
    rest = frame[~frame["region_code"].isin(lead["region_code"])].drop_duplicates("region_code")
    if rest.empty or lead.empty:
        return lead
    blank = [{column: row[column] for column in NAMED} | {"indicator": name, "status": "not_collected"} for row in rest.to_dict("records")]
    return pd.DataFrame([*lead.to_dict("records"), *blank], columns=frame.columns)


def worst_first(lead: pd.DataFrame, standing: pd.DataFrame, is_neutral: bool) -> list[str]:
    """Return the codes of all places: the ranked from the last to the first (from the largest down where neither end is the good one), then
    those with a number that is not ranked, then those without."""
    ranked = standing[standing["rank"].notna()].sort_values(["rank", "region_code"], ascending=[is_neutral, True], kind="stable")
    rest = lead[~lead["region_code"].isin(ranked["region_code"])]
    return [str(code) for part in (ranked, rest[rest["value"].notna()], rest[rest["value"].isna()]) for code in part["region_code"]]


def with_ranks(chart: Chart, codes: Sequence[str], standing: pd.DataFrame, context: Context, what: str = "") -> Chart:
    """Return a ranking whose table leads with ranks; `codes` are the places of its rows, in their order.

    `what` names the figure the places are ranked by, where the table holds others too. Rank 1 is the best where the indicator has a
    good side, else the largest. The set of ranks holds for all places at once.
    """
    lang = context.lang
    known = {str(r["region_code"]): r for r in standing.to_dict("records")}
    heads = [ColumnHead("rank", RANK.of(lang), True), *chart.columns[:1], ColumnHead("rank_set", SET.of(lang))]
    heads += [ColumnHead("rank_before", _before_title(standing, lang), True), ColumnHead("movement", MOVED.of(lang)), *chart.columns[1:]]
    rows = []
    for code, row in zip(codes, chart.rows, strict=True):
        place = known.get(code, {})
        name = replace(row[0], place=code)
        rows.append((_number(place, "rank"), name, TableCell(_set(place)), _number(place, "previous_rank"), _moved(place, lang), *row[1:]))
    alike = _last_three(standing, chart, lang)
    by = RANKED_BY.of(lang).format(what=in_sentence(what, lang) or THE_FIGURE.of(lang)) if what or alike else ""
    beside = _beside(chart, known, standing, lang)
    arrowed = ARROWED.of(lang) if any(said.endswith(tuple(ARROWS.values())) for said in beside) else ""
    noted = chart.with_note(chart.footer.note, arrowed, by, alike)
    return replace(noted, columns=tuple(heads), rows=tuple(rows), beside=beside)


def _beside(chart: Chart, known: Mapping[str, Mapping[Any, Any]], standing: pd.DataFrame, lang: Lang) -> tuple[str, ...]:
    """Return the head and, for each row drawn, its rank with the rank before in brackets, and an arrow where it moved beyond chance; nothing where
    there was no period before or no drawing."""
    label = str(standing["previous_period"].iloc[0]) if len(standing) else ""
    if not label or not standing["previous_rank"].notna().any():
        return ()
    cells = []
    drawn = {p.y: p.code for s in chart.series for p in s.points}
    for place in (known.get(drawn.get(at, ""), {}) for at, _ in chart.y.ticks):
        now, before = _number(place, "rank").text, _number(place, "previous_rank").text
        ranks = BOTH_RANKS.of(lang).format(now=now, before=before) if now and before else now
        cells.append(" ".join(part for part in (ranks, ARROWS.get(str(place.get("movement")), "")) if part))
    return (BESIDE.of(lang).format(label=label), *cells) if cells else ()


def _before_title(standing: pd.DataFrame, lang: Lang) -> str:
    label = str(standing["previous_period"].iloc[0]) if len(standing) else ""
    return BEFORE_IN.of(lang).format(label=label) if label else BEFORE.of(lang)


def _number(place: Mapping[Any, Any], column: str) -> TableCell:
    value = place.get(column)
    return TableCell("") if value is None or pd.isna(value) else TableCell(f"{int(value)}", float(value))


def _set(place: Mapping[Any, Any]) -> str:
    low, high = place.get("rank_lower"), place.get("rank_upper")
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return ""
    return f"{int(low)}–{int(high)}" if int(low) != int(high) else f"{int(low)}"


def _moved(place: Mapping[Any, Any], lang: Lang) -> TableCell:
    movement = place.get("movement")
    if movement is None or pd.isna(movement) or movement not in MOVEMENTS or not movement:
        return TableCell("")
    change = place.get("rank_change")
    arrow = f"{ARROWS[movement]} " if movement in ARROWS else ""
    size = "" if change is None or pd.isna(change) or movement == "same" else f" {int(change):+d}".replace("-", "−")
    return TableCell(arrow + MOVEMENTS[str(movement)].of(lang) + size)


def _last_three(standing: pd.DataFrame, chart: Chart, lang: Lang) -> str:
    """Say how many places may truly be among the last three, where their sets of ranks are known and one end is the good one."""
    low, bound = (pd.to_numeric(standing[name], errors="coerce") for name in ("rank_lower", "rank_upper"))
    count = int(standing["rank"].notna().sum())
    alike = int((bound > count - 3).sum())
    if alike <= 3 or chart.polarity == "neutral" or count < LEAST_RANKED:
        return ""
    is_open = alike == count and bool((low == 1).all())  # any place may have any rank
    pairs = PAIRS.of(lang).format(places=chart.places) if 1 < chart.indistinct < count else ""
    said = (EVERY if alike == count else ALIKE).of(lang).format(n=alike, count=count, places=chart.places) + NO_ORDER.of(lang) * is_open
    return SEMICOLON.of(lang).join(part for part in (pairs, said) if part)

"""What changed since the build before: the figures of the page, and the files that came in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboard import holdings
from dashboard.asking import card_query
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import number
from dashboard.charts.table import listing
from dashboard.charts.words import STATUS, period_name
from dashboard.context import context
from dashboard.data import Lacking
from dashboard.page import Card
from dashboard.sight import Sight, worded
from pipelines.core.indicator import Indicator
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators

HEADS = (("indicator", Text("指标", "Indicator")), ("before", Text("上一版本", "Build before")), ("now", Text("本版本", "This build")))
FIRST = Text("这是本站点现存的第一个数据版本，没有可比的上一版本。", "This is the oldest build kept on this site: there is none before it to compare with.")
SAME = Text(
    "与上一版本 {build} 相比，本页所列指标没有变化；其间生效 {n} 个批次。",
    "None of the figures of this page differ from build {build}; batches that came into force in between: {n}.",
)
NOTE = Text(
    "与版本 {build} 相比；其间生效 {n} 个批次；{same} 项未变",
    "against build {build}; batches that came into force in between: {n}; figures unchanged: {same}",
)
OTHER_PROGRAM = Text(
    "；上一版本由另一版本的程序生成，数字不同也可能由此而来",
    "; another version of the program made the build before, and figures may differ for that as well",
)
TOO_OLD = Text(
    "上一版本 {build} 由另一版本的程序生成，不能与本版本相比；其间生效 {n} 个批次。",
    "Another version of the program made build {build}, the one before: it cannot be compared with this one. "
    "Batches that came into force in between: {n}.",
)


def changes(sight: Sight, card: Card) -> Chart:
    """Return the card's indicators whose figure for the chosen place and period differs from the build before, before and after."""
    lang = sight.lang
    before = sight.edition.earlier()
    heads = [ColumnHead(name, title.of(lang)) for name, title in HEADS]
    period = period_name(sight.state.period, lang)
    if before is None:
        return listing(card, heads, (), context(sight, card), FIRST.of(lang), period)
    past = replace(sight, edition=before)
    known = [worded(sight)[name] for name in card.indicators if name in all_indicators()]
    batches = len(_batches(sight) - _batches(past))
    is_of_other = before.program != sight.edition.program
    present = [_figure(sight, card, indicator) for indicator in known]
    try:
        pairs = [(indicator, _figure(past, card, indicator), now) for indicator, now in zip(known, present, strict=True)]
    except Lacking:  # a table or column that program did not make
        if not is_of_other:
            raise
        return listing(card, heads, (), context(sight, card), TOO_OLD.of(lang).format(build=before.build, n=batches), period)
    rows = [[TableCell(i.title.of(lang)), TableCell(was), TableCell(now)] for i, was, now in pairs if was != now]
    made = listing(card, heads, rows, context(sight, card), SAME.of(lang).format(build=before.build, n=batches), period).as_none()
    note = NOTE.of(lang).format(build=before.build, n=batches, same=len(pairs) - len(rows))
    return made.with_note(note + (OTHER_PROGRAM.of(lang) if is_of_other else ""))


def _figure(sight: Sight, card: Card, indicator: Indicator) -> str:
    """Return a figure of the chosen place and period in words, its status where it is no number."""
    if not _holds(sight):
        return STATUS["not_collected"].of(sight.lang)
    query = card_query(sight, replace(card, scope="region", by="", over=""), indicator.name)
    frame = sight.edition.observe(sight.viewer, replace(query, period=sight.state.period))
    kept = frame[frame["period"] == sight.state.period] if len(frame) else frame
    told: Sequence[dict[str, object]] = kept.to_dict("records")  # type: ignore[assignment]
    row = next((r for r in told if pd.isna(r["breakdown"])), None)  # type: ignore[call-overload]
    if row is None:
        return STATUS["not_collected"].of(sight.lang)
    if pd.isna(row["value"]):  # type: ignore[call-overload]
        return STATUS[str(row["status"])].of(sight.lang)
    return number(float(row["value"]), indicator.unit, sight.edition.site.currency, sight.lang)  # type: ignore[arg-type]


def _holds(sight: Sight) -> bool:
    """Whether a build knows the chosen period and place: an older one may not."""
    periods = sight.edition.periods()["label"].astype(str)
    return sight.state.period in set(periods) and sight.state.region in sight.edition.places(sight.viewer)


def _batches(sight: Sight) -> set[str]:
    known = holdings.batches(sight.edition)
    return set(known.loc[known["state"] == "published", "batch"].astype(str))

"""The calendar of licences that run out: how many in each coming month, by kind of licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from dashboard.asking import card_frame
from dashboard.cards.inside import NO_DAY, NOT_INSIDE
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, Point, Series, TableCell
from dashboard.charts.colours import LICENCES, colours_of
from dashboard.charts.numbers import whole
from dashboard.charts.words import SEMICOLON
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.codelists.licence_type import LICENCE_TYPE
from pipelines.core.text import Text
from pipelines.engine.expiry import licences_running_out

MONTHS = 12
SOON = 90  # days, as in the indicator licences_expiring
MONTH, TOTAL = Text("到期月份", "Month"), Text("合计", "Total")
FINDING = Text(
    "{day} 起 90 天内到期 {soon} 人，12 个月内 {year} 人，最多的是 {month}（{most} 人）{expired}。",
    "{soon} licences run out within 90 days of {day}, {year} within 12 months, most of them in {month} ({most}){expired}.",
)
EXPIRED = Text("；另有 {n} 人已过期", "; another {n} have run out already")
NONE_SOON = Text("{day} 起 12 个月内没有执业证书到期{expired}。", "No licence runs out within 12 months of {day}{expired}.")
LATER = Text("一年以后到期 {n} 人", "{n} run out later")
LASTING = Text("长期有效 {n} 人", "{n} have no last day")
NOBODY = Text("执业证书：未采集。{region}没有登记在岗医生的证书。", "Licences: not collected. No licence of a doctor in post in {region} is on record.")
COUNTED = Text("每人只按级别最高的有效证书计一次", "each person once, by the highest licence in force")


def expiry(sight: Sight, card: Card) -> Chart:
    """Return how many licences of those in post run out in each of the twelve months from the as-at day on."""
    about = context(sight, card)
    canvas = Canvas.of(card, card_frame(sight, card), about)
    day, region = about.as_at, sight.state.region
    if not sees_records(sight) or day is None:
        none = NOT_INSIDE.of(sight.lang) if day else canvas.empty() or NO_DAY.of(sight.lang)
        return canvas.chart("bars", basis=(), empty=none, target=None)
    found = sight.edition.ask(lambda con: licences_running_out(con, region, day))
    if found.empty:
        return canvas.chart("bars", basis=(), empty=NOBODY.of(sight.lang).format(region=about.region_name), target=None)
    return _calendar(canvas, found, day, _expired(sight, card))


def _expired(sight: Sight, card: Card) -> int:
    frame = card_frame(sight, replace(card, indicators=("licences_expired",)))
    known = frame["value"].dropna()
    return int(known.iloc[0]) if len(known) else 0


def _calendar(canvas: Canvas, found: pd.DataFrame, day: date, expired: int) -> Chart:
    lang = canvas.context.lang
    months = months_from(day)
    ends = pd.to_datetime(found["expires_on"])
    coming = found.assign(month=ends.dt.strftime("%Y-%m"))
    coming = coming[ends.notna() & coming["month"].isin(months)]
    kinds = [code.code for code in LICENCE_TYPE.codes if (coming["licence_type"] == code.code).any()]
    counts = {(str(m), str(k)): int(n) for (m, k), n in coming.groupby(["month", "licence_type"])["persons"].sum().items()}
    series = _series(kinds, months, counts, canvas)
    totals = [sum(counts.get((month, kind), 0) for kind in kinds) for month in months]
    later = int(found.loc[ends.notna(), "persons"].sum()) - sum(totals)
    notes = [COUNTED.of(lang)]
    notes += [LATER.of(lang).format(n=whole(later))] if later else []
    notes += [LASTING.of(lang).format(n=whole(lasting))] if (lasting := int(found.loc[ends.isna(), "persons"].sum())) else []
    made = canvas.chart(
        "bars", basis=canvas.rows, notes=(SEMICOLON.of(lang).join(notes),), mark="stack", series=series, x=place_axis(_named(months), most=14),
        y=value_axis([0.0, *totals], canvas.scale, from_zero=True), target=None, empty="",
    )
    soon = int(found.loc[ends <= pd.Timestamp(day + timedelta(days=SOON)), "persons"].sum())
    columns, rows = _table(kinds, months, counts, canvas)
    return replace(made, columns=columns, rows=rows, finding=_words(day, soon, months, totals, expired, canvas))


def months_from(day: date) -> list[str]:
    """Return the month of a day and the twelve after it, "2026-01"; the day's own is left out where the day is its last.

    >>> months_from(date(2025, 12, 31))[0], len(months_from(date(2025, 12, 30)))
    ('2025-12', 13)
    """
    first = pd.Period(day, "M")
    return [str(first + i) for i in range(MONTHS + 1)]


def _named(months: Sequence[str]) -> list[str]:
    """Return short names of months, all of which stand under their bars: the year with the first and with each January.

    >>> _named(["2025-12", "2026-01", "2026-02"])
    ['2025 12', '2026 01', '02']
    """
    return [f"{month[:4]} {month[5:]}" if not i or month.endswith("-01") else month[5:] for i, month in enumerate(months)]


def _series(kinds: Sequence[str], months: Sequence[str], counts: Mapping[tuple[str, str], int], canvas: Canvas) -> tuple[Series, ...]:
    colours = colours_of(kinds, LICENCES)
    made, level = [], dict.fromkeys(months, 0.0)
    for kind in kinds:
        points = []
        for i, month in enumerate(months):
            n = counts.get((month, kind), 0)
            points.append(Point(
                label=month, code=kind, x=float(i), y=float(n), value=float(n), status="ok", text=whole(n), base=level[month],
            ))
            level[month] += n
        name = LICENCE_TYPE.titles[kind].of(canvas.context.lang)
        made.append(Series(name=name, code=kind, colour=colours[kind], points=tuple(points)))
    return tuple(made)


def _table(
    kinds: Sequence[str], months: Sequence[str], counts: Mapping[tuple[str, str], int], canvas: Canvas
) -> tuple[tuple[ColumnHead, ...], tuple[tuple[TableCell, ...], ...]]:
    lang = canvas.context.lang
    heads = (ColumnHead("month", MONTH.of(lang)), *(ColumnHead(k, LICENCE_TYPE.titles[k].of(lang), True) for k in kinds),
             ColumnHead("value", TOTAL.of(lang), True))
    rows = []
    for month in months:
        numbers = [counts.get((month, kind), 0) for kind in kinds]
        rows.append((TableCell(month), *(TableCell(whole(n), float(n)) for n in (*numbers, sum(numbers)))))
    return heads, tuple(rows)


def _words(day: date, soon: int, months: Sequence[str], totals: Sequence[int], expired: int, canvas: Canvas) -> str:
    lang = canvas.context.lang
    gone = EXPIRED.of(lang).format(n=whole(expired)) if expired else ""
    if not sum(totals):
        return NONE_SOON.of(lang).format(day=day.isoformat(), expired=gone)
    most = max(totals)
    return FINDING.of(lang).format(
        day=day.isoformat(), soon=whole(soon), year=whole(sum(totals)), month=months[totals.index(most)], most=whole(most), expired=gone,
    )

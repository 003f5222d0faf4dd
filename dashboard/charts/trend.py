"""A trend: one line a category, one point a period; lines may start away from zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from dashboard.charts import words
from dashboard.charts.axis import place_axis, value_axis
from dashboard.charts.canvas import WITHOUT_NUMBER, Canvas
from dashboard.charts.chart import Chart, Line, Series
from dashboard.charts.context import Context, PolicyEvent
from dashboard.charts.numbers import whole
from dashboard.charts.row import Row, breaks_between, latest, period_order
from dashboard.page import Card
from pipelines.core.text import Lang

MOST = 6
FEW_EVENTS = 2  # so many policies stand by name on a drawing
CIRCLED = 20  # numbers in circles that every font has
Key = tuple[str, str, str]


def key_of(row: Row) -> Key:
    """Return what tells the lines of a card apart."""
    return (row.indicator, row.category, row.region_code)


def series_names(canvas: Canvas, keys: list[Key]) -> dict[Key, str]:
    """Return the name of each line: the parts in which the lines differ."""
    first = {key_of(r): r for r in reversed(canvas.rows)}
    parts: list[tuple[bool, Callable[[Row], str]]] = [
        (len({k[0] for k in keys}) > 1, lambda r: canvas.name_of(r.indicator)),
        (len({k[1] for k in keys}) > 1, lambda r: r.category_name),
        (len({k[2] for k in keys}) > 1, lambda r: r.region_name),
    ]
    names = {k: " · ".join(name(first[k]) for varies, name in parts if varies) for k in keys}
    return {k: name or canvas.name_of(k[0]) for k, name in names.items()}


def chosen(canvas: Canvas) -> tuple[list[Key], int]:
    """Return the lines to draw and how many are left to the table.

    With more than six, those with the largest last value are drawn. The rest is never summed to an "other" line: a
    memo category would count twice, and rates do not add.
    """
    last: dict[Key, float] = {}
    for row in sorted(canvas.rows, key=lambda r: period_order(r.period)):
        if row.value is not None:
            last[key_of(row)] = row.value
    order = list(dict.fromkeys(key_of(r) for r in canvas.rows if key_of(r) in last))
    if len(order) <= MOST:
        return order, 0
    keep = set(sorted(order, key=lambda k: -last[k])[:MOST])
    return [k for k in order if k in keep], len(order) - MOST


def gaps(canvas: Canvas, keys: list[Key], names: dict[Key, str], periods: list[str]) -> list[str]:
    """Say which periods of the drawn lines are gaps, and why; a reader must not take a gap for a zero."""
    lang, found = canvas.context.lang, []
    for status in WITHOUT_NUMBER:
        holes: dict[str, list[str]] = {}
        for key in keys:
            missing = [r.period for r in canvas.rows if key_of(r) == key and r.status == status]
            if missing:
                holes.setdefault(_stretches(missing, periods, lang), []).append(names[key])
        comma = words.LIST_COMMA.of(lang)
        where = [when if len(who) == len(keys) else f"{comma.join(who)} {when}" for when, who in holes.items()]
        if where:
            found.append(words.GAP.of(lang).format(status=words.STATUS[status].of(lang), where=comma.join(where)))
    return found


def breaks(canvas: Canvas, line: Sequence[Row]) -> dict[str, str]:
    """Return the periods at which a line in order of time breaks, each with what changed in words: who files, from the point before."""
    indicator, lang = canvas.context.indicators[line[0].indicator] if line else None, canvas.context.lang
    if indicator is None or not indicator.is_proxied:
        return {}
    known, found = [r for r in line if r.value is not None and r.reported and r.expected], {}
    for before, now in pairwise(known):
        then = {"before": whole(before.reported or 0), "before_of": whole(before.expected or 0)}
        if breaks_between(before, now):
            said = words.BREAK.of(lang)
            found[now.period] = said.format(period=now.period, now=whole(now.reported or 0), now_of=whole(now.expected or 0), **then)
    return found


def told_breaks(broken: Mapping[str, Sequence[str]], lang: Lang) -> str:
    """Say where the lines break, once what holds of several; of which line where it does not hold of all."""
    lines: dict[str, list[str]] = {}
    for name, found in broken.items():
        for said in found:
            lines.setdefault(said, []).append(name)
    comma = words.LIST_COMMA.of(lang)
    told = [said if len(who) == len(broken) else words.NAMED.of(lang).format(name=comma.join(who), said=said) for said, who in lines.items()]
    return words.SEMICOLON.of(lang).join(told)


def _stretches(missing: list[str], periods: list[str], lang: Lang) -> str:
    """Write neighbouring periods as one stretch: 2019, 2023–2025."""
    runs: list[list[int]] = []
    for place in sorted(periods.index(p) for p in set(missing)):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    listed = [periods[r[0]] if len(r) == 1 else f"{periods[r[0]]}–{periods[r[-1]]}" for r in runs]
    return words.LIST_COMMA.of(lang).join(listed)


def events_of(context: Context, periods: Sequence[str], by_name: int = FEW_EVENTS) -> tuple[Line, ...]:
    """Return the policies that came into force in the periods drawn, one line a period: by name where `by_name` at most, else by number."""
    drawn = _drawn_events(context, periods)
    lines = []
    for place, period in enumerate(periods):
        mine = [(number, event) for number, event in drawn if _began_in(event, periods) == period]
        if mine:
            is_named = len(drawn) <= by_name
            label = words.LIST_COMMA.of(context.lang).join(event.title.of(context.lang) for _, event in mine)
            whole = "\n".join(_told(event, context.lang) for _, event in mine)
            lines.append(Line(float(place), label if is_named else "".join(_circled(number) for number, _ in mine), whole))
    return tuple(lines)


def with_policies(made: Chart, context: Context, periods: Sequence[str], by_name: int = FEW_EVENTS) -> Chart:
    """Return a chart over `periods` with the policies that began in them: marked, named at its foot, and told of where two began together.

    So many as `by_name` stand by name on the drawing; of more, their numbers.
    """
    if made.empty:
        return made
    crowded = together(context, periods)
    named = made.with_note(made.footer.note, crowded)
    footer = replace(named.footer, events=events_note(context, periods, by_name), crowded=crowded)
    return replace(named, events=events_of(context, periods, by_name), footer=footer)


def unnumbered(made: Chart) -> Chart:
    """Return the chart without policies that stand by number, nor what its foot says of them: nobody at a wall can ask which they are."""
    if sum(len(line.whole.split("\n")) for line in made.events if line.whole) <= FEW_EVENTS:
        return made
    semicolon, crowded = words.SEMICOLON.of(made.lang), made.footer.crowded
    before, _, after = made.footer.note.partition(crowded) if crowded else (made.footer.note, "", "")
    without = made.with_note(before.removesuffix(semicolon), after.removeprefix(semicolon))
    unmarked = tuple(line for line in made.events if not line.whole)
    return replace(without, events=unmarked, footer=replace(without.footer, events="", crowded=""))


def events_note(context: Context, periods: Sequence[str], by_name: int = FEW_EVENTS) -> str:
    """Return the policies by their whole names, with their numbers, a line each; "" where they are named on the drawing, uncut."""
    drawn = _drawn_events(context, periods)
    are_named = len(drawn) <= by_name
    if are_named and not any(event.is_cut(context.lang) for _, event in drawn):
        return ""
    named = (f"{'' if are_named else _circled(number) + ' '}{_told(event, context.lang)}" for number, event in drawn)
    return words.POLICIES.of(context.lang).format(names="\n".join(named))


def _told(event: PolicyEvent, lang: Lang) -> str:
    return f"{event.on:%Y-%m} {event.whole.of(lang)}"


def _drawn_events(context: Context, periods: Sequence[str]) -> list[tuple[int, PolicyEvent]]:
    """The policies drawn with their numbers, which are those of the site: on every card of a page the same policy has the same number."""
    return [(number, e) for number, e in enumerate(context.events, start=1) if _began_in(e, periods)]


def _began_in(event: PolicyEvent, periods: Sequence[str]) -> str:
    """Return which of the periods drawn a policy began in, "" for none: bars by year or month of the calendar need be no periods of the data."""
    return next((label for label in (event.period, f"{event.on.year}", f"{event.on:%Y-%m}") if label in periods), "")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= CIRCLED else f"({number})"


def together(context: Context, periods: Sequence[str]) -> str:
    """Return a warning where two policies began in the same quarter: what follows cannot be put down to one of them; "" otherwise."""
    quarters: dict[str, int] = {}
    for event in context.events:
        if _began_in(event, periods):
            quarter = f"{event.on.year}-Q{(event.on.month + 2) // 3}"
            quarters[quarter] = quarters.get(quarter, 0) + 1
    crowded = [quarter for quarter, count in quarters.items() if count > 1]
    comma = words.LIST_COMMA.of(context.lang)
    return words.POLICIES_TOGETHER.of(context.lang).format(quarters=comma.join(crowded)) if crowded else ""


def trend(card: Card, frame: pd.DataFrame, context: Context) -> Chart:
    """Return the trend of a card; a period without a number is a gap, never a zero."""
    canvas = Canvas.of(card, frame, context)
    keys, dropped = chosen(canvas)
    periods = sorted({r.period for r in canvas.rows}, key=period_order)
    by_key = {k: {r.period: r for r in canvas.rows if key_of(r) == k} for k in keys}
    names = series_names(canvas, keys)
    broken = {k: breaks(canvas, [by_key[k][p] for p in periods if p in by_key[k]]) for k in keys}
    series = tuple(
        Series(
            name=names[k],
            code=k[1] or k[0],
            colour=i,
            points=tuple(
                replace(canvas.point(by_key[k][p], p, p, float(x)), begins=p in broken[k]) for x, p in enumerate(periods) if p in by_key[k]
            ),
        )
        for i, k in enumerate(keys)
    )
    ends = [v for s in series for p in s.points for v in (p.value, p.lower, p.upper) if v is not None]
    target = canvas.target if len({k[0] for k in keys}) == 1 else None
    note = words.DROPPED.of(context.lang).format(n=dropped) if dropped else ""
    drawn = latest(tuple(r for r in canvas.rows if r.value is not None)) or latest(canvas.rows)
    made = canvas.chart(
        "trend",
        basis=drawn,
        notes=(note, *gaps(canvas, keys, names, periods)),
        mark="line",
        broken=told_breaks({names[k]: list(found.values()) for k, found in broken.items()}, context.lang),
        series=series,
        x=place_axis(periods),
        y=value_axis([*ends, *([target.at] if target else [])], canvas.scale, from_zero=False),
        target=target,
    )
    return with_policies(made, context, periods)

"""What every kind of chart shares: names, scale, points, target, footer, and the sentence of an empty chart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.charts import words
from dashboard.charts.chart import Chart, Kind, Lack, Line, Point
from dashboard.charts.context import Context
from dashboard.charts.footer import Footer
from dashboard.charts.numbers import Scale, scale_for, size, whole
from dashboard.charts.row import Row, rows_of
from dashboard.charts.tabulate import tabulate
from dashboard.page import Card
from pipelines.core.indicator import Indicator, Status
from pipelines.core.light import Against, against, is_so_far
from pipelines.core.period import parse_period
from pipelines.core.text import Lang

OVER_TIME = ("trend", "panels")  # kinds that are of no one period
WITHOUT_NUMBER: tuple[Status, ...] = ("not_reached", "not_estimable", "suppressed", "no_denominator", "not_collected")


def stamp(context: Context) -> Footer:
    """Return what the foot of every chart and list says of its origin: source, as-at day, build, profile, synthetic mark."""
    lang = context.lang
    return Footer(
        source=words.SOURCE.of(lang).format(source=context.source) if context.source else "",
        brief_source=words.SOURCE.of(lang).format(source=context.brief_source) if context.brief_source else "",
        files=context.files,
        as_at=words.AS_AT.of(lang).format(day=context.as_at.isoformat()) if context.as_at else words.period_name(context.period, lang),
        build=words.BUILD.of(lang).format(build=context.build) if context.build else "",
        profile=words.PROFILE[context.profile].of(lang),
        synthetic=words.SYNTHETIC.of(lang) if context.synthetic else "",
    )


@dataclass(frozen=True)
class Canvas:
    """A card, its observations and the context they are read in."""

    card: Card
    rows: tuple[Row, ...]
    context: Context

    @classmethod
    def of(cls, card: Card, frame: pd.DataFrame, context: Context) -> Canvas:
        """Read an observation frame; raises ValueError for an unknown status."""
        return cls(card, rows_of(frame, context), context)

    @property
    def indicator(self) -> Indicator:
        """The card's first indicator; it gives the unit and the polarity."""
        return self.context.indicators[self.card.indicators[0]]

    @cached_property
    def scale(self) -> Scale:
        """The display scale over all values and interval ends of the card."""
        found = [v for r in self.rows for v in (r.value, r.lower, r.upper) if v is not None]
        return scale_for(found, self.indicator.unit, self.context.currency, self.context.lang)

    @cached_property
    def target(self) -> Line | None:
        """The site's norm for the indicator, in the display unit; none where all that is shown accumulates over a year and is of less than one."""
        norm = self.context.site_norms.get(self.indicator.name)
        if norm is None or self.rows and all(map(self._is_so_far, self.rows)):
            return None
        shown = self.scale.shown(norm)
        brief = self.scale.bare(shown, None if self.scale.is_share else max(1, self.scale.decimals - 1))
        return Line(shown, words.TARGET.of(self.context.lang).format(value=brief))

    @property
    def places(self) -> str:
        """What the places of the rows are called together."""
        return self.places_of(2)

    def places_of(self, count: int) -> str:
        """What `count` places of the rows are called."""
        return words.places(self.rows[0].level if self.rows else self.context.level, self.context.lang, count)

    def name_of(self, indicator: str) -> str:
        """Return an indicator's title in the reader's language."""
        return self.context.indicators[indicator].title.of(self.context.lang)

    def point(self, row: Row, label: str, code: str, position: float, *, sideways: bool = False) -> Point:
        """Return the point of a row; `position` is its place on the other axis, `sideways` puts values on x."""
        scale = self.scale
        value, lower, upper = (None if v is None else scale.shown(v) for v in (row.value, row.lower, row.upper))
        has_interval, indicator = lower is not None and upper is not None, self.context.indicators[row.indicator]
        said = self._against(row, value, lower, upper)
        return Point(
            label=label,
            code=code,
            x=(value if value is not None else 0.0) if sideways else position,
            y=position if sideways else value,
            value=value,
            status=row.status,
            text=scale.full(value) if value is not None else words.STATUS[row.status].of(self.context.lang),
            lower=lower if has_interval else None,
            upper=upper if has_interval else None,
            interval=scale.spread(lower, upper) if lower is not None and upper is not None else "",
            half=_half_open(indicator, scale, lower, upper) if value is not None else "",
            n=row.n,
            mark=self.mark(row),
            is_beyond_target=said == "misses",
            is_near_target=said == "untold",
            against=words.AGAINST[said].of(self.context.lang) if said else "",
            chance=indicator.chance if indicator.has_chance else "",
        )

    def mark(self, row: Row) -> str:
        """Return the words that mark a small, a partly reported or an approximate number, "" for others."""
        lang, pattern = self.context.lang, words.MARK.get(row.status)
        marks = [pattern.of(lang).format(n=row.n, reported=row.reported, expected=row.expected)] if pattern else []
        return words.LIST_COMMA.of(lang).join([*marks, *([words.RECAST.of(lang)] if row.is_approximate else [])])

    def _is_so_far(self, row: Row) -> bool:
        return is_so_far(self.context.indicators[row.indicator], row.period, self.context.known_to, self.context.fiscal_start_month)

    def _against(self, row: Row, value: float | None, lower: float | None, upper: float | None) -> Against:
        """Say how a figure stands to the target; nothing of what accumulates over a year and is of less than one."""
        if self.target is None or self._is_so_far(row):
            return ""
        limits = (lower, upper) if self.context.indicators[row.indicator].has_limits else None
        return against(self.target.at, value, row.status, self.indicator.polarity, limits)

    def against_norm(self, points: Sequence[Point]) -> list[str]:
        """Say what the colours of points beside the norm mean, those that are drawn; of intervals only where one is known."""
        lang, states = self.context.lang, ((words.BEYOND, "is_beyond_target"), (words.NEAR, "is_near_target"))
        found = [(said, [p for p in points if getattr(p, state)]) for said, state in states]
        return [said[any(p.lower is not None for p in of)].of(lang) for said, of in found if of]

    def is_better(self, value: float, than: float) -> bool:
        """Return whether `value` is better than another by the indicator's polarity (higher for neutral ones)."""
        return value < than if self.indicator.polarity == "lower" else value > than

    def empty(self, rows: Sequence[Row] | None = None) -> str:
        """Return the sentence shown when none of `rows` has a number, "" when one has."""
        shown = self.rows if rows is None else rows
        if any(r.value is not None for r in shown):
            return ""
        present = {r.status for r in shown}
        undated = "not_collected" if self.context.period in words.ALL_PERIODS else "none"  # then no period is the wrong one
        undated = undated if self.context.profile == "internal" else "suppressed"  # what a profile does not give has no rows
        status: str = next((s for s in WITHOUT_NUMBER if s in present), undated)
        status = "filed_by_year" if status == "not_collected" and self.context.is_yearly(self.indicator.name) else status
        name, lang, refused = self.name_of(self.indicator.name), self.context.lang, self.context.refused
        if status == "not_estimable" and refused is not None:
            return words.REFUSED.of(lang).format(indicator=name, why=refused.of(lang))
        said = words.EMPTY[status].of(lang).format(indicator=name, region=self.context.region_name)
        near = self.context.nearest() if status == "not_collected" else None
        return f"{said}{words.NEXT[lang]}{near.of(lang)}" if near else said

    def lack(self) -> Lack:
        """Return which kind of nothing a card without numbers shows, "" where it has one or needs no look of its own."""
        present = {r.status for r in self.rows if r.value is None}
        if any(r.value is not None for r in self.rows):
            return ""
        if "suppressed" in present or not present and self.context.profile != "internal":
            return "withheld"
        return "not_collected" if present == {"not_collected"} and not self.context.is_yearly(self.indicator.name) else ""

    def footer(self, basis: Sequence[Row], notes: Iterable[str] = ()) -> Footer:
        """Return the parts under the chart; `basis` are the rows whose n and reporting stand for the chart."""
        lang, context = self.context.lang, self.context
        return replace(
            stamp(context),
            note=words.SEMICOLON.of(lang).join(n for n in (*notes, self._recast()) if n),
            n=self._n(basis),
            reported=self._reported(basis),
            definition=defined(self._shown(), lang),
            method=self._methods(),
            sizes=self._sizes(),
        )

    def _shown(self) -> list[Indicator]:
        """Return the indicators the card shows, its first one first: each is defined at its foot."""
        shown = {r.indicator for r in self.rows} | {self.indicator.name}
        return [self.context.indicators[name] for name in self.card.indicators if name in shown and name in self.context.indicators]

    def _methods(self) -> str:
        """Return how the intervals are made; where the indicators differ in it, of which."""
        return methods(self._shown(), {r.indicator for r in self.rows if r.lower is not None}, self.context.lang)

    def _recast(self) -> str:
        """Say what is approximate where a number of the card is, "" elsewhere."""
        return words.RECAST_NOTE.of(self.context.lang) if any(r.is_approximate for r in self.rows) else ""

    def _n(self, basis: Sequence[Row]) -> str:
        lang = self.context.lang
        known = [r.n for r in basis if r.n is not None]
        regions = {r.region_code for r in basis}
        if known and len(basis) == len(regions) and (len(basis) == 1 or self.indicator.additive):
            return words.N.of(lang).format(n=size(sum(known)))
        return words.PLACE_COUNT.of(lang).format(n=len(regions), places=self.places) if len(regions) > 1 else ""

    def _sizes(self) -> str:
        """Say why there is no size to be told where no figure has one: it is a count itself, or rests on no number of people or cases."""
        if not self.rows or any(r.n is not None for r in self.rows):
            return ""
        is_count = all(i.kind == "count" and i.rests_on == "numerator" for i in self._shown())
        return (words.IS_COUNT if is_count else words.NO_SIZE).of(self.context.lang)

    def _reported(self, basis: Sequence[Row]) -> str:
        once = {r.region_code: r for r in sorted(basis, key=lambda r: -(r.reported or 0)) if r.expected}  # the worse stays
        if not once:
            return ""
        reported = sum(r.reported or 0 for r in once.values())
        expected = sum(r.expected or 0 for r in once.values())
        return words.REPORTED.of(self.context.lang).format(reported=whole(reported), expected=whole(expected))

    def _last_day(self, basis: Sequence[Row]) -> date:
        """Return the page's day, or the end of the last period that is told where that comes before it: yearly figures beside a part of a year."""
        assert self.context.as_at is not None
        ends = [p.end_on for r in basis if r.value is not None and (p := parse_period(r.period, self.context.fiscal_start_month)) is not None]
        return min(self.context.as_at, max(ends, default=self.context.as_at))

    def chart(self, kind: Kind, *, basis: Sequence[Row], notes: Iterable[str] = (), **parts: Any) -> Chart:
        """Return the chart with everything that does not depend on its kind filled in; `parts` are the rest."""
        lang = self.context.lang
        columns, rows = tabulate(self)
        footer, periods = self.footer(basis, notes), {r.period for r in basis}
        as_at = words.AS_AT.of(lang).format(day=self._last_day(basis).isoformat()) if self.context.as_at else ""
        period = words.period_name(next(iter(periods)), lang) if len(periods) == 1 and kind not in OVER_TIME and self.card.over != "years" else ""
        base: dict[str, Any] = {
            "title": self.card.title.of(lang),
            "unit": self.scale.axis_unit,
            "subtitle": " · ".join(t for t in (self.context.population, period, as_at) if t),
            "footer": replace(footer, as_at=as_at or footer.as_at),
            "target": self.target,
            "empty": self.empty(),
            "lack": self.lack(),
        }
        return Chart(
            name=self.card.name, kind=kind, lang=lang, indicator=self.indicator.name, polarity=self.indicator.polarity,
            measure=self.indicator.unit, scale=self.scale, places=self.places, columns=columns, rows=rows, **(base | parts),
        )


def _half_open(indicator: Indicator, scale: Scale, lower: float | None, upper: float | None) -> str:
    """Return which limit of a quantile there is where the other lies beyond the last of few values, "" elsewhere."""
    if indicator.interval != "order_statistic" or (lower is None) == (upper is None):
        return ""
    end, limit = ("lower", lower) if upper is None else ("upper", upper)
    return "" if limit is None else words.HALF_OPEN[end].of(scale.lang).format(limit=scale.bare(limit))


def defined(indicators: Iterable[Indicator], lang: Lang) -> str:
    """Return what indicators count, a line each; a caveat that several share stands once, behind the last of them."""
    told = list(indicators)
    last = {one.caveat: one.name for one in told}
    return "\n".join(_defined(one, lang, with_caveat=last[one.caveat] == one.name) for one in told)


def methods(indicators: Iterable[Indicator], by_chance: Collection[str], lang: Lang) -> str:
    """Return how the intervals of indicators are made, where they differ of which; `by_chance` are those shown with the limits of a count."""
    named: dict[str, list[str]] = {}
    for one in indicators:
        key = f"chance_{one.chance}" if one.has_chance and one.name in by_chance else one.interval
        named.setdefault(words.METHODS[key].of(lang), []).append(one.title.of(lang))
    if len(named) < 2:
        return next(iter(named), "")
    told = (words.NAMED.of(lang).format(name=words.LIST_COMMA.of(lang).join(names), said=said) for said, names in named.items())
    return words.SEMICOLON.of(lang).join(told)


def _defined(indicator: Indicator, lang: Lang, *, with_caveat: bool) -> str:
    """Return what an indicator is called and counts, with its caveat."""
    caveat = words.STOP.of(lang) + indicator.caveat.of(lang) if indicator.caveat and with_caveat else ""
    return words.NAMED.of(lang).format(name=indicator.title.of(lang), said=indicator.definition.of(lang) + caveat)

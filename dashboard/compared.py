"""A figure of the chosen place set against another period, the target, the region above or like places, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, cast

import pandas as pd

from dashboard import words
from dashboard.asking import held
from dashboard.charts.numbers import from_to, signed_change
from dashboard.data import Edition
from dashboard.sight import Sight
from pipelines.core.change_words import DIRECTIONS, REASONS, change_unit
from pipelines.core.comparison import OVER_TIME, ComparisonKind, Timing, compared_with
from pipelines.core.indicator import Indicator
from pipelines.core.period import parse_period
from pipelines.engine.compare import compare_over_time
from pipelines.engine.comparing import compare, known_to
from pipelines.engine.observe import Query
from pipelines.engine.timing import timing_of

Direction = Literal["better", "worse", "neither"]
CERTAIN = ("rose", "fell")
LEAST, LEAST_POINTS = 5.0, 1.0  # per cent, percentage points: a smaller change of what no chance is known of has an arrow and no colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change in words: `arrow` where it is certain (or of a full count), `text` with what it is set against, `direction` where it is coloured."""

    arrow: str
    text: str
    direction: Direction
    against: str
    told: str = ""  # in a sentence, where it is certain


def change_of(sight: Sight, indicator: Indicator, query: Query) -> Change:
    """Return how the figure a question asks for (one place, one period) differs from what the reader compares with."""
    key = ("change", sight.viewer.areas, query, sight.state.compare, sight.lang)
    return sight.edition.keep(key, lambda: _change(sight, indicator, query))


def _change(sight: Sight, indicator: Indicator, query: Query) -> Change:
    kind = cast(ComparisonKind, sight.state.compare)
    found = _over_time(sight, indicator, query, kind) if kind in OVER_TIME else _in_period(sight, query, kind)
    if found is None:
        return Change(arrow="", text=words.NO_COMPARISON.of(sight.lang), direction="neither", against="")
    return _worded(sight, indicator, found, kind)


def _over_time(sight: Sight, indicator: Indicator, query: Query, kind: ComparisonKind) -> Mapping[str, Any] | None:
    month = sight.edition.site.fiscal_year_start_month
    period = parse_period(str(query.period), month)
    if period is None:
        return None
    timing: Timing = timing_of(indicator)
    pair = compared_with(period, kind, timing, month)
    if isinstance(pair, str):
        return {"reason": pair, "verdict": "", "direction": "neither", "against": ""}
    labels = list(dict.fromkeys([str(query.period), *(p.label for p in pair)]))
    if set(labels) <= set(sight.edition.years) and query.region:
        return _every_year(sight, indicator, query, kind).get((query.region, str(query.period)))
    frames = [frame for label in labels if (frame := held(sight, replace(query, period=label))) is not None and len(frame)]
    if not frames:
        return None
    told = pd.concat([f.astype(object) for f in frames], ignore_index=True) if len(frames) > 1 else frames[0].astype(object)
    told = told.drop_duplicates(["region_code", "period", "breakdown", "category", "at"])
    end = _known_to(sight.edition, indicator)
    rows = compare_over_time(told, indicator, (kind,), timing, periods=[str(query.period)], fiscal_start_month=month, known_to=end)
    return _first(rows)


def _every_year(sight: Sight, indicator: Indicator, query: Query, kind: ComparisonKind) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return the comparison of every year of every place of the level by (place, year): made at once it costs little more than one."""
    path, site = sight.edition.places(sight.viewer).path(str(query.region)), sight.edition.site
    parent = None if query.level == site.root_level or not path else path[0].code
    wide = replace(query, region=None, parent=parent, period=None)

    def compared() -> Mapping[tuple[str, str], Mapping[str, Any]]:
        frame = sight.edition.observe(sight.viewer, wide)
        yearly = frame[frame["period"].isin(sight.edition.years)].astype(object)
        if not len(yearly):
            return {}
        timing, month, end = timing_of(indicator), site.fiscal_year_start_month, _known_to(sight.edition, indicator)
        rows = compare_over_time(yearly, indicator, (kind,), timing, fiscal_start_month=month, known_to=end)
        return {(str(row["region_code"]), str(row["period"])): {str(k): v for k, v in row.items()} for row in rows.to_dict("records")}

    return sight.edition.keep(("changes", sight.viewer.areas, wide, kind), compared)


def _known_to(edition: Edition, indicator: Indicator) -> date | None:
    """Return to which day the data are known, where cases of the indicator may be open on it."""
    return edition.keep("known to", lambda: edition.ask(known_to)) if indicator.open_as else None


def _in_period(sight: Sight, query: Query, kind: ComparisonKind) -> Mapping[str, Any] | None:
    edition = sight.edition
    told = edition.observe(sight.viewer, query)
    told = told[told["period"] == query.period].reset_index(drop=True)
    if not len(told) or parse_period(str(query.period), edition.site.fiscal_year_start_month) is None:
        return None
    return _first(edition.ask(lambda con: compare(con, edition.site, query, told, (kind,))))


def _first(rows: pd.DataFrame) -> Mapping[str, Any] | None:
    return {str(k): v for k, v in rows.iloc[0].items()} if len(rows) else None


def _worded(sight: Sight, indicator: Indicator, row: Mapping[str, Any], kind: ComparisonKind) -> Change:
    lang = sight.lang
    label = "" if pd.isna(row["against"]) else str(row["against"])
    against = words.AGAINST[kind].of(lang).format(period=label)
    reason = str(row["reason"] or "")
    if reason and reason not in ("from_zero", "not_positive"):
        why = REASONS[reason].of(lang)
        if row.get("reason_side") == "against" and label:
            why = words.THEN.of(lang).format(period=label, why=why)
        return Change(arrow="", text=why, direction="neither", against=label)
    now, before = float(row["value"]), float(row["against_value"])
    told_in = str(row["change_unit"])
    size = signed_change(float(row["change"]), told_in, indicator.unit, sight.edition.site.currency, lang)
    verdict, direction = str(row["verdict"]), str(row["direction"])
    if verdict == "same" or not size.startswith(("+", "−")):
        return Change(arrow="", text=words.SAME_AS.of(lang).format(against=against), direction="neither", against=label)
    if told_in != change_unit(indicator.unit) and not reason and kind in OVER_TIME:
        against = words.FROM_TO.of(lang).format(against=against, ends=from_to(before, now, indicator.unit, lang))
    told = f"{size} {against}"
    if verdict in CERTAIN or indicator.interval == "none":
        side: Direction = direction if direction in DIRECTIONS else "neither"  # type: ignore[assignment]
        if verdict.endswith("_unjudged"):
            side = _side(indicator, size.startswith("+")) if _is_by_size(indicator, kind) and _is_sizable(row) else "neither"
        arrow, way = ("▲", words.UP) if size.startswith("+") else ("▼", words.DOWN)
        said = words.CHANGED.of(lang).format(way=way.of(lang), size=size[1:], against=against)
        return Change(arrow=arrow, text=f"{size[1:]} {against}", direction=side, against=label, told=said)
    doubt = words.WITHIN_NOISE if verdict == "within_noise" else words.WITHOUT_INTERVAL
    return Change(arrow="", text=doubt.of(lang).format(change=told), direction="neither", against=label)


def _is_by_size(indicator: Indicator, kind: ComparisonKind) -> bool:
    """Whether a change that was not judged against chance is by its size: of no count, or of a count against a target, which is a fixed number."""
    return indicator.chance == "" or (kind == "target" and indicator.chance != "untold")


def _is_sizable(row: Mapping[str, Any]) -> bool:
    """Whether a figure changed by enough to be called better or worse: from 0 whatever it came to."""
    if row["change_unit"] == "percentage_point":
        return abs(float(row["change"])) >= LEAST_POINTS
    return abs(float(row["difference"])) * 100 >= LEAST * abs(float(row["against_value"]))


def _side(indicator: Indicator, rising: bool) -> Direction:
    """Return whether a figure went the right way."""
    if indicator.polarity == "neutral":
        return "neither"
    return "better" if rising == (indicator.polarity == "higher") else "worse"

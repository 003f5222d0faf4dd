"""The counts that answers are made of: one cell for each, named by whom it counts, so that the same count is one cell everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.indicator import Indicator, Measure
from pipelines.engine.flow import FLOW_BASE
from pipelines.engine.kept import view_of
from pipelines.engine.marts import mart_of
from pipelines.site import Site

OPENING = {"leaver_rate": False, "joiner_rate": False, "stability_index": True}  # divided by who was there at the start, else by the mean
TOPS: Mapping[str, str] = {"leaver_rate": "leavers", "joiner_rate": "joiners", "stability_index": "stayers"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Whom a cell counts: `what` of a mart (with the view of it and the event that is asked for), kept to `sets` of categories."""

    what: str
    view: str = "total"
    having: str = ""
    sets: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def by_column(self) -> dict[str, frozenset[str]]:
        """The categories it is kept to, by column."""
        return {column: frozenset(values) for column, values in self.sets}

    def __str__(self) -> str:
        kept = ";".join(f"{column}={'+'.join(values)}" for column, values in self.sets)
        return "|".join((self.what, self.view, self.having, kept))


def counted(site: Site, measure: Measure, by: str = "", category: str = "") -> Counted:
    """Return whom a measure counts, in one category of a breakdown or (without) in all."""
    sets: dict[str, set[str]] = {}
    if measure.base and by != "staff_group":
        sets["staff_group"] = set(site.bases[measure.base])
    conditions = [*measure.where, *([(by, (category,))] if by in mart_of(measure.mart).breakdowns else [])]
    for column, values in conditions:
        name, told = ("age_band", _bands(site, values)) if column == "age_group" else (column, set(values))
        sets[name] = sets[name] & told if name in sets else told
    kept = tuple((column, tuple(sorted(sets[column]))) for column in sorted(sets))
    view = view_of(measure, (by,) if by else ()) or "total"
    return Counted(f"{measure.mart}.{measure.column}", view, measure.having, kept)


def _bands(site: Site, groups: tuple[str, ...]) -> set[str]:
    """Return the site's age bands that make up fixed groups of age (35, 55 and 60 always begin a band)."""
    ends = {"under_35": (0, 35), "35_54": (35, 55), "under_55": (0, 55), "55_59": (55, 60), "55_over": (55, 999), "60_over": (60, 999)}
    return {b.code for b in site.age_bands for low, high in (ends[g] for g in groups if g in ends) if low <= b.from_age < high}


def is_about_people(measure: Measure | None) -> bool:
    """Say whether a measure counts people of the staff."""
    return measure is not None and mart_of(measure.mart).persons


@dataclass(slots=True)
class Cells:
    """Every cell met so far: its value, where and when, whom it counts; and the pairs of a share with its whole."""

    site: Site
    previous: Mapping[str, str]  # the year before each
    counts: dict[str, Counted] = field(default_factory=dict)
    rows: dict[str, tuple[str, str, str, str, int]] = field(default_factory=dict)  # cell: whom, level, region, period, value
    shares: dict[tuple[str, str], bool] = field(default_factory=dict)  # (part, whole): whether a small rest is telling

    def take(self, whom: Counted, level: str, region: str, period: str, value: float) -> str | None:
        """Return the id of a cell, entered when it is new; None for what is no whole number, or another one than before."""
        if not np.isfinite(value) or value < 0 or abs(value - round(value)) > 1e-6:
            return None
        name = f"{whom}@{level}/{region}/{period}"
        known = self.rows.get(name)
        if known is not None and known[4] != round(value):
            return None
        self.counts[str(whom)] = whom
        self.rows[name] = (str(whom), level, region, period, round(value))
        return name

    def frame(self) -> pd.DataFrame:
        """Return cell, whom, level, region, period, value."""
        table = pd.DataFrame.from_dict(self.rows, orient="index", columns=["whom", "level", "region", "period", "value"])
        table = table.rename_axis("cell").reset_index()
        return table.astype({**dict.fromkeys(("cell", "whom", "level", "region", "period"), "str"), "value": "int64"})

    def at_year_end(self, level: str, region: str, period: str, value: float) -> str | None:
        """Return the cell of those in post at the end of a year: that of the headcount where it says the same."""
        stock = counted(self.site, Measure(mart="workforce_state", column="headcount", base=FLOW_BASE))
        known = self.rows.get(f"{stock}@{level}/{region}/{period}")
        if known is not None and known[4] == round(value):
            return self.take(stock, level, region, period, value)
        return self.take(Counted("presence.stock"), level, region, period, value)


def add_parts(cells: Cells, indicator: Indicator, answer: pd.DataFrame) -> pd.DataFrame:
    """Return an internal answer with the cells each row is made of: `part`, `whole`, `whole_too` and whether all are there (`is_told`).

    The value is part ÷ whole, or part ÷ the mean of whole and whole_too. A part that is about nobody has no cell.
    """
    if indicator.kind == "flow":
        return _flow_parts(cells, indicator, answer)
    if indicator.kind == "statistic":
        whom = Counted(f"n.{indicator.name}")
        names = [_if_known(cells, whom, r, r.n) for r in answer.itertuples()]
        return _with(answer, names, [None] * len(answer), [None] * len(answer), answer["n"].notna().to_numpy())
    parts, wholes, told = [], [], []
    for r in answer.itertuples():
        part, is_part = _of_measure(cells, indicator.numerator, r, r.numerator)
        whole, is_whole = _of_measure(cells, indicator.denominator, r, r.denominator)
        if indicator.unit == "share" and part and whole:
            cells.shares[part, whole] = True
        parts.append(part)
        wholes.append(whole)
        told.append(is_part and is_whole)
    return _with(answer, parts, wholes, [None] * len(answer), np.array(told, dtype=bool))


def _of_measure(cells: Cells, measure: Measure | None, row: Any, value: float) -> tuple[str | None, bool]:
    """Return the cell of one part of an answer, and whether that part may be printed where its cell is shown."""
    if measure is None or not is_about_people(measure) or np.isnan(value):
        return None, True
    by, category = row.breakdown or "", row.category or ""
    name = _if_known(cells, counted(cells.site, measure, by, category), row, value)
    return name, name is not None


def _if_known(cells: Cells, whom: Counted, row: Any, value: float) -> str | None:
    if np.isnan(value):
        return None
    return cells.take(whom, row.level, row.region_code, row.period, value)


def _flow_parts(cells: Cells, indicator: Indicator, answer: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of a flow: those who moved, and the people at the end of the year before and of the year.

    `answer` has `opening` (headcount on the day before, of the engine's stability index) beside its own columns.
    """
    found = [_flow_cells(cells, indicator, row) for row in answer.itertuples()]
    parts, wholes, too = ([names[place] for names in found] for place in range(3))
    told = np.array([None not in names[: 2 if OPENING[indicator.statistic] else 3] for names in found], dtype=bool)
    return _with(answer, parts, wholes, too, told | answer["numerator"].isna().to_numpy())


def _flow_cells(cells: Cells, indicator: Indicator, row: Any) -> tuple[str | None, str | None, str | None]:
    """Return the cells of those who moved, of the end of the year before, and (where it divides by the mean) of the year's end."""
    if np.isnan(row.numerator) or np.isnan(row.denominator) or np.isnan(row.opening):
        return None, None, None
    place = (row.level, row.region_code)
    part = cells.take(Counted(f"presence.{TOPS[indicator.statistic]}"), *place, row.period, row.numerator)
    before = cells.at_year_end(*place, cells.previous.get(row.period) or f"<{row.period}", row.opening)
    if not OPENING[indicator.statistic]:
        return part, before, cells.at_year_end(*place, row.period, 2 * row.denominator - row.opening)
    if part and before:
        cells.shares[part, before] = True
    return part, before, None


def _with(answer: pd.DataFrame, parts: list[str | None], wholes: list[str | None], too: list[str | None], told: np.ndarray) -> pd.DataFrame:
    frame = answer.assign(is_told=told)
    for name, values in (("part", parts), ("whole", wholes), ("whole_too", too)):
        frame[name] = pd.Series(values, index=answer.index, dtype=object)
    return frame

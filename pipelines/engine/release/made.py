"""The released tables of a build: the engine's internal answers, protected together, as rows of table `released`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.core.indicator import UNKNOWN
from pipelines.engine.observe import Known, Query, all_indicators, observe
from pipelines.engine.release.cells import Cells, add_parts
from pipelines.engine.release.curve import curve_rows
from pipelines.engine.release.listing import Question, offered, questions
from pipelines.engine.release.money import money_rows
from pipelines.engine.release.printed import RELEASED_COLUMNS, printed_rows
from pipelines.engine.release.protected import ACCOUNT, Hiding, hide
from pipelines.site import Site
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.norm_tables import Row
from pipelines.warehouse.released import Withheld

_ORDER = ("count", "ratio", "flow", "statistic", "survival")
_PARENTS = """
select distinct y.label as period, c.level as low, c.region_code as child, p.level as high, p.region_code as parent
from place_span as c
inner join place_span as p on c.place_code = p.place_code and p.depth < c.depth
inner join period as y on c.from_on <= y.as_at and c.to_on > y.as_at and p.from_on <= y.as_at and p.to_on > y.as_at
where y.kind in ('year', 'fiscal_year') and list_contains($levels, c.level) and list_contains($levels, p.level)
order by all"""


@dataclass(frozen=True, slots=True)
class Released:
    """Rows of `released` (RELEASED_COLUMNS), the account of each profile, and its hidden cells (`warehouse.released`)."""

    rows: pd.DataFrame
    account: pd.DataFrame
    hidden: pd.DataFrame


def released_tables(con: Connection, site: Site, before: tuple[Withheld, ...] = ()) -> dict[str, list[Row]]:
    """Return the rows of the tables that may leave, by table (`warehouse.released.RELEASE_TABLES`)."""
    found = release(con, site, before)
    frames = {"released": found.rows, "released_account": found.account, "released_hidden": found.hidden}
    return {name: [tuple(map(_plain, row)) for row in frame.itertuples(index=False, name=None)] for name, frame in frames.items()}


def _plain(value: object) -> object:
    return None if value is None or value != value else value


def release(con: Connection, site: Site, before: tuple[Withheld, ...] = ()) -> Released:
    """Return what may leave of the open build `con` under the profiles the site offers; nothing where it offers none.

    Cells of `before` stay hidden where they still have the value given, or whatever their value where none is.
    """
    profiles = offered(site)
    if not profiles:
        return _nothing()
    asked = {profile: questions(site, profile) for profile in profiles}
    cells = Cells(site, _previous(con))
    known = Known()
    answers = _answers(con, site, cells, asked[profiles[0]], known)
    counts = {q: answer for q, answer in answers.items() if "is_told" in answer}
    listed = {p: _cells_of([counts[q] for q in asked[p] if q in counts]) for p in profiles}
    hidings = hide(cells, listed, _parents(con, site), _staying(cells, before))
    frames = [printed_rows(site, h, all_indicators()[q[0]], counts[q]) for h in hidings for q in asked[h.profile] if q in counts]
    frames += curve_rows(site, {p: {q: answers[q] for q in asked[p] if q in answers and q not in counts} for p in profiles})
    frames += money_rows(con, site, asked, known)
    rows = pd.concat(frames, ignore_index=True)[list(RELEASED_COLUMNS)]
    account = pd.DataFrame([[h.profile, *h.account.values()] for h in hidings], columns=["profile", *ACCOUNT])
    return Released(rows, account, _told(cells, hidings, _staying(cells, before)))


def _nothing() -> Released:
    columns = (RELEASED_COLUMNS, ("profile", *ACCOUNT), ("profile", "cell", "value", "was_hidden"))
    return Released(*(pd.DataFrame({c: pd.Series(dtype=object) for c in names}) for names in columns))


def _previous(con: Connection) -> dict[str, str]:
    rows = con.execute("select label, previous from period where kind in ('year', 'fiscal_year') and previous is not null").fetchall()
    return {str(label): str(previous) for label, previous in rows}


def _parents(con: Connection, site: Site) -> pd.DataFrame:
    """Return period, low, child, high, parent and the levels `between`, for every two levels above that of facilities."""
    levels = list(site.region_levels)
    found = con.execute(_PARENTS, {"levels": levels}).df()
    depth = {level: place for place, level in enumerate(levels)}
    found["between"] = [tuple(levels[depth[high] + 1 : depth[low]]) for low, high in zip(found["low"], found["high"], strict=True)]
    return found


def _answers(con: Connection, site: Site, cells: Cells, asked: tuple[Question, ...], known: Known) -> dict[Question, pd.DataFrame]:
    """Return the internal answer to every question, counts and ratios first; those made of counts with the cells they are made of."""
    found: dict[Question, pd.DataFrame] = {}
    asked_before: dict[Query, pd.DataFrame] = {}
    indicators = all_indicators()

    def ask(query: Query) -> pd.DataFrame:
        return asked_before[query] if query in asked_before else asked_before.setdefault(query, observe(con, site, query, known))

    for q in sorted(asked, key=lambda q: _ORDER.index(indicators[q[0]].kind)):
        indicator = indicators[q[0]]
        if indicator.unit == "currency":
            continue
        answer = ask(Query(indicator.name, level=q[1], by=q[2] or None))
        if indicator.kind == "flow":
            start = ask(Query("stability_index", level=q[1], by=q[2] or None))[["region_code", "period", "category", "denominator"]]
            answer = answer.merge(start.rename(columns={"denominator": "opening"}), how="left", on=["region_code", "period", "category"])
        answer = answer[answer["category"] != UNKNOWN].reset_index(drop=True)  # it tells nothing about anybody: no row of a table, and no secret
        found[q] = answer if indicator.kind == "survival" else add_parts(cells, indicator, answer)
    return found


def _cells_of(answers: list[pd.DataFrame]) -> list[str]:
    """Return the cells that rows are made of, each once."""
    names = [answer[column].dropna() for answer in answers for column in ("part", "whole", "whole_too")]
    return list(dict.fromkeys(pd.concat(names))) if names else []


def _staying(cells: Cells, before: tuple[Withheld, ...]) -> dict[str, set[str]]:
    """Return the cells of each profile that are hidden as they were and have not changed since."""
    found: dict[str, set[str]] = {}
    for profile, cell, value in before:
        if cell in cells.rows and value in (None, cells.rows[cell][4]):
            found.setdefault(profile, set()).add(cell)
    return found


def _told(cells: Cells, hidings: list[Hiding], staying: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the hidden cells of each profile with their values: what the next build must not show while they stay as they are."""
    rows = [(h.profile, name, cells.rows[name][4], name in staying.get(h.profile, ())) for h in hidings for name in sorted(h.hidden)]
    return pd.DataFrame(rows, columns=["profile", "cell", "value", "was_hidden"])

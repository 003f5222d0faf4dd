"""The gate to the data: the only module of the dashboard that opens a build. What it returns is cut to the viewer's areas."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pandas as pd

from dashboard.boundaries import Pack, read_packs
from dashboard.charts.context import Geography
from dashboard.curves import is_curve, is_sparse
from dashboard.kept import Kept
from dashboard.places import Place, Places, all_places, facilities_in
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.indicator import OBSERVATION_COLUMNS
from pipelines.core.text import Text
from pipelines.engine.observe import Known, Query, observe
from pipelines.engine.snapshots import refusal
from pipelines.site import PROFILES, Site
from pipelines.warehouse.connect import Busy, Connection, Lacking, TimedOut, open_build, open_current
from pipelines.warehouse.outdated import program_of
from pipelines.warehouse.workspace import Workspace

__all__ = ["MAX_QUERY_MS", "YEARLY", "Edition", "Gate", "Lacking", "TimedOut", "Viewer"]
T = TypeVar("T")
MAX_QUERY_MS = 5_000
_PLACES = "select place_code, name_zh, name_en, level, parent_code from place order by place_code"
YEARLY = ("year", "fiscal_year")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name, a role, and for each area of theirs the release profile. No area: nothing is seen."""

    who: str
    role: str
    areas: tuple[tuple[str, str], ...]

    @classmethod
    def local(cls, site: Site) -> Viewer:
        """Return the person at this machine: every root, internal profile (until accounts exist)."""
        return cls("local", "planner", tuple((root.code, "internal") for root in site.roots))

    @property
    def inside(self) -> Viewer:
        """The same person with the areas they see everything of: the only ones whose records and findings they may see."""
        return replace(self, areas=tuple(area for area in self.areas if area[1] == "internal"))


class Edition:
    """One build as it is served; everything one answer to a browser shows comes from one edition."""

    def __init__(self, connection: Connection, build: str, workspace: Workspace, warning: Text | None) -> None:
        self.build, self.site, self.warning = build, workspace.site, warning
        self._connection, self._workspace = connection, workspace
        self._cursors: dict[int, Connection] = {}
        self._kept, self._known = Kept(), Known()
        self._earlier: Edition | None = None

    def _cursor(self) -> Connection:
        """A cursor of this thread's own: one connection must not be used by two threads at once."""
        thread = threading.get_ident()
        if thread not in self._cursors:
            self._cursors[thread] = self._connection.cursor()
        return self._cursors[thread]

    def earlier(self) -> Edition | None:
        """Return the build kept on disk just before this one, None where there is none that opens; it is closed with this one."""
        return self.keep("earlier", self._open_earlier)

    def _open_earlier(self) -> Edition | None:
        for build in reversed([b for b in self._workspace.kept_builds() if b < self.build]):
            try:
                connection = open_build(self._workspace.build_path(build), max_execution_ms=MAX_QUERY_MS)
            except XiangyiError:
                continue
            self._earlier = Edition(connection, build, self._workspace, None)
            return self._earlier
        return None

    def close(self) -> None:
        """Let go of the build's file; nothing can be asked any more, and what is being asked in another thread fails there."""
        if self._earlier is not None:
            self._earlier.close()
        for cursor in self._cursors.values():
            cursor.interrupt()
            with suppress(Busy):  # until that thread has noticed
                cursor.close()
        self._cursors.clear()
        self._connection.close()

    def rows(self, statement: str) -> pd.DataFrame:
        """Return the answer to one of our own statements, kept; nothing a reader chose may be part of it."""
        return self.keep(("rows", statement), lambda: self._cursor().execute(statement).df())

    def ask(self, question: Callable[[Connection], T]) -> T:
        """Return what a function of the pipelines finds in this build."""
        return question(self._cursor())

    @property
    def program(self) -> str | None:
        """The stamp of the program that made the build, None where the ledger does not tell: a build of another differs for that as well."""
        return self.keep("program", lambda: program_of(self._workspace, self.build))

    @property
    def workspace(self) -> Workspace:
        """The workspace the build belongs to."""
        return self._workspace

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Keep something computed from this build, for as long as the build is served."""
        return self._kept.get(key, make)

    def observe(self, viewer: Viewer, query: Query) -> pd.DataFrame:
        """Return the observations of `query` that lie in the viewer's areas; empty when none does.

        Each place is answered in the release profile of its area: in a protected one from the released tables alone, and not at
        all where the question is on no list.
        """
        frame = self.keep(("observe", query, viewer.areas), lambda: self._observe(viewer, query))
        return frame.copy(deep=False)

    def _observe(self, viewer: Viewer, query: Query) -> pd.DataFrame:
        profiles = [p for p in PROFILES if p in {profile for _, profile in viewer.areas}]
        if profiles in ([], ["internal"]):
            return self._internal(viewer, query)
        frames = []
        for profile in profiles:
            frame = self._internal(viewer, query) if profile == "internal" else self._released(profile, query)
            mine = [self.profile_at(viewer, str(code), query.parent) == profile for code in frame["region_code"]]
            frames.append(frame[pd.Series(mine, index=frame.index, dtype=bool)])
        return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)

    def profile_at(self, viewer: Viewer, code: str, parent: str | None) -> str:
        """Return the profile a place is seen in: that of the nearest area it lies in; "" outside all of them."""
        areas = dict(viewer.areas)
        path = self._all_places.path(code) or self._all_places.path(str(parent))
        return next((areas[p.code] for p in reversed(path) if p.code in areas), "")

    def _released(self, profile: str, query: Query) -> pd.DataFrame:
        try:
            return observe(self._cursor(), self.site, replace(query, profile=profile), self._known)
        except XiangyiError as error:
            if error.code != ExitCode.REFUSED:
                raise
            return pd.DataFrame(columns=[*OBSERVATION_COLUMNS, "region_name_en"])

    def _internal(self, viewer: Viewer, query: Query) -> pd.DataFrame:
        seen = self.places(viewer)
        wide = self._widened(query)
        if wide is None:
            frame = observe(self._cursor(), self.site, query, self._known)
        else:
            frame = self._narrowed(wide, query)
        if query.parent is not None and query.parent in seen:
            return frame
        return frame[frame["region_code"].isin([p.code for p in seen])].reset_index(drop=True)

    def _widened(self, query: Query) -> Query | None:
        """Return the same question about all places of the level under the root, in every year; None where it is no help.

        One answer costs little more than a part of it, and then serves every place and year a reader turns to.
        """
        path = self._all_places.path(query.region or query.parent or "")
        if not path or query.level not in self.site.region_levels:
            return None
        curve = is_curve(query.indicator)
        if curve and query.parent is not None or query.by and not is_sparse(query.indicator):
            return None
        parent = None if query.level == self.site.root_level else path[0].code
        period = None if query.period in self.years and not curve else query.period
        return replace(query, region=None, parent=parent, period=period)

    def _narrowed(self, wide: Query, query: Query) -> pd.DataFrame:
        """Return the rows of a widened answer that `query` asked for; who stands under a parent depends on the period."""
        by = "region_code" if query.region is not None else "period"
        parts = self.keep(("wide", wide, by), lambda: self._parts(wide, by))
        frame = parts.get(str(query.region or query.period or ""), parts[""].iloc[:0])
        if query.region is None and query.period is None:
            frame = parts[""]
        elif query.region is not None and query.period is not None and not is_curve(query.indicator):
            frame = frame[frame["period"] == query.period]
        if query.region is None and self._all_places.path(str(query.parent))[0].code != query.parent:
            under = self.keep(("under", query.parent), lambda: self._members(str(query.parent)))
            rows = pd.MultiIndex.from_frame(frame[["period", "region_code"]])
            frame = frame[rows.isin(under) | frame["region_code"].str.startswith(f"{query.parent}.unassigned")]
        return frame.reset_index(drop=True)

    def _parts(self, wide: Query, by: str) -> dict[str, pd.DataFrame]:
        """Return a widened answer whole (under "") and cut by a column."""
        whole = self.keep(("wide", wide), lambda: observe(self._cursor(), self.site, wide, self._known))
        return {"": whole, **{str(value): part for value, part in whole.groupby(by)}}

    def _members(self, parent: str) -> pd.MultiIndex:
        statement = """select distinct p.label as period, s.place_code from place_span as s
            inner join period as p on s.from_on <= p.as_at and s.to_on > p.as_at where s.region_code = $parent"""
        return pd.MultiIndex.from_frame(self._cursor().execute(statement, {"parent": parent}).df())

    @cached_property
    def _all_places(self) -> Places:
        return all_places(self.rows(_PLACES), self.site.region_levels, [(root.code, root.name) for root in self.site.roots])

    def facilities(self, viewer: Viewer) -> Mapping[str, Place]:
        """Return the facilities of which the viewer may see everything, by code; `parent` is the place right above each."""
        return self.keep(("facilities", viewer.areas), lambda: facilities_in(self.rows(_PLACES), self.site.region_levels, self.places(viewer.inside)))

    def places(self, viewer: Viewer) -> Places:
        """Return the places the viewer may see, roots first, then level by level by code."""
        return self.keep(("places", viewer.areas), lambda: self._all_places.cut(code for code, _ in viewer.areas))

    def periods(self) -> pd.DataFrame:
        """Return the periods of the build: label, kind, start_on, end_on, as_at, months, previous, same_last_year."""
        return self.rows("select * from period order by end_on desc, months desc")

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The labels of the build's years, newest first."""
        periods = self.periods()
        return tuple(periods.loc[periods["kind"].isin(YEARLY), "label"].astype(str))

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The boundary packs of the workspace, as they were when this build was opened."""
        return read_packs(self._workspace.boundaries)

    def geography(self, viewer: Viewer, region: str, level: str) -> Geography | None:
        """Return the outlines of the places of `level` under `region`; None where no boundaries are loaded."""
        seen = self.places(viewer)
        path = seen.path(region)
        if not path:
            return None
        drawn = [p.code for p in seen.under(region) if p.level == level]
        family = [p.code for p in seen.under(path[0].code)]
        for wanted in (drawn, family):  # the pack that outlines most of what is drawn; townships and counties may come apart
            pack = max(self.packs, key=lambda p: sum(c in p.quality for c in wanted), default=None)
            if pack is not None and any(c in pack.quality for c in wanted):
                return pack.geography(drawn)
        return None

    def is_snapshot(self) -> bool:
        """Say whether careers are known from rosters alone: a life table at the days of the rosters (counting.md §2)."""
        sources = self.keep("sources", lambda: self.rows("select distinct source from post_spell"))
        return sources["source"].tolist() == ["roster"]

    def refusal(self) -> Text | None:
        """Return why nothing can be said about who stayed, with the figures of the test of identifiers; None where nothing is against it."""
        return self.keep("refusal", lambda: refusal(self._cursor()))


class Gate:
    """The way from the dashboard to a workspace; it follows the pointer to a newly published build by itself."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = Workspace.open(workspace)
        self._lock = threading.Lock()
        self._pointer: str | None = None
        self._edition: Edition | None = None

    @property
    def site(self) -> Site:
        """The site's settings."""
        return self.workspace.site

    def edition(self) -> Edition:
        """Return the build to answer from; opens a newer one when the pointer names it, and lets the old one go."""
        named = self.workspace.named_build()
        with self._lock:
            if self._edition is None or (named != self._pointer and named is not None):
                connection, build, warning = open_current(self.workspace, max_execution_ms=MAX_QUERY_MS)
                self._edition = Edition(connection, build, self.workspace, warning)
                self._pointer = named
            return self._edition

    def close(self) -> None:
        """Let go of the served build, at the end of the program."""
        with self._lock:
            if self._edition is not None:
                self._edition.close()
            self._edition = None

    @property
    def build(self) -> str:
        """The id of the served build."""
        return self.edition().build

    def observe(self, viewer: Viewer, query: Query) -> pd.DataFrame:
        """Return the observations of `query` in the viewer's areas, from the served build."""
        return self.edition().observe(viewer, query)

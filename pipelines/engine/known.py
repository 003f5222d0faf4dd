"""What the engine looks up in a build once, however many questions follow: a published build does not change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pipelines.core.period import Period
from pipelines.engine.scope import Columns
from pipelines.engine.snapshots import is_yearly_rosters, refusal
from pipelines.site import Site
from pipelines.warehouse.connect import Connection

T = TypeVar("T")
MOST = 1_000  # things kept, the oldest go first
MOST_BYTES = 64_000_000  # of answers of statements kept, likewise
TEXT_BYTES = 80  # of a text and the reference to it
_PLACES = """
select p.place_code, p.level, p.name_zh, p.name_en
from place as p
inner join (select unnest($codes) as place_code) as c on p.place_code = c.place_code"""
Place = tuple[str, str | None, str | None]  # level, Chinese name, English name


class Known:
    """What was looked up in one build. Share one among its cursors and threads; never use it for another build."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._columns: dict[Hashable, tuple[Columns, int]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, look: Callable[[], T]) -> T:
        """Return what is kept under `key`, else look it up and keep it."""
        with self._lock:
            if key in self._found:
                return cast(T, self._found[key])
        found = look()
        with self._lock:
            self._found[key] = found
            while len(self._found) > MOST:
                self._found.pop(next(iter(self._found)))
        return found

    def columns(self, key: Hashable, look: Callable[[], Columns]) -> Columns:
        """Return the answer of a statement that is kept under `key`, else look it up; kept as long as MOST_BYTES hold it."""
        with self._lock:
            if key in self._columns:
                return self._columns[key][0]
        found = look()
        with self._lock:
            self._columns[key] = found, sum(TEXT_BYTES * len(c) if c.dtype == object else c.nbytes for c in found.values())
            total = sum(size for _, size in self._columns.values())
            while total > MOST_BYTES:
                total -= self._columns.pop(next(iter(self._columns)))[1]
        return found


@dataclass(frozen=True, slots=True)
class Build:
    """An open build, and what is known of it. `is_asked_often`: a whole level is worth looking up for a question about one region."""

    con: Connection
    site: Site
    known: Known = field(default_factory=Known)
    is_asked_often: bool = False

    @classmethod
    def of(cls, con: Connection, site: Site, known: Known | None) -> Build:
        """Return the build as one question sees it, or as one of many that share `known`."""
        return cls(con, site, Known() if known is None else known, known is not None)

    @property
    def periods(self) -> Mapping[str, Period]:
        """The periods of the build by label, in order."""
        return self.known.get("periods", self._look_up_periods)

    def _look_up_periods(self) -> Mapping[str, Period]:
        rows = self.con.execute("select start_on, end_on, label, kind from period order by start_on, end_on").fetchall()
        return {row[2]: Period(*row) for row in rows}

    @property
    def number(self) -> str | None:
        """The id of the build."""
        row = self.known.get("build", lambda: self.con.execute("select build from build_info").fetchone())
        return str(row[0]) if row else None

    def holds(self, datasets: Iterable[str]) -> bool:
        """Say whether any of `datasets` has a row in this build (one that is not declared yet has none)."""
        return not self.known.get("filled", self._look_up_filled).isdisjoint(f"stg_{name}" for name in datasets)

    def _look_up_filled(self) -> frozenset[str]:
        rows = self.con.execute("select table_name from duckdb_tables() where estimated_size > 0").fetchall()
        return frozenset(str(row[0]) for row in rows)

    @property
    def stored(self) -> Mapping[str, int]:
        """The number of each measure whose sums are stored, by its key (`engine.stored`)."""
        return self.known.get("stored", self._look_up_stored)

    def _look_up_stored(self) -> Mapping[str, int]:
        if "stored_measure" not in self.known.get("filled", self._look_up_filled):
            return {}
        return {str(key): int(number) for number, key in self.con.execute("select measure_no, measure from stored_measure").fetchall()}

    def places(self, codes: Iterable[str]) -> Mapping[str, Place | None]:
        """Return every place looked up so far, those of `codes` among them; None for a code that is no place."""
        found = self.known.get("places", dict[str, Place | None])
        unknown = [code for code in codes if code not in found]
        if unknown:
            rows = self.con.execute(_PLACES, {"codes": unknown}).fetchall()
            found.update(dict.fromkeys(unknown) | {str(code): (str(level), zh, en) for code, level, zh, en in rows})
        return found

    @property
    def has_only_tenure(self) -> bool:
        """Whether durations without dates are all it has of who stayed."""
        return self.known.get("tenure", lambda: self._has_tenure() and not self._has_presence())

    def _has_tenure(self) -> bool:
        return self.con.execute("select 1 from tenure_spell limit 1").fetchone() is not None

    def _has_presence(self) -> bool:
        return self.con.execute("select 1 from presence limit 1").fetchone() is not None

    @property
    def has_yearly_rosters(self) -> bool:
        """Whether rosters a year apart are all it has of who stayed."""
        return self.known.get("yearly", lambda: is_yearly_rosters(self.con))

    @property
    def refuses_persons(self) -> bool:
        """Whether identifiers do not follow people, so that nothing can be said about who stayed."""
        return self.known.get("refusal", lambda: refusal(self.con) is not None)

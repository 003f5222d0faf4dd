"""What does not add up between staff, pay, licences, training, subsidies and insurance, read from the build in use.

At stake is what was paid for days not covered: pay for spans of whole months within the case, instalments of subsidies paid for
it, fees paid for the course. How each kind is found stands in pipelines/sql/marts/case_*.sql; persons appear by the first
characters of their key, never by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipelines.codelists.reconciliation_kind import RECONCILIATION_KIND
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection

KEY_SHOWN = 10  # characters of a person key: enough to find the person again, too few to be one

_CASES = """
select c.case_id, c.kind, substr(c.person_key, 1, ?), c.is_provisional, c.facility_code, p.name_zh, p.name_en, c.other_code, c.detail,
    c.since_on, c.first_on, c.last_on, c.months, c.at_stake_yuan, c.source_rows, c.first_source
from reconciliation_case as c
left join place as p on c.facility_code = p.place_code
semi join wanted_case as w on c.case_id = w.case_id
order by c.kind, c.facility_code, c.first_on, c.person_key, c.case_id"""
_WANTED = """
create or replace temp table wanted_case as
select case_id from reconciliation_case
where (? is null or kind = ?) and (? is null or facility_code in (select place_code from facility_home where region_code = ?)
    or ? in (select code from site_root where (select count(*) from site_root) = 1))"""
_SUMS = """
select c.kind, count(*), count(distinct c.person_key), coalesce(sum(c.at_stake_yuan), 0)
from reconciliation_case as c semi join wanted_case as w on c.case_id = w.case_id group by c.kind"""
_ONCE = """
select count(distinct c.person_key), (
    select coalesce(sum(paid_yuan), 0) from (
        select m.money_id, min(m.paid_yuan) as paid_yuan
        from reconciliation_money as m semi join wanted_case as w on m.case_id = w.case_id group by m.money_id
    ) as amounts
) from reconciliation_case as c semi join wanted_case as w on c.case_id = w.case_id"""
_SOURCES = """
select s.case_id, s.dataset, s.file, s.source_sheet, s.source_row
from reconciliation_source as s semi join wanted_case as w on s.case_id = w.case_id
order by s.case_id, s.dataset, s.file, s.source_sheet, s.source_row"""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a sender's file: dataset, file, sheet ("" in a CSV file), row as a spreadsheet numbers it."""

    dataset: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `other_code` and `detail` say what of its kind (the other post, the licence, the scheme), `since_on` since when.

    `months` are calendar months touched, `at_stake_yuan` yuan. `is_provisional` marks somebody sent without an ID number.
    """

    case_id: str
    kind: str
    person: str
    is_provisional: bool
    facility_code: str
    facility: Text
    other_code: str | None
    detail: str | None
    since_on: date | None
    first_on: date
    last_on: date
    months: int
    at_stake_yuan: float
    source_rows: int
    first_source: str
    sources: tuple[SourceRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class KindSum:
    """Cases, distinct persons and yuan at stake of one kind."""

    kind: str
    cases: int
    persons: int
    at_stake_yuan: float


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The cases asked for, their sums by kind, and persons and yuan over all kinds, each person and each amount counted once."""

    cases: tuple[Case, ...]
    sums: tuple[KindSum, ...]
    persons: int
    at_stake_yuan: float


def reconcile(connection: Connection, region: str | None = None, kind: str | None = None, with_sources: bool = False) -> Reconciliation:
    """Return the cases of a build, of one region or kind where asked; `with_sources` adds every source row to each case.

    Raises XiangyiError USAGE for a kind there is none of, NOT_FOUND for an unknown region or a build made before cases were.
    """
    _refuse(connection, region, kind)
    connection.execute(_WANTED, [kind, kind, region, region, region])
    sources: dict[str, list[SourceRow]] = {}
    for case_id, *where in connection.execute(_SOURCES).fetchall() if with_sources else ():
        sources.setdefault(case_id, []).append(SourceRow(*where))
    cases = tuple(
        Case(*row[:5], Text(row[5] or row[4], row[6] or row[5] or row[4]), *row[7:15], row[15] or "", tuple(sources.get(row[0], ())))
        for row in connection.execute(_CASES, [KEY_SHOWN]).fetchall()
    )
    found = {row[0]: KindSum(*row) for row in connection.execute(_SUMS).fetchall()}
    persons, yuan = connection.execute(_ONCE).fetchone() or (0, 0)
    return Reconciliation(cases, tuple(found[c.code] for c in RECONCILIATION_KIND.codes if c.code in found), persons, yuan)


def _refuse(connection: Connection, region: str | None, kind: str | None) -> None:
    if kind is not None and kind not in RECONCILIATION_KIND.titles:
        known = ", ".join(RECONCILIATION_KIND.titles)
        raise XiangyiError(Text(f"没有核对问题“{kind}”；可选：{known}", f'there is no kind "{kind}"; there are {known}'), ExitCode.USAGE)
    made = connection.execute("select count(*) from duckdb_tables() where table_name = 'reconciliation_case'").fetchone()
    if not made or not made[0]:
        raise XiangyiError(
            Text("这个数据版本生成时还没有核对功能；请重新加载任一文件以生成新版本",
                 "this build was made before reconciliation was there; load any file again to make a new one"),
            ExitCode.NOT_FOUND,
        )
    if region is not None:
        there = connection.execute(
            "select count(*) from (select region_code from facility_home where region_code = ? union select code from site_root where code = ?)",
            [region, region],
        ).fetchone()
        if not there or not there[0]:
            raise XiangyiError(
                Text(f"没有代码为 {region} 的地区；请核对 --region", f"there is no region {region}; check --region"), ExitCode.NOT_FOUND
            )

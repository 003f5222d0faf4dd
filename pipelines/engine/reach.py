"""How far reconciliation reaches: up to which day pay was held against the staff on record, and how much pay lies beyond."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.core.text import Text
from pipelines.warehouse.connect import Connection

_UNDER = """facility_code in (select place_code from facility_home where region_code = $region)
    or $region is null or $region in (select code from site_root where (select count(*) from site_root) = 1)"""
_JUDGED = f"""
select min(last_on), max(last_on) from staff_scope
where unit_code in (select unit_code from facility_unit where {_UNDER}) and unit_code in (select unit_code from facility_unit
    where facility_code in (select facility_code from stg_pay))"""
_BEYOND = f"""
select judged_to is null as is_never, sum(pay_rows)::BIGINT, sum(paid_yuan) from pay_unjudged where ({_UNDER}) group by 1"""
_TO = Text("薪酬与人员核对到 {day} 为止（花名册、任职记录所及）", "Pay is held against the staff up to {day}, as far as rosters and spells reach")
_TO_SEVERAL = Text(
    "薪酬与人员核对到各单位花名册、任职记录所及：最早 {first}，最晚 {last}",
    "Pay is held against the staff as far as each unit's rosters and spells reach: {first} at the earliest, {last} at the latest",
)
_AFTER = Text("其后的薪酬 {rows} 条、{yuan} 元没有核对，请补报花名册", "{rows} pay records after it, {yuan} yuan, are not judged: send a roster")
_NEVER = Text(
    "没有花名册和任职记录的单位，薪酬 {rows} 条、{yuan} 元没有核对", "{rows} pay records, {yuan} yuan, of units without roster and spells are not judged"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The earliest and the latest last day of staff on record of the units that paid, None where there is none.

    `rows_after` and `yuan_after` are pay records and yuan for months after it, `rows_never` and `yuan_never` those of units whose staff
    is on record nowhere.
    """

    first: date | None
    last: date | None
    rows_after: int = 0
    yuan_after: float = 0.0
    rows_never: int = 0
    yuan_never: float = 0.0

    def said(self) -> Text | None:
        """Return it in one sentence, None where there is no pay."""
        parts = []
        if self.first and self.last:
            parts.append(_TO.format(day=self.last) if self.first == self.last else _TO_SEVERAL.format(first=self.first, last=self.last))
        for said, rows, yuan in ((_AFTER, self.rows_after, self.yuan_after), (_NEVER, self.rows_never, self.yuan_never)):
            if rows:
                parts.append(said.format(rows=f"{rows:,}", yuan=f"{yuan:,.2f}"))
        return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts)) if parts else None


def reach(con: Connection, region: str | None = None) -> Reach:
    """Return how far reconciliation reaches in a region, everywhere where None."""
    first, last = con.execute(_JUDGED, {"region": region}).fetchone() or (None, None)
    beyond = {bool(never): (int(rows), float(yuan or 0)) for never, rows, yuan in con.execute(_BEYOND, {"region": region}).fetchall()}
    (rows_after, yuan_after), (rows_never, yuan_never) = beyond.get(False, (0, 0.0)), beyond.get(True, (0, 0.0))
    return Reach(first=first, last=last, rows_after=rows_after, yuan_after=yuan_after, rows_never=rows_never, yuan_never=yuan_never)

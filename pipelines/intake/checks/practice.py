"""People who practise elsewhere than their licence says."""

from __future__ import annotations

from pipelines.core.text import Text
from pipelines.intake.checks.check import Check

# Licences say where somebody is registered now, so only a unit's newest roster is held against them. A licence covers a
# facility when it names it, or no facility but a region above it; a region nobody registered, of another province, says nothing,
# nor does a facility of work that no register knows: its own cell is told, not that of the registration.
_OTHER_FACILITY = """
select file_no, table_no, source_row, source_row::VARCHAR as thing, registered_facility_code as found, facility_code as other
from in_licence
where registered_facility_code <> facility_code and coalesce(valid_to, date '9999-12-31') >= (select day from today)
    and facility_code in (select place from known_above)
"""
_OTHER_REGION = """
select l.file_no, l.table_no, l.source_row, l.source_row::VARCHAR as thing, l.registered_region_code as found, l.facility_code as other
from in_licence as l
where l.registered_facility_code is null and coalesce(l.valid_to, date '9999-12-31') >= (select day from today)
    and l.registered_region_code in (select region from known_above)
    and l.facility_code in (select place from known_above)
    and not exists (select 1 from known_above as a where a.place = l.facility_code and a.region = l.registered_region_code)
"""
_IN_POST = """
with posts as (
    select file_no, table_no, source_row, person_key, facility_code, as_at
    from in_roster as r
    where coalesce(is_main_post, true) and ends_with(staff_group, '_doctor')
        and as_at = (select max(as_at) from known_roster as k where k.unit is not distinct from r.unit)
),
held as (
    select p.*, l.facility_code as employer, coalesce(l.registered_facility_code, l.registered_region_code) as registered,
        case
            when l.registered_facility_code is not null then l.registered_facility_code = p.facility_code
            else a.region is not null or l.registered_region_code not in (select region from known_above)
        end as covers
    from posts as p
    inner join known_licence as l on p.person_key = l.person_key
        and l.issued_on <= p.as_at and coalesce(l.valid_to, date '9999-12-31') >= p.as_at
        and coalesce(l.registered_facility_code, l.registered_region_code) is not null
    left join known_above as a on a.place = p.facility_code and a.region = l.registered_region_code
)
select file_no, table_no, source_row, person_key || as_at::VARCHAR as thing, facility_code as found, min(registered) as other
from held
group by file_no, table_no, source_row, person_key, as_at, facility_code
having not bool_or(covers) and not bool_or(employer = facility_code)
"""
_REMEDY = Text("请核对执业证书的注册地点；已调动的，请办理变更注册", "check the place of registration; after a move the registration has to be changed")
_TITLE = Text("不在注册地点执业", "Practice outside the registered place")


def _on_licence(column: str, statement: str) -> Check:
    return Check(
        name="licence_elsewhere", title=_TITLE, subject="licence", column=column, statement=statement,
        reason=Text("证书注册地点不是任职机构 {other}", "the licence is registered elsewhere than the facility of work, {other}"),
        remedy=_REMEDY,
    )


CHECKS = (
    _on_licence("registered_facility_code", _OTHER_FACILITY),
    _on_licence("registered_region_code", _OTHER_REGION),
    Check(
        name="licence_elsewhere", title=_TITLE, subject="roster", needs=("licence", "roster"), column="facility_code", statement=_IN_POST,
        reason=Text("任职机构不在执业证书的注册地点（{other}）", "the licence of this person is registered elsewhere ({other})"),
        remedy=_REMEDY,
    ),
)

"""Staff groups at a type of facility where nobody of the group works (counting.md §1)."""

from __future__ import annotations

from pipelines.codelists.facility_type import FACILITY_TYPE
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.text import Text
from pipelines.intake.checks.check import Check
from pipelines.warehouse.schema import quoted

_CLINICS = ("village_clinic", "community_station")
_CENTRES = ("township_health_centre", "community_health_centre", "community_station")  # a station is staffed by its centre or by itself
WORKPLACES = {
    "village_doctor": _CLINICS, "village_clinic_other": _CLINICS, "township_doctor": _CENTRES, "township_nurse": _CENTRES,
    "township_other": _CENTRES, "county_hospital_doctor": ("county_hospital",),
}  # of those from above and of other countries nothing is known
_FITTING = ", ".join(f"('{group}', '{kind}')" for group, kinds in WORKPLACES.items() for kind in kinds)
# A facility that changed its type fits by any type it had; one whose type nobody wrote says nothing.
_STATEMENT = f"""
with fitting(staff_group, facility_type) as (values {_FITTING}),
typed as (
    select distinct facility_code, facility_type from known_facility where facility_type is not null
)
select r.file_no, r.table_no, r.source_row, r.staff_group || max(t.facility_type) as thing,
    max(t.facility_type) as other, r.staff_group as expected
from {{table}} as r
inner join typed as t using (facility_code)
left join fitting as f on f.staff_group = r.staff_group and f.facility_type = t.facility_type
where r.staff_group in (select staff_group from fitting) and {{which}}
group by r.file_no, r.table_no, r.source_row, r.staff_group
having count(f.facility_type) = 0
"""


def _check(subject: str, which: str = "true", column: str = "staff_group") -> Check:
    return Check(
        name="group_elsewhere",
        title=Text("人员类别与机构类型不符", "Staff groups at the wrong type of facility"),
        subject=subject,
        needs=("facility",),
        column=column,
        words=(FACILITY_TYPE, STAFF_GROUP),
        statement=_STATEMENT.format(table=quoted(f"in_{subject}"), which=which),
        reason=Text(
            "机构类型是“{other}”，一般没有“{expected}”（{rows} 行）",
            'the facility is of the type "{other}", which has no "{expected}" as a rule ({rows} row(s))',
        ),
        remedy=Text(
            "请核对人员类别和机构；填实际工作的机构，乡聘村用的填所在村卫生室；机构类型有误的请更正机构名录",
            "check the group and the facility: it is the one where the person works, also where a township employs the village doctor; where its "
            "type is wrong correct the register of facilities",
        ),
    )


# A nought says that nobody of the group works there. A check for each group, as each has its own columns in a wide sheet.
_RETURNED = tuple(
    _check("workforce_return", f"r.staff_group = '{group}' and (r.headcount > 0 or r.fte > 0)", f"{group}.staff_group") for group in WORKPLACES
)
CHECKS = (_check("roster"), _check("employment"), *_RETURNED)

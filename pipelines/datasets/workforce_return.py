"""Counts of a facility's staff, as returned for a period."""

from dataclasses import replace

from pipelines.columns import FACILITY_CODE, FTE, STAFF_GROUP, TOWNSHIP_CENTRE, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text

WORKFORCE_RETURN = Dataset(
    name="workforce_return",
    title=Text("人员年报", "Workforce return"),
    grain=Text("一行是一个机构一个时期一类人员的人数", "One row is the staff of a facility, a period and a staff group"),
    key=("facility_code", "period", "staff_group"),
    place="facility_code",
    period="label",
    topic="people",
    filled_by=TOWNSHIP_CENTRE,
    required=("facility_code", "staff_group"),
    columns=(
        FACILITY_CODE,
        YEAR,
        STAFF_GROUP,
        Column(
            name="headcount", kind="number", title=Text("在岗人数", "Headcount"), headers=("人数", "在岗人数合计"), unit="person",
            minimum=0,
        ),
        replace(FTE, headers=("折合全时人数", "全时当量")),
        Column(name="female", kind="number", title=Text("其中女性", "Of whom female"), unit="person", minimum=0),
        Column(name="aged_55_over", kind="number", title=Text("其中55岁及以上", "Of whom aged 55 and over"), unit="person", minimum=0),
        Column(name="licensed", kind="number", title=Text("其中执业（助理）医师", "Of whom licensed"), unit="person", minimum=0),
    ),
    sheets=(
        Sheet(
            name="return",
            title=Text("人员年报", "Workforce return"),
            signature=("facility_code", "staff_group", "headcount"),
        ),
        Sheet(
            name="workforce",
            title=Text("全科医疗人员表", "General practice workforce"),
            signature=("facility_code", "year"),
            headers={"facility_code": ("Practice.Code", "PRAC_CODE"), "year": ("Year",)},
            unpivot=Unpivot(
                into="staff_group",
                cells=(
                    Cell(("TOTAL_GP_EXTGL_HC",), "gp", "headcount"),
                    Cell(("TOTAL_GP_EXTGL_FTE",), "gp", "fte"),
                    Cell(("TOTAL_ADMIN_FTE",), "admin", "fte"),
                    Cell(("TOTAL_ADMIN_MANAGER_FTE",), "admin_manager", "fte"),
                    Cell(("TOTAL_ADMIN_RECEPT_FTE",), "admin_reception", "fte"),
                    Cell(("TOTAL_ADMIN_TELEPH_FTE",), "admin_telephonist", "fte"),
                ),
            ),
            label_rule="fiscal_year_ending",
        ),
    ),
)

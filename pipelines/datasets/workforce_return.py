"""Counts of a facility's staff, as returned for a period."""

from __future__ import annotations

from dataclasses import replace

from pipelines.columns import FACILITY_CODE, FTE, STAFF_GROUP, TOWNSHIP_CENTRE, YEAR
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Doubt, Sheet, Unpivot, Wanted
from pipelines.core.text import Text

_EXAMPLES = {  # a clinic of three, one who came and one who went in the year
    "headcount": 3, "headcount_start": 3, "joiners": 1, "leavers": 1, "female": 1, "male": 2, "aged_35_44": 1, "aged_45_54": 1,
    "aged_55_59": 1, "aged_55_over": 1, "licence_assistant": 1, "licence_village": 2, "licensed": 1, "education_college": 1,
    "education_secondary": 2,
}  # fmt: skip


def _count(name: str, zh: str, en: str, *headers: str) -> Column:
    example = str(_EXAMPLES.get(name, 0))
    return Column(name=name, kind="number", title=Text(zh, en), headers=headers, unit="person", minimum=0, example=example)


_COUNTS = (
    _count("headcount", "在岗人数", "Headcount", "人数", "在岗人数合计", "年末人数", "期末人数", "年末在岗人数"),
    replace(FTE, headers=("折合全时人数", "全时当量"), maximum=None, beyond=None, example="2.8"),
    _count("headcount_start", "年初人数", "Headcount at the start", "期初人数", "年初在岗人数"),
    _count("joiners", "年内新进人数", "Joined in the year", "新进人数", "年内增加人数", "本年增加"),
    _count("leavers", "年内离岗人数", "Left in the year", "离岗人数", "年内减少人数", "本年减少"),
    _count("female", "其中女性", "Of whom female", "女性"),
    _count("male", "其中男性", "Of whom male", "男性"),
    _count("aged_under_35", "35岁以下", "Aged under 35", "其中35岁以下"),
    _count("aged_35_44", "35-44岁", "Aged 35-44", "35～44岁", "35–44岁", "35至44岁"),
    _count("aged_45_54", "45-54岁", "Aged 45-54", "45～54岁", "45–54岁", "45至54岁"),
    _count("aged_55_59", "55-59岁", "Aged 55-59", "55～59岁", "55–59岁", "55至59岁"),
    _count("aged_60_over", "60岁及以上", "Aged 60 and over", "60岁以上"),
    _count("aged_55_over", "其中55岁及以上", "Of whom aged 55 and over", "55岁及以上"),
    _count("licence_physician", "执业医师人数", "Licensed physicians", "执业医师"),
    _count("licence_assistant", "执业助理医师人数", "Licensed assistants", "执业助理医师"),
    _count("licence_rural_assistant", "乡村全科执业助理医师人数", "Rural general assistants", "乡村全科执业助理医师"),
    _count("licence_village", "仅持乡村医生证人数", "With a village certificate only", "乡村医生证", "持乡村医生证人数"),
    _count("licence_none", "无执业证书人数", "Without a licence", "无证人数"),
    _count("licensed", "其中执业（助理）医师", "Of whom licensed", "执业（助理）医师"),
    _count("education_bachelor", "本科及以上", "Bachelor's degree or above", "大学本科及以上"),
    _count("education_college", "大专", "Junior college", "专科"),
    _count("education_secondary", "中专", "Secondary technical", "中专及中技"),
    _count("education_below", "高中及以下", "High school or below", "高中以下"),
)
# How the form of a township centre heads its blocks of columns, each a staff group.
_BLOCKS = {
    "village_doctor": ("乡村医生", "村医"),
    "village_clinic_other": ("村卫生室其他人员",),
    "township_doctor": ("乡镇卫生院医生", "卫生院医生", "乡镇医生"),
    "township_nurse": ("乡镇卫生院护士", "卫生院护士", "乡镇护士"),
    "township_other": ("乡镇卫生院其他人员", "卫生院其他人员", "乡镇其他人员"),
}
_WIDE = tuple(
    Cell(tuple(f"{block}{header}" for block in blocks for header in (count.title.zh, *count.headers)), group, count.name)
    for group, blocks in _BLOCKS.items()
    for count in _COUNTS
)
_MEASURES = tuple(c.name for c in _COUNTS)

WORKFORCE_RETURN = Dataset(
    name="workforce_return",
    title=Text("人员年报", "Workforce return"),
    grain=Text("一行是一个机构一个时期一类人员的人数", "One row is the staff of a facility, a period and a staff group"),
    key=("facility_code", "period", "staff_group"),
    place="facility_code",
    period="label",
    topic="people",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "没有花名册的地方凭本表即可算出人数、密度、年龄、性别和资格构成；没有采集的项目留空，不要填 0",
        "Where there is no roster this form alone gives headcount, density, and shares by age, sex and licence; leave blank what is not "
        "collected, do not write 0",
    ),
    required=("facility_code", "staff_group"),
    columns=(FACILITY_CODE, YEAR, STAFF_GROUP, *_COUNTS),
    sheets=(
        Sheet(
            name="return",
            title=Text("人员年报", "Workforce return"),
            signature=("facility_code", "staff_group", "headcount"),
        ),
        Sheet(
            name="wide",
            title=Text("人员年报（每类人员一组列）", "Workforce return, a block of columns for each staff group"),
            signature=("facility_code", "year"),
            unpivot=Unpivot(into="staff_group", cells=_WIDE),
            absent=("staff_group", *_MEASURES),
        ),
        Sheet(
            name="wide_two_rows",
            title=Text("人员年报（两行表头）", "Workforce return, the staff groups in a row above"),
            signature=("facility_code", "year"),
            unpivot=Unpivot(into="staff_group", cells=_WIDE),
            absent=("staff_group", *_MEASURES),
            header_rows=2,
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
    doubts=(
        Doubt(
            name="headcount_in_parts", column="headcount", condition="headcount <> round(headcount)",
            title=Text("人数不是整数", "A headcount that is no whole number"),
            reason=Text("在岗人数不是整数", "the headcount is not a whole number"),
            remedy=Text("请核对；折合全时人数请填在“全时当量”", "check it; full-time equivalents have their own column"),
        ),
    ),
    wanted=(
        Wanted(
            "headcount", given="staff_group",
            among=("village_doctor", "village_clinic_other", "township_doctor", "township_nurse", "township_other"),
        ),
        Wanted("female"), Wanted("aged_55_over"), Wanted("licensed"),
    ),
)

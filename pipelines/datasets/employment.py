"""Spells in post: from when, to when, where, and why they ended."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, FTE, PERSON_COLUMNS, STAFF_GROUP
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

EMPLOYMENT = Dataset(
    name="employment",
    title=Text("任职记录", "Employment spells"),
    grain=Text("一行是一个人在一个机构的一段任职", "One row is a person's spell at a facility"),
    key=("person_key", "facility_code", "start_on"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    in_order=(("start_on", "end_on"), ("contract_start_on", "contract_end_on")),
    references=(Reference("facility_code", "facility", "facility_code"),),
    required=("facility_code", "start_on", "staff_group"),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        STAFF_GROUP,
        Column(
            name="start_on", kind="date", title=Text("到岗日期", "Start on"), headers=("入职日期", "上岗日期", "任职开始日期")
        ),
        Column(
            name="end_on", kind="date", title=Text("离岗日期", "End on"), headers=("离职日期", "任职结束日期", "最后在岗日期")
        ),
        Column(
            name="exit_reason", kind="text", title=Text("离岗原因", "Reason for leaving"), headers=("离职原因",),
            codelist="exit_reason",
        ),
        Column(name="destination", kind="text", title=Text("去向", "Destination"), headers=("离岗去向",)),
        Column(
            name="contract_type", kind="text", title=Text("用工形式", "Contract type"), headers=("聘用形式", "编制情况", "人员身份"),
            codelist="contract_type", example="村聘",
        ),
        Column(
            name="contract_start_on", kind="date", title=Text("合同起始日期", "Contract starts"), headers=("合同开始日期", "聘期起"),
            note=Text("在编人员留空", "Blank for an established post"),
        ),
        Column(
            name="contract_end_on", kind="date", title=Text("合同到期日期", "Contract ends"), headers=("合同终止日期", "聘期止"),
            note=Text("无固定期限的留空", "Blank where it has no end"),
        ),
        Column(
            name="pension_scheme", kind="text", title=Text("养老保险", "Pension scheme"), headers=("养老保险类型", "参保类型", "养老保障形式"),
            codelist="pension_scheme", example="城乡居民养老保险",
        ),
        FTE,
        Column(name="is_main_post", kind="boolean", title=Text("是否主要岗位", "Main post"), headers=("主岗",)),
    ),
    sheets=(
        Sheet(
            name="employment",
            title=Text("任职记录", "Employment spells"),
            signature=("id_number", "facility_code", "start_on", "end_on"),
        ),
    ),
    wanted=(Wanted("fte"), Wanted("contract_type"), Wanted("exit_reason", given="end_on")),
)

"""Instalments of subsidies: due and paid, when, through which channel."""

from pipelines.columns import (
    APPLICATION_ID,
    COUNTY_BUREAU,
    DUE_YUAN,
    EMPLOYER_CODE,
    PAID_ON,
    PAID_YUAN,
    PERSON_COLUMNS,
    SCHEME_ID,
)
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

GRANT = Dataset(
    name="grant",
    title=Text("补贴发放", "Grants"),
    grain=Text("一行是一个人一个补贴项目应发的一笔", "One row is an instalment due to a person under a scheme"),
    key=("person_key", "scheme_id", "application_id", "due_on"),
    place="facility_code",
    period="event",
    dated_by="due_on",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "每笔应发一行，到账后补填实发金额和发放日期；按应发日期所在月份报送。职称、认证的一次性奖励也在此填写，并写明奖励事由",
        "A row for each instalment due; amount and day paid are filled in once it arrived. Sent by the month it is due. One-off "
        "awards for a title or a certificate go here as well, with what they are for",
    ),
    required=("facility_code", "scheme_id", "due_on", "due_yuan"),
    in_order=(("covers_from", "covers_to"), ("task_from", "task_to"), ("unit_received_on", "paid_on")),
    references=(
        Reference("facility_code", "facility", "facility_code"),
        Reference("scheme_id", "subsidy_scheme", "scheme_id"),
        Reference("application_id", "application", "application_id"),
    ),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        SCHEME_ID,
        APPLICATION_ID,
        Column(name="due_on", kind="date", title=Text("应发日期", "Due on"), headers=("应发放日期",), example="2023-05-31"),
        Column(
            name="covers_from", kind="date", title=Text("补贴所属期起", "Covers from"), headers=("补贴期起",), example="2023-01-01",
            note=Text("津贴对应的在岗时段；一次性补助留空", "The days in post an allowance is for; blank for one-off grants"),
        ),
        Column(name="covers_to", kind="date", title=Text("补贴所属期止", "Covers to"), headers=("补贴期止",), example="2023-03-31"),
        Column(name="post_title", kind="text", title=Text("岗位名称", "Post"), headers=("享受岗位",), example="全科"),
        Column(
            name="standard_yuan", kind="money", title=Text("执行标准", "Rate applied"), headers=("补贴执行标准",), unit="yuan", minimum=0,
            example="1200",
        ),
        DUE_YUAN,
        PAID_YUAN,
        PAID_ON,
        Column(
            name="payment_channel", kind="text", title=Text("发放渠道", "Payment channel"), headers=("发放途径",),
            codelist="payment_channel", example="个人账户",
        ),
        Column(
            name="unit_received_on", kind="date", title=Text("单位收款日期", "Employer received on"), headers=("单位到账日期",), example="",
            note=Text("仅单位转发的填写", "Only where the employer passes it on"),
        ),
        Column(
            name="award_reason", kind="text", title=Text("奖励事由", "What the award is for"), codelist="award_reason", example=""
        ),
        Column(name="task_event", kind="text", title=Text("应急任务名称", "Emergency"), headers=("应急事件",), example=""),
        Column(name="task_from", kind="date", title=Text("任务开始日期", "Task from"), example=""),
        Column(name="task_to", kind="date", title=Text("任务结束日期", "Task to"), example=""),
        Column(
            name="task_days", kind="number", title=Text("任务天数", "Days of the task"), headers=("应急天数",), unit="day", minimum=0, maximum=366,
            example="",
        ),
    ),
    sheets=(
        Sheet(
            name="grants", title=Text("补贴发放台账", "Register of grants"), signature=("id_number", "scheme_id", "due_on", "due_yuan")
        ),
    ),
    wanted=(Wanted("paid_on", given="paid_yuan"),),
)

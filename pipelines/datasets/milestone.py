"""What a policy asks of a place by when, and whether it was done."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, POLICY_ID, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

MILESTONE = Dataset(
    name="milestone",
    title=Text("政策任务落实", "Policy milestones"),
    grain=Text("一行是一份政策在一个地区的一项任务", "One row is a task of a policy in a place"),
    key=("policy_id", "region_code", "milestone_item"),
    place="region_code",
    period="none",
    topic="policy",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "每个地区每项任务一行；未完成的“完成日期”留空。完成日期须有佐证材料",
        "A row for each place and task; done on stays blank until it is done. What is done has its evidence",
    ),
    required=("policy_id", "region_code", "milestone_item", "due_on"),
    references=(Reference("policy_id", "policy", "policy_id"),),
    columns=(
        POLICY_ID,
        replace(REGION_CODE, title=Text("责任地区代码", "Place that answers for it"), headers=("地区代码", *REGION_CODE.headers)),
        Column(
            name="milestone_item", kind="text", title=Text("任务事项", "Task"), headers=("任务名称", "工作任务"), example="岗位津贴首次发放到位",
        ),
        Column(
            name="due_on", kind="date", title=Text("完成时限", "Due on"), headers=("应完成日期", "时限"), example="2021-12-31",
        ),
        Column(
            name="done_on", kind="date", title=Text("完成日期", "Done on"), headers=("实际完成日期",), example="2021-11-20",
        ),
        Column(
            name="evidence", kind="text", title=Text("佐证材料", "Evidence"), headers=("证明材料", "依据"), example="发放名册 2021-11",
        ),
        Column(
            name="responsible_office", kind="text", title=Text("责任科室", "Responsible office"), headers=("责任单位",), example="基层卫生科",
            note=Text("填科室，不填个人姓名", "an office, not a person's name"),
        ),
    ),
    sheets=(
        Sheet(
            name="tasks", title=Text("政策任务落实台账", "Policy milestones"),
            signature=("policy_id", "region_code", "milestone_item", "due_on"),
        ),
    ),
    wanted=(Wanted("evidence", given="done_on"),),
)

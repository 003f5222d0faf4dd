"""Social insurance that is paid month by month."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

INSURANCE_SCHEME = CodeList(
    name="insurance_scheme",
    title=Text("险种", "Insurance scheme"),
    codes=(
        Code("pension", Text("养老保险", "Pension"), ("基本养老保险", "养老", "企业职工基本养老保险", "机关事业单位基本养老保险")),
        Code("medical", Text("医疗保险", "Medical"), ("基本医疗保险", "医疗", "职工医疗保险")),
        Code("unemployment", Text("失业保险", "Unemployment"), ("失业",)),
        Code("work_injury", Text("工伤保险", "Work injury"), ("工伤",)),
        Code("maternity", Text("生育保险", "Maternity"), ("生育",)),
        Code("annuity", Text("职业年金", "Occupational annuity"), ("年金",)),
        Code("housing_fund", Text("住房公积金", "Housing fund"), ("公积金",)),
    ),
)

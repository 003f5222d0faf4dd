"""Which population: the three that must not be mixed, and England's lists."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

POPULATION_KIND = CodeList(
    name="population_kind",
    title=Text("人口口径", "Kind of population"),
    codes=(
        Code("household", Text("户籍人口", "Registered household population"), ("户籍",)),
        Code("resident", Text("常住人口", "Resident population"), ("常住",)),
        Code("served", Text("服务人口", "Population served"), ("服务",)),
        Code("agricultural", Text("农业人口", "Agricultural population"), ("农业",)),
        Code("registered", Text("登记患者（人员表）", "Registered patients (workforce file)"), only_in="England"),
        Code("payment_list", Text("登记患者（支付表）", "Registered patients (payment file)"), only_in="England"),
        Code("payment_list_weighted", Text("加权登记患者（支付表）", "Weighted patients (payment file)"), only_in="England"),
    ),
)

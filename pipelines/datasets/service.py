"""Work done by a facility in a month or a year: visits, records, health education, chronic patients."""

from pipelines.codelists.service_kind import SERVICE_KIND
from pipelines.columns import FACILITY_CODE, REPORTED_FOR, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Cell, Dataset, Sheet, Unpivot
from pipelines.core.text import Text

_WIDE = Unpivot(
    into="service_kind",
    cells=tuple(Cell((c.title.zh, c.title.en, *c.spellings), c.code, "service_count") for c in SERVICE_KIND.codes),
)

SERVICE = Dataset(
    name="service",
    title=Text("服务量", "Services"),
    grain=Text("一行是一个机构一个时期一个项目的服务量", "One row is the work of a facility, a period and a kind"),
    key=("facility_code", "period", "service_kind"),
    place="facility_code",
    period="label",
    topic="services",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "按月或按年填报，一个机构一行、每个项目一列即可；人次、次数为当期发生数，登记、管理、控制、建档人数为期末数；没有开展的填 0，没有统计的留空",
        "Filed by month or by year; a row for each facility and a column for each kind will do. Visits, events and attendances are of the "
        "period; registered, managed, controlled and records kept are as at its end. 0 where there were none, blank where nobody counted",
    ),
    required=("facility_code", "service_kind", "service_count"),
    columns=(
        FACILITY_CODE,
        REPORTED_FOR,
        Column(
            name="service_kind", kind="text", title=Text("服务项目", "Kind of service"), headers=("项目名称",), codelist="service_kind",
            example="门诊人次",
        ),
        Column(
            name="service_count", kind="number", title=Text("服务数量", "Count"), headers=("服务量", "数量"), unit="count", minimum=0,
            example="412",
        ),
        Column(
            name="education_topic", kind="text", title=Text("健教主题", "Topics of health education"), headers=("健康教育主题", "健康宣教主题"),
            example="高血压防治",
            note=Text("当期健康教育的主题，多个用顿号隔开", "what health education of the period was about; several with a comma between"),
        ),
    ),
    sheets=(
        Sheet(
            name="wide",
            title=Text("服务量月（年）报", "Services, a column for each kind"),
            signature=("facility_code",),
            unpivot=_WIDE,
            absent=("service_kind", "service_count"),
        ),
        Sheet(
            name="wide_two_rows",
            title=Text("服务量月（年）报（两行表头）", "Services, the topic in a row above"),
            signature=("facility_code",),
            unpivot=_WIDE,
            absent=("service_kind", "service_count"),
            header_rows=2,
        ),
        Sheet(
            name="long",
            title=Text("服务量明细", "Services, one row each"),
            signature=("facility_code", "service_kind", "service_count"),
        ),
    ),
)

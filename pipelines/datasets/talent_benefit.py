"""What members of talent schemes were given, in money and in kind."""

from pipelines.columns import EMPLOYER_CODE, PERSON_COLUMNS, PREFECTURE_BUREAU, TALENT_SCHEME
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

TALENT_BENEFIT = Dataset(
    name="talent_benefit",
    title=Text("人才待遇落实", "Benefits of talent schemes"),
    grain=Text("一行是一个人落实的一项待遇", "One row is a benefit that a person was given"),
    key=("person_key", "talent_scheme", "benefit_kind", "granted_on"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=PREFECTURE_BUREAU,
    note=Text(
        "按落实年度报送；子女入学、配偶安置等非现金待遇也要填，金额留空",
        "Filed by the year it was given; help in kind (school places, a job for the spouse) is a row as well, without a value",
    ),
    dated_by="granted_on",
    required=("facility_code", "talent_scheme", "benefit_kind", "granted_on"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        TALENT_SCHEME,
        Column(
            name="benefit_kind", kind="text", title=Text("待遇类别", "Kind of benefit"), headers=("待遇项目", "待遇"), codelist="benefit_kind",
            example="安家费",
        ),
        Column(
            name="value_yuan", kind="money", title=Text("待遇金额", "Value"), headers=("兑现金额", "待遇金额(元)"), unit="yuan", minimum=0,
            example="50000", note=Text("非现金待遇留空", "Blank for help in kind"),
        ),
        Column(
            name="granted_on", kind="date", title=Text("落实日期", "Granted on"), headers=("兑现日期", "落实时间"),
            example="2022-06-15",
        ),
        Column(name="benefit_detail", kind="text", title=Text("待遇说明", "Detail"), headers=("待遇内容",), example="配偶安置到县妇幼保健院"),
    ),
    sheets=(
        Sheet(
            name="talent_benefit", title=Text("人才待遇落实", "Benefits of talent schemes"),
            signature=("id_number", "facility_code", "benefit_kind", "granted_on"),
        ),
    ),
)

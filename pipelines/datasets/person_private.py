"""Names and phones, for those who may call: kept in the private store, never in a build."""

from dataclasses import replace

from pipelines.columns import EMPLOYER_CODE, NAME, PERSON_COLUMNS, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

PERSON_PRIVATE = Dataset(
    name="person_private",
    title=Text("人员通讯录", "Names and phones"),
    grain=Text("一行是一个人的姓名和联系电话", "One row is a person's name and phone"),
    key=("person_key",),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=TOWNSHIP_CENTRE,
    note=Text(
        "只用于联系本人（如证书到期提醒）；姓名和电话单独存放，不进入任何数据版本和导出",
        "Only for calling the person, about a licence that expires for instance; names and phones are kept apart and reach no "
        "build and no export",
    ),
    required=("person_name", "facility_code"),
    columns=(
        *(replace(c, note=Text("与身份证一致", "As on the identity card")) if c is NAME else c for c in PERSON_COLUMNS),
        EMPLOYER_CODE,
        Column(
            name="phone", kind="code", title=Text("联系电话", "Phone"), headers=("手机", "手机号", "手机号码", "电话"), personal=True,
            private=True, example="13000000000",
        ),
    ),
    sheets=(
        Sheet(
            name="directory", title=Text("人员通讯录", "Names and phones"),
            signature=("id_number", "person_name", "facility_code", "phone"),
        ),
    ),
    is_private=True,
)

"""Who was insured by whom in a month."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, MONTH, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

SOCIAL_INSURANCE = Dataset(
    name="social_insurance",
    title=Text("社会保险缴费", "Social insurance"),
    grain=Text("一行是一个人一个月一个险种的缴费", "One row is a person's contribution to a scheme in a month"),
    key=("person_key", "period", "insurance_scheme"),
    place="facility_code",
    period="label",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "取自人社（医保）部门的缴费明细；参保单位与任职机构不是一家的，照实填写",
        "From the insurance office's list; where the employer there is not the facility of work, write it as it stands",
    ),
    required=("facility_code", "insurance_scheme"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        MONTH,
        Column(
            name="insurance_scheme", kind="text", title=Text("险种", "Insurance scheme"), headers=("险种类型", "参保险种"),
            codelist="insurance_scheme", example="养老保险",
        ),
        Column(
            name="employer", kind="text", title=Text("参保单位", "Insured by"), headers=("缴费单位", "参保单位名称", "缴费单位名称"),
            example="梁家寨乡样例卫生院",
        ),
        Column(name="is_paid", kind="boolean", title=Text("是否到账", "Paid"), headers=("是否缴费", "是否足额缴费"), example="是"),
        Column(
            name="contribution_yuan", kind="money", title=Text("缴费金额", "Contribution"), headers=("缴费额", "缴费金额(元)"), unit="yuan",
            minimum=0,
            example="912.00",
        ),
    ),
    sheets=(
        Sheet(
            name="social_insurance", title=Text("社会保险缴费", "Social insurance"),
            signature=("id_number", "facility_code", "month", "insurance_scheme"),
        ),
    ),
    wanted=(Wanted("is_paid"),),
)

"""Certificates to practise: which, of whom, until when, and where they are registered."""

from pipelines.columns import COUNTY_BUREAU, EMPLOYER_CODE, PERSON_COLUMNS
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet, Wanted
from pipelines.core.text import Text

LICENCE = Dataset(
    name="licence",
    title=Text("执业证书", "Licences"),
    grain=Text("一行是一个人的一本执业证书", "One row is a person's licence"),
    key=("person_key", "licence_type", "issued_on"),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "每次报送全部在册证书；换证、升级另起一行，旧证保留并填有效期止",
        "The whole register each time; a renewal or a higher licence is a row of its own, the old one stays with its last day",
    ),
    required=("facility_code", "licence_type", "issued_on"),
    in_order=(("issued_on", "valid_to"),),
    references=(
        Reference("facility_code", "facility", "facility_code"),
        Reference("registered_facility_code", "facility", "facility_code"),
    ),
    columns=(
        *PERSON_COLUMNS,
        EMPLOYER_CODE,
        Column(
            name="licence_type", kind="text", title=Text("证书类型", "Licence type"), headers=("执业证书类型", "执业证类型", "证书类别"),
            codelist="licence_type", example="乡村医生证",
        ),
        Column(
            name="licence_number", kind="code", title=Text("证书编号", "Licence number"), headers=("执业证书编号", "执业证书编码", "证书号码"),
            personal=True, private=True,
            note=Text("可不填；医师资格证书编码含身份证号，只留在原始档案", "Optional; a physician's number holds the ID number, so it stays in the archive"),
        ),
        Column(
            name="issued_on", kind="date", title=Text("发证日期", "Issued on"), headers=("批准日期", "首次发证日期", "证书取得日期"),
            example="2019-06-01",
        ),
        Column(
            name="valid_to", kind="date", title=Text("有效期止", "Valid to"), headers=("有效期至", "到期日期", "证书到期日期"),
            example="2024-05-31", note=Text("长期有效的留空或写“长期”", "Blank, or a word for it, where it does not expire"),
        ),
        Column(
            name="registered_region_code", kind="code", title=Text("注册地区代码", "Region of registration"), headers=("执业地点代码", "注册地代码"),
            example="140322", note=Text("主要执业地点所在县（区）的代码", "Code of the county of the main place of practice"),
        ),
        Column(
            name="registered_facility_code", kind="code", title=Text("注册机构代码", "Facility of registration"),
            headers=("执业机构代码", "主要执业机构代码", "注册单位代码"), example="140322203-V01",
            note=Text("证书上登记的执业机构；与任职机构不同的，系统会提示", "The facility on the licence; where it is not the one of work, you are told"),
        ),
        Column(
            name="practice_scope", kind="text", title=Text("执业范围", "Scope of practice"), headers=("专业范围",), example="全科医学专业"
        ),
    ),
    sheets=(
        Sheet(
            name="licence", title=Text("执业证书", "Licences"),
            signature=("id_number", "facility_code", "licence_type", "issued_on"),
        ),
    ),
    wanted=(Wanted("registered_facility_code"),),
)

"""Documents handed in with an application: which were there, and which were valid."""

from pipelines.columns import APPLICATION_ID, COUNTY_BUREAU, EMPLOYER_CODE, VALID_TO
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

DOCUMENT = Dataset(
    name="document",
    title=Text("申请材料", "Documents of applications"),
    grain=Text("一行是一份申请的一种材料", "One row is a kind of document of an application"),
    key=("application_id", "document_kind"),
    place="facility_code",
    period="event",
    dated_by="checked_on",
    topic="money",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "应交的材料每种一行，缺的填“否”；只登记有无和是否有效，不登记证件号码。补交后按新的核验日期再报，以最后一次为准",
        "A row for each document that was asked for, no where it is missing; numbers of documents are not recorded. Handed in "
        "later, it is sent again under the new day of checking, and the last one counts",
    ),
    required=("application_id", "facility_code", "document_kind", "checked_on", "is_present"),
    references=(
        Reference("application_id", "application", "application_id"),
        Reference("facility_code", "facility", "facility_code"),
    ),
    columns=(
        APPLICATION_ID,
        EMPLOYER_CODE,
        Column(
            name="document_kind", kind="text", title=Text("材料种类", "Kind of document"), headers=("材料名称",), codelist="document_kind",
            example="服务协议",
        ),
        Column(name="is_present", kind="boolean", title=Text("是否提交", "Handed in"), headers=("是否齐备",), example="是"),
        Column(
            name="is_valid", kind="boolean", title=Text("是否真实有效", "Valid"), headers=("是否有效",), example="是",
            note=Text("尚未核验的留空", "Leave blank what was not checked"),
        ),
        VALID_TO,
        Column(name="checked_on", kind="date", title=Text("核验日期", "Checked on"), headers=("材料核验日期",), example="2023-03-15"),
    ),
    sheets=(
        Sheet(
            name="documents", title=Text("申请材料清单", "List of documents"),
            signature=("application_id", "document_kind", "is_present", "checked_on"),
        ),
    ),
)

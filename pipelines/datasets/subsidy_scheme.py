"""Subsidy schemes: what is subsidised, on whose authority, on which conditions, from when to when."""

from pipelines.columns import PREFECTURE_BUREAU, SCHEME_ID, SOURCE_LEVEL, VALID_FROM, VALID_TO
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

SUBSIDY_SCHEME = Dataset(
    name="subsidy_scheme",
    title=Text("补贴项目", "Subsidy schemes"),
    grain=Text("一行是一个补贴项目", "One row is a subsidy scheme"),
    key=("scheme_id",),
    period="none",
    topic="money",
    filled_by=PREFECTURE_BUREAU,
    note=Text(
        "整表报送：新表替换旧表。已停止的项目保留在表中，填写失效日期，以前的发放记录才能对得上",
        "Sent whole: a new list replaces the old one. Keep a scheme that has ended, with its last day, or grants of it lose "
        "their scheme",
    ),
    required=("scheme_id", "scheme_title", "subsidy_type"),
    in_order=(("valid_from", "valid_to"),),
    columns=(
        SCHEME_ID,
        Column(
            name="scheme_title", kind="text", title=Text("补贴项目名称", "Title of the scheme"), headers=("补贴名称",),
            example="引进毕业生安家补助",
        ),
        Column(
            name="subsidy_type", kind="text", title=Text("补贴类型", "Type of subsidy"), headers=("补贴类别",), codelist="subsidy_type",
            example="一次性从业（安家）补助",
        ),
        Column(name="authority", kind="text", title=Text("主管部门", "Authority"), headers=("发文机关", "发文单位"), example="市卫生健康委"),
        Column(name="document_no", kind="text", title=Text("文号", "Document number"), headers=("发文字号", "文件号")),
        SOURCE_LEVEL,
        Column(
            name="area_code", kind="code", title=Text("适用地区代码", "Code of the area covered"), headers=("适用地区", "政策覆盖范围"),
            note=Text("整个辖区适用的留空", "Leave blank where the whole area of the bureau is covered"), example="140322",
        ),
        Column(
            name="conditions", kind="text", title=Text("申领条件", "Conditions"), headers=("条件",), example="签订 5 年以上服务协议，全职在岗"
        ),
        Column(
            name="agreement_years_needed", kind="number", title=Text("要求协议年限", "Years of agreement asked for"),
            headers=("协议年限要求",), unit="year", minimum=0, maximum=60, example="5",
        ),
        Column(
            name="service_years_needed", kind="number", title=Text("要求服务年限", "Years of service asked for"),
            headers=("服务年限要求",), unit="year", minimum=0, maximum=60, example="1",
            note=Text("申请时应已服务满的年数", "Years to have served by the day of applying"),
        ),
        Column(
            name="is_full_time_needed", kind="boolean", title=Text("是否要求全职在岗", "Full time asked for"),
            headers=("要求全职",), example="是",
        ),
        VALID_FROM,
        VALID_TO,
    ),
    sheets=(
        Sheet(
            name="schemes", title=Text("补贴项目表", "List of subsidy schemes"), signature=("scheme_id", "scheme_title", "subsidy_type")
        ),
    ),
)

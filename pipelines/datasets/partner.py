"""What partners outside the health service committed to, and whether they met it."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

PARTNER = Dataset(
    name="partner",
    title=Text("合作承诺", "Partners"),
    grain=Text("一行是一个合作单位的一项承诺", "One row is a commitment of a partner"),
    key=("partner_name", "partner_item"),
    place="region_code",
    period="none",
    topic="policy",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "同一单位的几项承诺分行填写；同一单位在不同地区的承诺，事项中写明地区",
        "A row for each commitment of a partner; where a partner has the like in several places, say in the item which place",
    ),
    required=("partner_name", "partner_item", "region_code", "partner_kind"),
    in_order=(("cooperation_start_on", "cooperation_end_on"), ("cooperation_start_on", "due_on"), ("cooperation_start_on", "met_on")),
    columns=(
        Column(
            name="partner_name", kind="text", title=Text("合作单位", "Partner"), headers=("合作方", "合作单位名称"), example="示范医科大学",
        ),
        Column(
            name="partner_item", kind="text", title=Text("合作事项", "Item"), headers=("承诺事项", "合作项目"), example="定向培养招生",
        ),
        Column(
            name="partner_kind", kind="text", title=Text("合作方类型", "Kind of partner"), headers=("单位类型",), codelist="partner_kind",
            example="高校",
        ),
        replace(REGION_CODE, title=Text("受益地区代码", "Place that benefits"), headers=("地区代码", *REGION_CODE.headers)),
        Column(
            name="cooperation_start_on", kind="date", title=Text("合作开始日期", "Cooperation starts"), headers=("协议开始日期",),
            example="2020-09-01",
        ),
        Column(
            name="cooperation_end_on", kind="date", title=Text("合作结束日期", "Cooperation ends"), headers=("协议结束日期",),
            example="2025-08-31",
        ),
        Column(
            name="commitment", kind="text", title=Text("承诺内容", "Commitment"), headers=("承诺",), example="每年招收 20 名定向生",
        ),
        Column(name="due_on", kind="date", title=Text("兑现时限", "Due on"), headers=("应兑现日期",), example="2021-09-30"),
        Column(
            name="is_met", kind="boolean", title=Text("是否兑现", "Met"), headers=("是否完成",), example="是",
            note=Text("未到期、尚无结果的留空", "blank while it is not due and nothing is known"),
        ),
        Column(name="met_on", kind="date", title=Text("兑现日期", "Met on"), headers=("实际兑现日期",), example="2021-09-15"),
    ),
    sheets=(
        Sheet(
            name="commitments", title=Text("合作承诺台账", "Partners and commitments"),
            signature=("partner_name", "partner_item", "partner_kind"),
        ),
    ),
)

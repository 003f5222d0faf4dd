"""What clinics have to work with: devices, networks, systems, equipment, consumables, aids."""

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_FACILITIES = Text("机构名录所列在办机构，不是人员", "Open facilities of the register; no staff group")
_REPORTING = Text("有该月报告的机构，不是人员", "Facilities with a report of the month; no staff group")
_REGISTER = Text("机构名录", "Register of facilities")
_AS_OF = Text(
    "有设备不等于在用；未填的机构分子、分母都不计。名录没有日期的，自名录中最近在线日起才有数",
    "To have it is not to use it; where the register leaves it blank a facility is in neither part. A register without a "
    "date speaks from its "
    "last day online on",
)
_MONTHS = Text(
    "多个月的时期按机构月合计，一个月即机构数之比；未报的机构月不计",
    "Over several months it is of facility-months, in one month of facilities; months not reported are left out",
)


def _digital(name: str, title: Text, definition: Text, top: str, bottom: str) -> Indicator:
    return Indicator(
        name=name, title=title, definition=definition, unit="share", polarity="higher", kind="ratio", base=_FACILITIES, source=_REGISTER,
        needs=("facility",), caveat=_AS_OF, numerator=Measure(mart="facility_digital", column=top),
        denominator=Measure(mart="facility_digital", column=bottom), interval="wilson", breakdowns=PLACES,
    )


DIGITAL_READY_SHARE = _digital(
    "digital_ready_share", Text("信息化就绪率", "Digital readiness"),
    Text("智能设备、网络、诊疗信息系统三者齐备的机构 ÷ 三项可判定的机构", "Facilities with a device, a network and a clinical system ÷ those of which it can be told"),
    "ready", "readiness_known",
)
DEVICE_SHARE = _digital(
    "device_share", Text("有智能设备的机构占比", "Facilities with a smart device"),
    Text("有智能健康设备的机构 ÷ 已填的机构", "Facilities with at least one connected device ÷ those that say"), "has_device", "device_known",
)
NETWORK_SHARE = _digital(
    "network_share", Text("通网络的机构占比", "Facilities with a network"),
    Text("接入网络的机构 ÷ 已填的机构", "Facilities connected to a network ÷ those that say"), "is_connected", "network_known",
)
CLINICAL_SYSTEM_SHARE = _digital(
    "clinical_system_share", Text("用诊疗信息系统的机构占比", "Facilities with a clinical system"),
    Text("使用电子诊疗信息系统（单机或平台）的机构 ÷ 已填的机构", "Facilities with an electronic clinical system ÷ those that say"),
    "is_electronic", "system_known",
)

ONLINE_SHARE = Indicator(
    name="online_share",
    title=Text("在线达标率", "Facilities online enough"),
    definition=Text(
        "当月在线天数达到站点标准（online_days，默认 20 天）的机构 ÷ 报了在线天数的机构",
        "Facilities online on as many days of the month as the site asks for (online_days, 20 unless set) ÷ facilities that "
        "report days online",
    ),
    unit="share", polarity="higher", kind="ratio", base=_REPORTING, source=Text("机构开诊情况月报", "Monthly facility status"),
    needs=("facility_status",), caveat=_MONTHS, numerator=Measure(mart="online_month", column="online_months"),
    denominator=Measure(mart="online_month", column="facility_months"), interval="wilson", breakdowns=PLACES,
)

STANDARD_KIT_SHARE = Indicator(
    name="standard_kit_share",
    title=Text("设备达标率", "Standard kit met"),
    definition=Text(
        "站点标准（norms.kit）所列设备样样有且可用的村卫生室（社区站）÷ 盘点过设备的村卫生室（社区站）",
        "Village clinics and community stations with every kind of equipment of the site's kit in working order ÷ those whose "
        "equipment was counted",
    ),
    unit="share", polarity="higher", kind="ratio", base=Text("村卫生室与社区卫生服务站，不是人员", "Village clinics and community stations; no staff group"),
    source=Text("医疗设备表；站点设置 norms.kit", "List of equipment; site setting norms.kit"), needs=("asset",),
    caveat=Text(
        "标准由站点设置，未设置则没有数；自盘点日起 12 个月内有效；没有盘点的机构不计",
        "The kit is a site setting, and without it there is no figure; a count speaks for 12 months; clinics that were not "
        "counted are left out",
    ),
    numerator=Measure(mart="facility_kit", column="complete"), denominator=Measure(mart="facility_kit", column="facilities"),
    interval="wilson", breakdowns=PLACES,
)

EQUIPMENT_UPTIME = Indicator(
    name="equipment_uptime",
    title=Text("设备完好率（按天）", "Equipment up-time"),
    definition=Text(
        "盘点前 12 个月内设备可用天数 ÷ 在册天数",
        "Days equipment could be worked with ÷ days it was there, in the 12 months before it was counted",
    ),
    unit="share", polarity="higher", kind="ratio", base=Text("在册设备，不是人员", "Equipment on the list; no staff group"),
    source=Text("医疗设备表", "List of equipment"), needs=("asset",),
    caveat=Text(
        "启用不满一年的按启用天数；报废的和未填停用天数的不计",
        "Equipment in use for less than a year counts its days; scrapped pieces and those without days out of order are left out",
    ),
    numerator=Measure(mart="asset_uptime", column="working_days"), denominator=Measure(mart="asset_uptime", column="asset_days"),
    breakdowns=("asset_kind", *PLACES),
)

STOCK_OUT_DAYS = Indicator(
    name="stock_out_days",
    title=Text("机构月均耗材缺货天数", "Stock-out days per clinic-month"),
    definition=Text("各种耗材缺货天数之和 ÷ 报送的机构月数", "Days short, summed over the items ÷ facility-months reported"),
    unit="day", polarity="lower", kind="ratio", base=_REPORTING, source=Text("耗材缺货表", "List of stock-outs"), needs=("asset_stockout",),
    caveat=Text("两种耗材同日缺货计两天；没有报 0 的视为未报", "Two items short on one day are two; a month without a row, even of 0, was not reported"),
    numerator=Measure(mart="stockout_month", column="days_short"), denominator=Measure(mart="stockout_month", column="facility_months"),
    breakdowns=PLACES,
)

AI_USE_SHARE = Indicator(
    name="ai_use_share",
    title=Text("智能辅诊使用率", "Facilities using aided diagnosis"),
    definition=Text("当月用过智能辅诊的机构 ÷ 报了使用次数的机构", "Facilities that used aided diagnosis in the month ÷ facilities that report it"),
    unit="share", polarity="higher", kind="ratio", base=_REPORTING, source=Text(
        "辅助诊断系统统计",
        "Counts of the diagnostic aid",
    ), needs=("ai_use",),
    caveat=_MONTHS, numerator=Measure(mart="ai_month", column="months_used"), denominator=Measure(mart="ai_month", column="facility_months"),
    interval="wilson", breakdowns=PLACES,
)

AI_ACCEPTANCE = Indicator(
    name="ai_acceptance",
    title=Text("智能辅诊采纳率", "Advice of aided diagnosis accepted"),
    definition=Text("采纳次数 ÷ 使用次数，只计两者都报了的", "Readings whose advice was accepted ÷ readings aided, where both are reported"),
    unit="share", polarity="neutral", kind="ratio", base=_REPORTING, source=Text(
        "辅助诊断系统统计",
        "Counts of the diagnostic aid",
    ), needs=("ai_use",),
    caveat=Text("采纳率高不等于辅诊正确", "To be accepted is not to be right"),
    numerator=Measure(mart="ai_month", column="readings_accepted"), denominator=Measure(mart="ai_month", column="readings_judged"),
    interval="wilson", breakdowns=PLACES,
)

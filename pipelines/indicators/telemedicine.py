"""Links to hospitals, their use, and how requests are answered."""

from typing import Literal

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_FACILITIES = Text("全部机构，不是人员", "All facilities; no staff group")
_LINKS = Text("医疗机构协作名册", "Register of hospital links")
_REQUESTS = Text("基层机构提出的远程会诊与诊断申请，不是人员", "Requests of clinics to hospitals; no staff group")
_CONSULTATIONS = Text("远程会诊与诊断记录", "Record of consultations")
_MATURE_NETWORKS = Text(
    "远程会诊与诊断记录；成熟网络首次答复约 24 小时（Wootton 等，doi 10.3402/gha.v4i0.7214）",
    "Record of consultations; mature networks take about 24 hours to a first reply (Wootton et al., doi 10.3402/gha.v4i0.7214)",
)
_WHO_2022 = Text(
    "世界卫生组织 2022《远程医疗服务实施综合指南》",
    "WHO 2022, Consolidated telemedicine implementation guide",
)
_WAITING = Text(
    "未答复的申请按删失处理：等到办结或记录的最后时刻仍未答复，既不剔除，也不当作已答复；所以晚问的申请随访较短。"
    "没有时分的按整天算（申请自当日零时起，答复到当日二十四时止），只会偏长",
    "Requests without a reply are censored (waiting up to their end, or the last moment on record), neither dropped nor taken as answered; "
    "late requests were followed for less time. Days without a time of day count whole, a request from its first hour, a reply to its last: "
    "waits are then too long if anything",
)
_BY_KIND = (*PLACES, "consultation_kind")

LINKED_SHARE = Indicator(
    name="linked_share",
    title=Text("远程接入率", "Share of clinics linked"),
    definition=Text(
        "期末与上级医院有有效协作的机构 ÷ 协作名册所覆盖县区的机构数",
        "Facilities with a link to a hospital in force at the end of the period ÷ facilities of the counties a register of links covers",
    ),
    unit="share", polarity="higher", kind="ratio", base=_FACILITIES, source=_LINKS, needs=("link",),
    caveat=Text("接入不等于使用，请与活跃率并看", "Linked is not used: read it beside the active share"),
    numerator=Measure(mart="link_state", column="linked"),
    denominator=Measure(mart="link_state", column="in_link_register"),
    interval="wilson", breakdowns=PLACES,
)


def _active(name: str, which: Text, window: Literal["short", "long"], column: str) -> Indicator:
    return Indicator(
        name=name,
        title=Text(f"已接入机构活跃率（{which.zh}）", f"Linked clinics active, {which.en}"),
        window=window,
        title_in_days=Text("已接入机构活跃率（{days} 天内）", "Linked clinics active within {days} days"),
        definition=Text(
            f"期末有有效协作、且截至期末的{which.zh}内用过的机构 ÷ 期末有有效协作的机构；远程影像按影像、远程心电按心电等对应的申请算使用，帮扶类协作有任何申请或下沉即算；天数由站点设置 active_days（默认 30、90 天）",
            f"Linked clinics whose link was used within the {which.en} up to the end of the period ÷ clinics with a link in force then. A "
            "link for images "
            "is used by images, one for tracings by tracings, one of support by any request or visit; days are the site setting "
            "active_days "
            "(30 and 90 unless set)",
        ),
        unit="share", polarity="higher", kind="ratio", base=_FACILITIES, source=_LINKS, needs=("link",),
        caveat=Text("与远程接入率并看：分母是已接入的机构", "Read it beside the linked share: it divides by linked clinics only"),
        numerator=Measure(mart="link_state", column=column),
        denominator=Measure(mart="link_state", column="linked"),
        interval="wilson", breakdowns=PLACES,
    )


ACTIVE_SHARE_SHORT = _active("active_share_short", Text("短观察窗", "short window"), "short", "active_short")
ACTIVE_SHARE_LONG = _active("active_share_long", Text("长观察窗", "long window"), "long", "active_long")

CONSULTATION_RATE = Indicator(
    name="consultation_rate",
    title=Text("每千人口远程申请数", "Consultations per 1,000 people"),
    definition=Text(
        "期内提出的远程会诊与诊断申请（人次）÷ 站点所选口径人口 × 1,000；全年的数即每千人年，不足一年的时期不折算",
        "Requests made in the period ÷ people of the chosen kind × 1,000. Of a year it is per 1,000 person-years; a shorter period is not "
        "annualised",
    ),
    unit="events_per_1000", polarity="neutral", kind="ratio", base=_REQUESTS, source=_CONSULTATIONS, needs=("consultation",),
    caveat=Text("申请含后来取消、退回和未答复的", "Requests that were later cancelled, sent back or never answered are counted"),
    numerator=Measure(mart="consultation_reply", column="requests"),
    denominator=Measure(mart="population_place", column="persons", population=True),
    scale=1000, interval="byar", breakdowns=("rurality", "remoteness", "consultation_kind"), accumulates=True,
)

LINK_UPTIME = Indicator(
    name="link_uptime",
    title=Text("系统在线率", "Up-time"),
    definition=Text(
        "系统在线天数 ÷ 同月开诊天数，只计报了在线天数的机构月份",
        "Days the clinical system was online ÷ days the facility was open, over the facility-months whose days online were filed",
    ),
    unit="share", polarity="higher", kind="ratio", base=_FACILITIES,
    source=Text("机构开诊情况月报", "Monthly return of facility status"), needs=("facility_status",),
    caveat=Text(
        "不采集在线分钟数，以天代替；一天登录一次即算在线，当天的中断看不出来",
        "Minutes are not collected, days stand for them; one sign-in makes a day online, so a failure within a day is not seen",
    ),
    numerator=Measure(mart="uptime_month", column="online_days"),
    denominator=Measure(mart="uptime_month", column="scheduled_days"),
    breakdowns=PLACES,
)


def _response(name: str, title: Text, which: Text) -> Indicator:
    return Indicator(
        name=name, title=title,
        definition=Text(
            f"期内提出的申请从提出到首次答复的小时数的{which.zh}（Kaplan-Meier）；分子为已答复数，分母为申请数",
            f"{which.en} of the hours from request to first reply (Kaplan-Meier), over requests made in the period. Numerator: answered; "
            "denominator: requests",
        ),
        unit="hour", polarity="lower", kind="statistic", base=_REQUESTS, source=_MATURE_NETWORKS, needs=("consultation",), caveat=_WAITING,
        rows=Measure(mart="consultation_reply", column="hours_waited", also=("event",)),
        statistic=name, interval="greenwood_loglog", additive=False, breakdowns=_BY_KIND,
    )


RESPONSE_TIME_MEDIAN = _response(
    "response_time_median", Text("首次答复时间中位数", "Response time, median"), Text("中位数", "Median")
)
RESPONSE_TIME_P90 = _response(
    "response_time_p90", Text("首次答复时间第 90 百分位数", "Response time, 90th percentile"), Text("第 90 百分位数", "90th percentile")
)

RESPONSE_WITHIN_24H = Indicator(
    name="response_within_24h",
    title=Text("24 小时内答复率", "Answered within 24 hours"),
    definition=Text(
        "期内提出的申请在 24 小时内（含）得到首次答复的比例（1 − Kaplan-Meier S(24)）；分子为已答复数，分母为申请数",
        "Share of requests made in the period that had a first reply within 24 hours, 1 − S(24) (Kaplan-Meier). Numerator: answered; "
        "denominator: requests",
    ),
    unit="share", polarity="higher", kind="statistic", base=_REQUESTS, source=_MATURE_NETWORKS, needs=("consultation",), caveat=_WAITING,
    rows=Measure(mart="consultation_reply", column="hours_waited", also=("event",)),
    statistic="response_within_24h", interval="greenwood_loglog", additive=False, breakdowns=_BY_KIND,
)

CONSULTATION_COMPLETION = Indicator(
    name="consultation_completion",
    title=Text("远程申请办结率", "Consultations completed"),
    definition=Text(
        "期内提出的申请中，结果为给出意见、就地治疗或建议转诊的 ÷ 全部申请；取消、退回、未答复的留在分母",
        "Requests made in the period that ended in advice, local treatment or referral ÷ all of them; those cancelled, sent back or never "
        "answered stay in the denominator",
    ),
    unit="share", polarity="higher", kind="ratio", base=_REQUESTS, source=_WHO_2022, needs=("consultation",),
    caveat=Text("期末刚提出、尚未办结的也在分母", "Requests made at the end of the period and still open are in the denominator"),
    numerator=Measure(mart="consultation_reply", column="completed"),
    denominator=Measure(mart="consultation_reply", column="requests"),
    interval="wilson", breakdowns=_BY_KIND,
)

TRANSFER_AVOIDED_SHARE = Indicator(
    name="transfer_avoided_share",
    title=Text("避免转诊率", "Transfers avoided"),
    definition=Text(
        "已办结且记为避免转诊的申请 ÷ 已办结且填了是否避免转诊的申请",
        "Completed requests marked as having avoided a transfer ÷ completed requests for which that was told",
    ),
    unit="share", polarity="higher", kind="ratio", base=_REQUESTS, source=_WHO_2022, needs=("consultation",),
    caveat=Text("由填报人判断，没有对照", "The judgement of whoever filled it in; there is nothing to compare with"),
    numerator=Measure(mart="consultation_reply", column="transfer_avoided"),
    denominator=Measure(mart="consultation_reply", column="transfer_told"),
    interval="wilson", breakdowns=_BY_KIND,
)

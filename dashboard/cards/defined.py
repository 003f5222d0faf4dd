"""What the cards of events and records count, where no indicator says it: by kind of card, with how many it rests on and how intervals are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.core.text import Text

Rows = Literal["all", "first", "last"]
OPEN_FACILITY = "people"  # the card of facilities, where one of them is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """What a kind of card says of its figures beside what its indicators do.

    `counted` is what stands in it: of what, over whom, as at when; None where the indicators of the card define its figures. `size` says how
    many it rests on, or where that stands: `{n}` is the sum of `columns` over `rows` of its table, the number of rows where no column is named.
    `method` is how its intervals are made, None where its indicators say it.
    """

    counted: Text | None = None
    size: Text | None = None
    columns: tuple[str, ...] = ()
    rows: Rows = "all"
    method: Text | None = None


WILSON_APART = Text("各比例为 Wilson 得分区间，两比例之差为 Newcombe 区间，95 %", "Wilson score intervals of shares, Newcombe's of the difference of two, 95%")
IN_CELLS = Text("n 见各格", "n: in each cell")
IN_BRACKETS = Text("填报机构数见括号内或结论", "facilities that filed: in brackets or in the finding")
PAIRS_TOLD = Text("协作对数见结论", "linked pairs: in the finding")
ITEMS = Text("{n} 条", "items: {n}")
_AGREED = Text("协议 {n} 份", "agreements: {n}")
_LINKS = Text(
    "当日在办机构与上级医院的有效协作（当日在协作起止日期之内），按机构与医院成对计，并按使用情况分：短观察窗内用过、长观察窗内用过、长观察窗内没有用过（闲置）；"
    "观察窗天数由站点设置 active_days；远程影像、心电等按对应的申请算使用，帮扶类协作有任何申请或专家下沉即算",
    "links in force on the day between open clinics and hospitals, by pair of clinic and hospital and by use: within the short window, within the "
    "long one, or not within it (idle); the days of both are the site setting active_days. A link for images or tracings is used by "
    "requests of that kind, one of support by any request or visit",
)

DEFINED: Mapping[str, Defined] = {
    "attention": Defined(size=Text("各地的 n 与每条信号同列", "n: beside each signal")),
    "draft": Defined(
        counted=Text(
            "由本页指标卡的数字和“需要关注”的信号写成；各数的定义见指标卡，信号的规则见“需要关注”",
            "written from the figures at the top of the page and the signals under \"Needs attention\", where each is defined",
        ),
        size=Text("各数的 n 见相应卡片", "n: on the card of each figure"),
    ),
    "changes": Defined(size=Text("各数的 n 见相应卡片", "n: on the card of each figure")),
    "notes": Defined(
        counted=Text("在各卡片上记下的结论与措施，一行一条，不是统计数", "conclusions and measures written on cards, a row each; no statistics"),
        size=ITEMS,
    ),
    "pyramid": Defined(size=Text("{n} 人", "people: {n}"), columns=("value",)),
    "gaps": Defined(size=Text("{n} 个地区", "places: {n}")),
    "villages": Defined(
        counted=Text(
            "当日在村名录上的行政村（不含社区）中，村内有卫生室而没有医生在岗的，和村内没有卫生室的；兼岗和上级派驻的医生也算在岗。"
            "村民数、到最近卫生室的公里数按村名录填报，分钟数按通行时间表",
            "of the villages on the register on the day (no communities): those whose clinic has no doctor in post, second posts and "
            "doctors seconded from "
            "above counting, and those without a clinic. Residents and kilometres are as registered, minutes from the table of travel times",
        ),
        size=Text("{n} 个村", "villages: {n}"),
    ),
    "clinics": Defined(
        counted=Text(
            "期末开放的机构；全部人员、医生、执业（助理）医师为期末在岗人数，每人只在主要岗位计一次",
            "facilities open on the last day of the period; all staff, doctors and licensed (assistant) physicians in post on it, each "
            "person once at the "
            "main post",
        ),
        size=Text("机构 {n} 家", "facilities: {n}"),
    ),
    OPEN_FACILITY: Defined(
        counted=Text(
            "期末在该机构有岗位的人员，主要岗位和兼职都列；年龄、职称、资格为期末的情况",
            "people with a post in the facility on the last day of the period, main posts and second ones; age, title and licence as at that day",
        ),
        size=Text("{n} 行，每人每岗一行", "rows: {n}, one a person and post"),
    ),
    "exit_reasons": Defined(
        counted=Text(
            "每年离岗的乡村医生与乡镇（社区）医生，按离岗原因计人数；括号内为占期初与期末在岗人数平均数的比例。离岗日为最后在岗日的次日，在本地区内换岗不算离岗",
            "village and township doctors who left in each year, by reason; in brackets as a share of the mean of headcount before and at "
            "the end of the "
            "year. The day of leaving is the one after the last day in post; a move inside the place is no exit",
        ),
        size=Text("最后一年离岗 {n} 人", "leavers of the last year: {n}"), columns=("value",), rows="last",
    ),
    "destinations": Defined(
        counted=Text(
            "期内离开所在机构的乡村医生与乡镇（社区）医生，按人次计，横列为离开后 31 天内所到之处，没有新岗位的归入最末一类",
            "village and township doctors who left a facility in the period, each time one; across, where they took up a post within 31 days, those "
            "without one last",
        ),
        size=Text("离开机构 {n} 人次", "times somebody left a facility: {n}"), columns=("all",), rows="last",
    ),
    "cohorts": Defined(size=Text("每格的 n 为此前最少时的在险人数，写在格内", "n in each cell: the fewest at risk before it")),
    "pay_components": Defined(
        counted=Text(
            "人均年收入的构成：各项实发金额之和 ÷ 实际发薪人年（发薪月数 ÷ 12）；应急专项补贴不属常规收入，单列",
            "what mean pay consists of: paid of each component ÷ person-years paid for (months ÷ 12); emergency payments are no ordinary "
            "pay and stand apart",
        ),
    ),
    "reach": Defined(
        counted=Text(
            "期内报到的培训，按方式分：人次为报到次数，人数为不同的人；报到当日在岗的乡村医生与乡镇（社区）医生。完成率 = 完成 ÷ 已结束，合格率 = 合格 ÷ 参加考核",
            "trainings begun in the period, by mode: attendances are enrolments, persons are different people; village and township doctors "
            "in post on the "
            "first day. Completed ÷ ended, passed ÷ examined",
        ),
        size=Text("报到 {n} 人次", "attendances: {n}"), columns=("attendances",), rows="last",
    ),
    "dose": Defined(
        counted=Text(
            "上年末在岗的乡村医生与乡镇（社区）医生，按上年培训学时分组（n 为组内人数）：当年离开本地区的、在岗而职称或资格提升的、在岗而级别未变的各占组内人数的比例",
            "village and township doctors in post at the end of the year before, by their hours of training in it (n: people of a group): "
            "the shares that "
            "in the year left the area, rose in title or licence, stayed at the same level",
        ),
        method=WILSON_APART,
    ),
    "title_flows": Defined(
        counted=Text(
            "每年取得更高级别职称的乡村医生与乡镇（社区）医生人次，按取得日归年，按由何级到何级分；首次取得职称算由“未评职称”提升",
            "village and township doctors awarded a higher title, by year of award, from which level to which; a first title is a step from no title",
        ),
    ),
    "licence_flows": Defined(
        counted=Text(
            "每年首次取得更高执业资格的在岗乡村医生与乡镇（社区）医生人次，按发证日归年，按提升前后的资格分；第一本证书不算",
            "village and township doctors in post first licensed above what they held, by year of issue, by licence before and after; a "
            "first licence "
            "is no step up",
        ),
    ),
    "ladder": Defined(size=Text("提升 {n} 人次", "steps up: {n}"), columns=("persons",)),
    "students": Defined(
        counted=Text(
            "定向生中已到岗的人数，按到岗年份和当日的去向分：在岗、服务期满仍在岗或已离开、未满即离开、违约",
            "targeted students who took up a post, by year of arrival and by what had become of them on the day: in post, in post or gone after the "
            "obligation, gone before its end, agreement broken",
        ),
    ),
    "link_map": Defined(counted=_LINKS, size=PAIRS_TOLD),
    "link_matrix": Defined(counted=_LINKS, size=PAIRS_TOLD),
    "idle_links": Defined(
        counted=Text(
            "当日有效的协作中，长观察窗（站点设置 active_days）内没有用过的；一行是一家机构与一家医院的一种协作",
            "of the links in force on the day those not used within the long window (site setting active_days); one row is one kind of link "
            "between a "
            "clinic and a hospital",
        ),
        size=Text("闲置协作数与有效协作数", "links idle and links in force"),
    ),
    "replies": Defined(
        counted=Text(
            "期内基层机构提出的远程会诊与诊断申请，按类型：提出后到每一小时仍未得到首次答复的比例（Kaplan-Meier）；未答复的等到办结或记录的最后时刻，按删失计",
            "requests for remote consultation and diagnosis made by clinics in the period, by kind: the share still without a first reply "
            "at each hour after "
            "the request (Kaplan-Meier); those without one wait to their closing or the last moment on record and are censored",
        ),
    ),
    "expert_days": Defined(
        counted=Text(
            "上级医院专家到所选地区机构下沉的专家日 = 专家人数 × 天数（未填按 1 人 1 天），按下沉日期所在月和医院计",
            "expert-days of hospitals at facilities of the place: experts × days, one of each where not stated, by month of the visit and hospital",
        ),
        size=Text("{n} 专家日", "expert-days: {n}"), columns=("total",),
    ),
    "step_matrix": Defined(
        counted=Text(
            "期内提交的补贴申请，按补贴类型：提交件数，以及到目前为止走到各环节的件数和占提交件数的比例（后面的环节已到的，前面的视为已过）。"
            "天数为期内受理的申请在该环节办理天数的中位数（Kaplan-Meier，在办的作删失）；受理至到账自材料齐全到首次到账",
            "applications submitted in the period, by type of subsidy: how many, and how many and which share of them have got to each step "
            "so far (who is at a "
            "later step has passed the earlier ones). Days: median of the step over applications taken in in the period (Kaplan-Meier, open ones "
            "censored); taken in to paid runs from a complete application to the first payment",
        ),
        size=Text("申请 {n} 件", "applications: {n}"), columns=("submitted",),
    ),
    "audit_matrix": Defined(size=Text("每格括号内为不符合数和已判定数", "in each cell in brackets: not met, of those judged")),
    "rate_table": Defined(
        counted=Text(
            "应发日期后的宽限期（站点设置 payment_days）在期内届满的补贴，按补贴项目：应发、实发（截至期末）金额之和；欠发为逐笔应发减实发之和，多发的不抵；"
            "查得到标准的，另计按标准应发之和以及低于、高于标准的差额之和",
            "instalments whose days of grace (site setting payment_days) ended in the period, by scheme: sums due and paid by its last day; "
            "arrears are due "
            "less paid of each, what was overpaid not set off; of those with a rate on record, what the rate gives, and what is below and above it",
        ),
        size=Text("应发 {n} 笔", "instalments due: {n}"), columns=("instalments",),
    ),
    "breach_table": Defined(
        counted=Text(
            "违约日期在该年、且不晚于当日的服务协议份数；应退为这些协议填报的应退金额之和，已退为截至当日退还的金额之和，追回率 = 已退 ÷ 应退",
            "service agreements broken in the year and by the day; to be repaid is the sum stated in them, repaid what came back by the day, "
            "recovered = repaid ÷ to be repaid",
        ),
        size=Text("违约协议 {n} 份", "agreements broken: {n}"), columns=("breaches",),
    ),
    "expiries": Defined(
        counted=Text(
            "当日以前未违约、未协商解除的服务协议份数，按约定的最后一日所在月；前 12 个月为已届满，后 24 个月为将届满",
            "service agreements not broken by the day nor ended by consent, by the month of the last day agreed: the 12 months before the "
            "day have ended, the "
            "24 after are still to end",
        ),
        size=_AGREED, columns=("ended", "ending"),
    ),
    "around_end": Defined(
        counted=Text(
            "以每人最后一份服务协议的约定届满日为零点，每三个月为一期：期内离岗的人数 ÷ 期初在岗且能观察到期末的人数（n）；离岗不含死亡、身份转换与本地区内调动",
            "with the last day agreed of each person's last service agreement as zero, for each three months: those who left in them ÷ "
            "those in post at the "
            "beginning and watched to the end (n); death, reclassification and moves inside the place are no exits",
        ),
        method=WILSON_APART,
    ),
    "ending_soon": Defined(
        counted=Text(
            "当日在岗、服务协议未违约、未协商解除且约定届满日在其后一年内的人员，一份协议一行",
            "people in post on the day whose service agreement, neither broken nor ended by consent, ends within a year of it; a row an agreement",
        ),
        size=_AGREED,
    ),
    "stay_bars": Defined(
        counted=Text(
            "一年前当日在岗的乡村医生与乡镇（社区）医生，按其前 12 个月是否领过岗位津贴分组（n 为组内人数）：其中一年后仍在本地区在岗的比例；边远类别按当时主要岗位所在机构",
            "village and township doctors in post on the day a year before, by whether they were paid a post allowance in the 12 months "
            "before it (n: people "
            "of a group): the share still in post in the place a year later; remoteness is that of the main post then",
        ),
        method=WILSON_APART,
    ),
    "case_places": Defined(
        counted=Text(
            "该年人员、薪酬、证书、培训、社保与补贴申请记录互相核对，同一人或同一笔款对不上的，按问题类型与地区计件数、人数和涉及金额；合计中每人、每笔只计一次",
            "where records of staff, pay, licences, training, insurance and applications of the year do not agree on a person or an amount: "
            "cases, persons and amounts by kind and place; together each person and amount once",
        ),
        size=Text("{n} 件", "cases: {n}"), columns=("cases",), rows="first",
    ),
    "work_matrix": Defined(
        counted=Text(
            "机构填报的门诊人次，按月列；本地未按月填报的按年列；机构多的地区按下级地区相加",
            "outpatient visits as facilities filed them, by month, by year where none is filed by month; summed over the places below where "
            "there are many facilities",
        ),
        size=IN_BRACKETS,
    ),
    "work_kinds": Defined(
        counted=Text(
            "各机构填报的各项服务量相加，按年：人次、次数为当年合计，登记、管理、建档为年末数",
            "what facilities filed of each kind of service, summed by year: visits and events of the year, registers and records as at its end",
        ),
        size=IN_BRACKETS,
    ),
    "standards": Defined(size=Text("标准 {n} 项", "standards: {n}")),
    "measures": Defined(size=Text("各项的单位数见表", "units of each: in the table")),
    "clusters": Defined(size=Text("{n} 个单位", "places: {n}")),
    "claims": Defined(
        counted=Text(
            "公开说法登记表中的数字，与按其可能的口径、时期和地区由业务记录重算的结果对照",
            "figures of the register of claims, beside what the records give under each way they may have been meant",
        ),
        size=ITEMS,
    ),
    "datasets": Defined(counted=Text("每类记录已载入的行数、起止时间和模板", "rows loaded of each kind of record, their span and its template"), size=ITEMS),
    "scores": Defined(
        counted=Text("得分 = 100 × 通过的检验数 ÷ 全部检验数，地区得分由其下全部检验重算，不取平均",
                     "score = 100 × tests passed ÷ tests made; a place's is worked out over all tests below it, never averaged"),
        size=Text("每格括号内为通过数和检验数", "in each cell in brackets: passed, of tests made"),
    ),
    "findings": Defined(counted=Text("期内没有通过的数据质量检验，一行一项", "tests of data quality not passed in the period, a row each"), size=ITEMS),
    "cases": Defined(
        counted=Text("该年人员、薪酬、证书等记录互相核对，同一人或同一笔款对不上的，按问题类型",
                     "where records of staff, pay, licences and more of the year do not agree on a person or an amount, by kind"),
        size=ITEMS,
    ),
    "case_list": Defined(counted=Text("同上表的各件，一行一件；金额只计该年的款项", "the cases of the table above, one a row, with the money of the year"), size=ITEMS),
    "builds": Defined(counted=Text("本机保留的数据版本", "builds kept on this computer"), size=ITEMS),
    "batches": Defined(counted=Text("各次报送的批次及其文件数、行数", "batches handed in, their files and rows"), size=ITEMS),
    "quality": Defined(
        counted=Text("每个文件读入的行数及其去向：已加载、隔离、重复、按规则略去", "rows read from each file and what became of them: loaded, quarantined, duplicate, ignored"),
        size=ITEMS,
    ),
    "kept_out": Defined(counted=Text("生效批次中因错误未采用的行，指明文件、工作表和行", "rows of batches in force kept out for a mistake, by file, sheet and "
    "row"), size=ITEMS),
    "unmatched": Defined(counted=Text("没有上级或不在图上的地区", "places without a parent or an outline"), size=ITEMS),
    "catalogue": Defined(counted=Text("本系统的全部指标，一行一项", "all indicators of this system, a row each"), size=ITEMS),
}

"""The words charts share, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.core.indicator import STATUS_TITLES
from pipelines.core.release import PROFILE_TITLES
from pipelines.core.text import Lang, Text

STATUS: dict[str, Text] = dict(STATUS_TITLES)
STATUS_CELL: dict[str, Text] = {**STATUS, "suppressed": Text("*", "*")}
MARK: dict[str, Text] = {
    "small_n": Text("n={n}", "n={n}"),
    "partial": Text("{reported}/{expected} 上报", "{reported}/{expected} reported"),
}
RECAST = Text("近似", "approximate")
YEARS_ARE_FILED = Text("本时段未单独填报，只有全年数；请选择年份", "filed for whole years only: choose a year")
YEARS_ARE_COUNTED = Text("按全年统计；请选择年份", "counted over whole years only: choose a year")
YEARS_ONLY = Text("只有全年数，未列出：{names}", "Not listed, because counted over or filed for whole years only: {names}")
BY_YEAR = Text("按年统计", "yearly")  # where a tile has its number
EMPTY: dict[str, Text] = {
    "not_collected": Text("{indicator}：未采集。{region}没有单位上报所需的数据。",
                          "{indicator}: not collected. No unit in {region} reports the data it needs."),
    "filed_by_year": Text(f"{{indicator}}：{YEARS_ARE_FILED.zh}。", f"{{indicator}}: {YEARS_ARE_FILED.en}."),
    "not_estimable": Text("{indicator}：不可估计。人数过少，或人员标识不能跨期对应。",
                          "{indicator}: not estimable. Too few people, or identifiers do not follow people over time."),
    "not_reached": Text("{indicator}：未达到。随访所及，仍有一半以上的人在岗。",
                        "{indicator}: not reached. As far as people could be followed more than half are still there."),
    "suppressed": Text("{indicator}：在本发布口径下已隐藏。", "{indicator}: suppressed in this release profile."),
    "no_denominator": Text("{indicator}：没有分母，无法计算。", "{indicator}: there is no denominator to divide by."),
    "none": Text("{indicator}：所选地区和时间没有数据。", "{indicator}: no data for this place and period."),
}
REFUSED = Text("{indicator}：不可估计。{why}", "{indicator}: not estimable. {why}")
LEVELS: dict[str, Text] = {
    "nation": Text("国家", "nations"),
    "province": Text("省份", "provinces"),
    "prefecture": Text("地市", "prefectures"),
    "county": Text("县区", "counties"),
    "township": Text("乡镇街道", "townships"),
    "facility": Text("机构", "facilities"),
    "region": Text("大区", "regions"),
    "ccg": Text("临床委托组", "CCGs"),
    "icb": Text("照护委员会", "integrated care boards"),
    "practice": Text("诊所", "practices"),
}
PLACES = Text("地区", "places")
TENURE: dict[str, Text] = {
    "day": Text("天", "days"), "week": Text("周", "weeks"), "month": Text("个月", "months"), "year": Text("年", "years"),
}
TENURE_AXIS: dict[str, Text] = {
    "day": Text("入职后天数", "Days since joining"),
    "week": Text("入职后周数", "Weeks since joining"),
    "month": Text("入职后月数", "Months since joining"),
    "year": Text("入职后年数", "Years since joining"),
}
PROFILE = PROFILE_TITLES
SYNTHETIC = Text("合成演示数据", "synthetic demo data")
AT_RISK = Text("在险人数", "At risk")
TARGET = Text("标准 {value}", "Norm {value}")
MEDIAN = Text("中位 {value}", "Median {value}")
N = Text("n = {n}", "n = {n}")
NO_SIZE = Text("不是某一数量的人或件中的比例或均值，没有样本量", "no share or mean of a number of people or cases: no sample size")
IS_COUNT = Text("数值本身就是计数", "the figure is itself the count")
PLACE_COUNT = Text("{n} 个{places}", "{n} {places}")
REPORTED = Text("上报 {reported}/{expected}", "reported {reported}/{expected}")
SOURCE = Text("来源 {source}", "source: {source}")
AS_AT = Text("截至 {day}", "as at {day}")
BUILD = Text("版本 {build}", "build {build}")
INTERVAL = Text("95 % 区间", "95% interval")
HALF_OPEN: dict[str, Text] = {  # an order statistic beyond the last value: so few that not even the largest is an upper limit
    "lower": Text("下限 {limit}，数量太少，得不出上限", "from {limit}: too few for an upper limit"),
    "upper": Text("上限 {limit}，数量太少，得不出下限", "to {limit}: too few for a lower limit"),
}
MORE = Text("另有 {n} 个{places}未画出", "{n} more {places} not drawn")
BETWEEN = Text("⋯ 隔 {n} 个", "⋯ {n} between")
DROPPED = Text("另有 {n} 类未画出", "{n} more categories not drawn")
NOT_RANKED = Text("{n} 个{places}上报不全，不参加排名", "{n} {places} partly reported and not ranked")
WITHOUT_NUMBER = Text("{n} 个{places}无数值（{status}）", "{n} {places} without a number ({status})")
NO_BOUNDARIES = Text("没有加载边界，改为逐地显示", "No boundaries are loaded; shown place by place")
ENDS_AT_NORM = Text("色阶在标准 {norm} 处分界", "a class ends at the norm of {norm}")
ALL_YEARS = Text("分级按各年的全部数值划定，各年颜色可以对照", "classes are cut over the values of all years: colours compare from year to year")
APPROXIMATE = Text("位置为近似", "Approximate location")
UNMATCHED = Text("{n} 个{places}没有边界：{names}", "{n} {places} without an outline: {names}")
TOO_SMALL = Text("图上太小看不清的：", "Too small to be made out:")
EVERY_DOT = Text("每点为一个{places}", "each dot is one of the {places}")
POLICIES = Text("政策施行：{names}", "policies in force from: {names}")
NAMES_AS_FILED = Text("政策名称照来源原文", "policy names stand in Chinese, as in the source")
POLICIES_TOGETHER = Text(
    "{quarters} 有两项以上政策同时施行，其后的变化难以归于某一项", "two or more policies began in {quarters}: what follows cannot be put down to one of them",
)
CUT = Text("曲线画到入职后 {at} {unit}为止，其后未画", "the curve is cut at {at} {unit} after joining; it goes on beyond")
LATE_ENTRY = Text(
    "在险人数：0 处为入职起即被观察的人；记录起始前入职的，从其时已满的在岗时间起计入（延迟进入），因此可先少后多",
    "at risk: at 0 those followed from the day they joined; those who joined before the records begin enter at the time in post they had "
    "by then (late entry), so that the number may rise",
)
AS_RECORDED = Text("原文为中文", "text in Chinese is quoted as recorded")
SNAPSHOT = Text("按年度快照估计，只在整年处取值", "from yearly returns: known at whole years only")
RECAST_NOTE = Text(
    "标“近似”者含区划变更前的汇总数，已按分摊比例折算到现行区划",
    "approximate: holds totals from before a change of boundaries, shared out onto the places of today",
)
FAR_INTERVALS = Text("人数过少处区间伸出图外，全长见表", "intervals of very few people reach beyond the drawing; the table has them whole")
BEYOND: dict[bool, Text] = {  # whether a point that is meant has an interval
    True: Text("红色的未达标准（区间整体在标准之外）", "red: misses the norm (the whole interval lies beyond it)"),
    False: Text("红色的未达标准", "red: misses the norm"),
}
AGAINST: dict[str, Text] = {
    "meets": Text("达标", "meets the norm"), "misses": Text("未达标", "misses the norm"),
    "untold": Text("是否达标尚不能断定", "cannot be told from the norm"),
}
NEAR: dict[bool, Text] = {
    True: Text("灰色的是否达标尚不能断定（区间含标准）", "grey: cannot be told from the norm (the interval reaches it)"),
    False: Text("灰色的是否达标尚不能断定", "grey: cannot be told from the norm"),
}
CELLS_WITHOUT = Text("{n} 处无数值（{status}）", "{n} without a number ({status})")
DIRECTION: dict[str, Text] = {
    "higher": Text("越高越好", "higher is better"), "lower": Text("越低越好", "lower is better"), "neutral": Text("不分高低", "neither is better"),
}
BREAK = Text(
    "{period} 起报送机构由 {before} 家（在办 {before_of} 家）变为 {now} 家（在办 {now_of} 家），前后不可比",
    "from {period} on {now} of {now_of} open facilities file, where {before} of {before_of} did: figures before and after are not comparable",
)
GAP = Text("{status}：{where}", "{status}: {where}")
METHODS: dict[str, Text] = {
    "none": Text("全数统计，无区间", "a full count: no interval"),
    "chance_numerator": Text("分子计数的随机波动（泊松，Byar 近似），95 %", "chance of the count in the numerator (Poisson, Byar's approximation), 95%"),
    "chance_denominator": Text(
        "分母计数的随机波动（泊松，Byar 近似，取倒数），95 %", "chance of the count in the denominator (Poisson, Byar's approximation turned round), 95%",
    ),
    "chance_both": Text(
        "分子、分母两个计数的随机波动（Wilson 得分区间，由占比换算为比），95 %",
        "chance of the counts in numerator and denominator (Wilson score interval of a share, as odds), 95%",
    ),
    "wilson": Text("Wilson 得分区间，95 %", "Wilson score interval, 95%"),
    "byar": Text("Byar 近似区间，95 %", "Byar's approximation, 95%"),
    "exact_poisson": Text("精确泊松区间，95 %", "exact Poisson interval, 95%"),
    "order_statistic": Text("由次序统计量得到的中位数（分位数）区间，95 %", "interval of the quantile from order statistics, 95%"),
    "bootstrap": Text("自助法区间，95 %", "bootstrap interval, 95%"),
    "log_ratio": Text("对数比区间，95 %", "interval of the log ratio, 95%"),
    "greenwood_loglog": Text("Greenwood 区间（双对数变换），95 %", "Greenwood's interval on the log-log scale, 95%"),
    "robust": Text("稳健标准误区间，95 %", "interval from robust standard errors, 95%"),
    "student": Text("t 分布区间，95 %", "Student's t interval, 95%"),
}
NEXT: Mapping[Lang, str] = {"zh": "", "en": " "}  # between two sentences
STOP = Text("。", ". ")
SEMICOLON = Text("；", "; ")
NAMED = Text("{name}：{said}", "{name}: {said}")
ALL_PERIODS = {"all": Text("全部时段", "all periods")}  # what the label of the whole span is called; others stand for themselves
LIST_COMMA = Text("、", ", ")


NAMES = ("Gini", "Theil", "Moran", "Lorenz")  # of people, which measures are called by


def in_sentence(title: str, lang: Lang) -> str:
    """Return a title as it stands within a sentence: in English without its capital, save that of an abbreviation.

    >>> in_sentence("Training coverage", "en"), in_sentence("AI aids used", "en")
    ('training coverage', 'AI aids used')
    """
    is_named = title[1:2].isupper() or title.startswith(NAMES)
    return title if lang == "zh" or is_named else title[:1].lower() + title[1:]


def category_in_sentence(title: str, lang: Lang) -> str:
    """Return a category as it stands within a sentence: a name of several capitals, a lone letter and an abbreviation keep theirs.

    >>> [category_in_sentence(title, "en") for title in ("Second year", "X-ray machine", "ECG machine", "Global Sum", "A")]
    ['second year', 'X-ray machine', 'ECG machine', 'Global Sum', 'A']
    """
    is_named = not title[1:2].isalpha() or any(word[:1].isupper() for word in title.split()[1:])
    return title if is_named else in_sentence(title, lang)


def period_name(label: str, lang: Lang) -> str:
    """Return what a period is called: its label, or words for the whole span of the data ("全部时段", "all periods")."""
    return ALL_PERIODS[label].of(lang) if label in ALL_PERIODS else label


def places(level: str, lang: Lang, count: int = 2) -> str:
    """Return what `count` places of a level are called ("乡镇街道", "townships", "township" for one)."""
    name = LEVELS.get(level, PLACES).of(lang)
    if lang == "zh" or count != 1:
        return name
    return f"{name[:-3]}y" if name.endswith("ies") else name[:-1]


def is_chinese(text: str) -> bool:
    """Say whether a text holds a Chinese character.

    >>> is_chinese("平定县 2024"), is_chinese("Pingding, 2024")
    (True, False)
    """
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def marked(text: str, mark: str, lang: Lang) -> str:
    """Return a figure with what marks it (few people, partly reported) behind it, where anything does."""
    return text + Text("（{mark}）", " ({mark})").of(lang).format(mark=mark) if mark else text

"""How evenly doctors are spread over the people of a place."""

from pipelines.core.indicator import Indicator, Interval, Measure, Polarity, Unit
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生，每人只在主要岗位计一次", "Village doctors and township doctors, each person once at the main post")
_WHO = Text("世界卫生组织 2010《卫生系统监测》；泛美卫生组织 2001", "WHO 2010, Monitoring the building blocks of health systems; PAHO 2001")
_PRACTICE = Text("国内卫生资源配置公平性研究惯用", "As used in Chinese studies of how health resources are spread")
_UNITS = Text(
    "单位为上报单位（乡镇），按人口加权；没有人口数的单位不计；分子、分母为医生与人口合计，n 为单位数",
    "Units are the reporting units (townships), weighted by people; one without a population is left out. Numerator and denominator are "
    "doctors and people, n the units",
)
_FEW = Text(
    "各级由上报单位分别计算，不能相加；单位少于 10 个时不给区间；按面积的分布需要各单位面积，未采集",
    "Computed from the units afresh at each level, no sum of the parts; no limits with fewer than ten units. The spread by area needs the "
    "area of the units, which is not collected",
)
_ZERO = Text(
    "有单位没有医生时泰尔 L 没有定义，不以小数代替；请看泰尔 T",
    "Theil's L is not defined where a unit has no doctor, and no small number is put in its place; see Theil's T",
)
_GROUPED = Text(
    "组为上报单位的上一级（单位为乡镇时即县区）；组间与组内之和为总的泰尔指数；只有一个组时不计算",
    "Groups are the areas one level above the units (counties, where units are townships); between and within add up to the whole; not computed "
    "where there is one group only",
)
_LOGARITHM = Text(
    "自然对数；国内文献常用常用对数，除以 2.3026 后可比",
    "Natural logarithms; Chinese papers often use common ones: divide by 2.3026 to compare",
)
_NEEDS = ("employment", "roster", "workforce_return")
_HEADS = Measure(mart="workforce_state", column="headcount", base="rural_doctors")
_PEOPLE = Measure(mart="population_place", column="persons", population=True)
_BREAKDOWNS = ("staff_group", "licence", "remoteness")


def _together(first: Text, *more: Text) -> Text:
    return Text("；".join((first.zh, *(t.zh for t in more))), "; ".join((first.en, *(t.en for t in more))))


def _spread(
    name: str, title: Text, what: Text, *, unit: Unit = "index", polarity: Polarity = "lower", interval: Interval = "bootstrap",
    source: Text = _WHO, caveat: Text = _FEW, ranking: Measure | None = None, breakdowns: tuple[str, ...] = _BREAKDOWNS,
) -> Indicator:
    return Indicator(
        name=name, title=title, definition=_together(what, _UNITS), unit=unit, polarity=polarity, kind="statistic", base=_DOCTORS, source=source,
        needs=_NEEDS, caveat=caveat, numerator=_HEADS, denominator=_PEOPLE, ranking=ranking, statistic=name, interval=interval,
        additive=False, breakdowns=breakdowns, chance="untold" if interval == "none" else "",
    )


GINI = _spread(
    "gini", Text("医生分布基尼系数", "Gini coefficient of doctors"),
    Text("洛伦兹曲线与对角线间面积的两倍：0 为人人均等，1 为全在一处；区间为按单位自助抽样", "Twice the area between Lorenz curve and diagonal: 0 is equal, "
         "1 all in one place; limits by bootstrap over units"),
)

LORENZ = _spread(
    "lorenz", Text("医生分布洛伦兹曲线", "Lorenz curve of doctors"),
    Text("人口从医生最少的单位起逐档累计（默认每 10% 一档），各档拥有医生的累计占比", "Share of doctors held by the worst served part of the people, cumulated (every ten per cent "
         "unless others are asked for)"),
    unit="share", polarity="neutral", interval="none",
)

THEIL_T = _spread(
    "theil_t", Text("泰尔指数 T", "Theil's T"), Text("Σ yᵢ ln(yᵢ/pᵢ)，y、p 为医生与人口占比", "Σ yᵢ ln(yᵢ/pᵢ) of the shares of doctors y and of people p"),
    caveat=_together(_LOGARITHM, _FEW),
)
THEIL_T_BETWEEN = _spread(
    "theil_t_between", Text("泰尔指数 T（组间）", "Theil's T between groups"),
    Text("泰尔指数 T 中各组之间的部分", "The part of Theil's T between groups"), interval="none", caveat=_together(_GROUPED, _LOGARITHM, _FEW),
)
THEIL_T_WITHIN = _spread(
    "theil_t_within", Text("泰尔指数 T（组内）", "Theil's T within groups"),
    Text("泰尔指数 T 中各组内部的部分", "The part of Theil's T within groups"), interval="none", caveat=_together(_GROUPED, _LOGARITHM, _FEW),
)
THEIL_L = _spread(
    "theil_l", Text("泰尔指数 L", "Theil's L"), Text("Σ pᵢ ln(pᵢ/yᵢ)，y、p 为医生与人口占比", "Σ pᵢ ln(pᵢ/yᵢ) of the shares of doctors y and of people p"),
    caveat=_together(_ZERO, _LOGARITHM, _FEW),
)
THEIL_L_BETWEEN = _spread(
    "theil_l_between", Text("泰尔指数 L（组间）", "Theil's L between groups"),
    Text("泰尔指数 L 中各组之间的部分", "The part of Theil's L between groups"), interval="none",
    caveat=_together(_ZERO, _GROUPED, _LOGARITHM, _FEW),
)
THEIL_L_WITHIN = _spread(
    "theil_l_within", Text("泰尔指数 L（组内）", "Theil's L within groups"),
    Text("泰尔指数 L 中各组内部的部分", "The part of Theil's L within groups"), interval="none",
    caveat=_together(_ZERO, _GROUPED, _LOGARITHM, _FEW),
)

CONCENTRATION_INDEX = _spread(
    "concentration_index", Text("医生分布集中指数", "Concentration index of doctors"),
    Text("按农村居民人均可支配收入由低到高排列单位的集中曲线，−1 至 1，小于 0 为偏向低收入地区", "Units ordered by rural disposable income, low first: −1 to 1, below 0 where "
         "poorer places have more"),
    polarity="neutral", source=Text("世界银行；泛美卫生组织；对照收入表", "World Bank; PAHO; reference incomes"),
    caveat=_together(
        Text("取单位自己的收入，没有则取上一级的；同一收入的单位不分先后；不足两个不同收入不计算",
             "A unit has its own income, else that of the area above it; units of one income are one step. Not computed with fewer than two "
             "incomes"), _FEW,
    ),
    ranking=Measure(mart="income_unit", column="reference_yuan", where=(("reference_kind", ("rural_income",)),)),
    breakdowns=("staff_group", "licence"),
)

MAX_MIN_RATIO = _spread(
    "max_min_ratio", Text("极值比", "Ratio of highest to lowest density"),
    Text("每千人口医生数最高单位 ÷ 最低单位", "Highest ÷ lowest density of doctors among units"), unit="ratio", interval="none", source=_PRACTICE,
    caveat=_together(Text("只看两头，一个小单位即可左右；最低为 0 时不计算", "It rests on two units, a small one can decide it; not computed where the lowest is 0"), _FEW),
)
COEFFICIENT_OF_VARIATION = _spread(
    "coefficient_of_variation", Text("相对差异系数", "Coefficient of variation of density"),
    Text(
        "按人口加权的密度标准差 ÷ 总密度（Williamson 1965）",
        "Population-weighted standard deviation of densities ÷ the density of all (Williamson 1965)",
    ),
    source=_PRACTICE,
)
DISSIMILARITY_INDEX = _spread(
    "dissimilarity_index", Text("差别指数", "Dissimilarity index of doctors"),
    Text("½ Σ|y − p|：要做到处处均等须调动的医生占比", "½ Σ|y − p|: the share of doctors who would have to move for equal density everywhere"),
    unit="share", source=_PRACTICE,
)

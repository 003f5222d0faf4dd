"""Do sources that speak of the same thing say the same?"""

from pipelines.core.rule import Rule
from pipelines.core.text import Text

_COMPARE = Text("请核对两处来源并更正", "compare the two sources and correct the one that is wrong")
_SAME_DAY = "相差不到 2 人，或不超过 5% 即通过"
_SAME_DAY_EN = "Passed when they differ by less than 2 people or by at most 5 %."

ROSTER_AND_SPELLS = Rule(
    name="roster_and_spells",
    dimension="consistency",
    title=Text("花名册与任职记录人数不符", "Roster and spells differ"),
    definition=Text(f"同一天花名册与任职记录的主要岗位人数；{_SAME_DAY}", f"People on the roster and in post by their spells on the same day. {_SAME_DAY_EN}"),
    detail=Text("花名册 {found} 人，任职记录 {expected} 人", "{found} people on the roster, {expected} by their spells"),
    remedy=_COMPARE,
    limit=0.05,
    least=2,
)
RETURN_AND_PEOPLE = Rule(
    name="return_and_people",
    dimension="consistency",
    title=Text("年报与人员记录人数不符", "Return and people differ"),
    definition=Text(
        f"年报人数与同一天任职记录（没有时用花名册）中年报所填人员类别的人数；{_SAME_DAY}",
        "Headcount of the return and people of the staff groups it fills in, by their spells, or by the roster where there are no "
        f"spells, on the same day. {_SAME_DAY_EN}",
    ),
    detail=Text("年报 {found} 人，人员记录 {expected} 人", "{found} people in the return, {expected} by name"),
    remedy=_COMPARE,
    limit=0.05,
    least=2,
)
POPULATION_GROWTH = Rule(
    name="population_growth",
    dimension="consistency",
    title=Text("人口年度变化过大", "Population jumps"),
    definition=Text(
        "本站点计数口径的人口与上年相比变化不到 10%，或不超过 3 倍偶然波动（上年人数的平方根）即通过",
        "The population the site counts by against the year before: passed when it changed by less than 10 % or by no more than three "
        "times what chance does (the square root of last year's figure).",
    ),
    detail=Text("{key} {found} 人，上年 {expected} 人", "{key}: {found} people, {expected} the year before"),
    remedy=Text("请核对两年的口径和范围", "check what was counted, and where, in the two years"),
    limit=0.10,
)
POPULATION_KINDS = Rule(
    name="population_kinds",
    dimension="consistency",
    title=Text("两种来源的人口相差过大", "Two sources of population differ"),
    definition=Text(
        "应当接近的两种人口（服务人口与常住人口，两种登记名册）相差不到 10% 即通过",
        "Two populations that should be close (served and resident, two lists of registered patients): passed when they differ by "
        "less than 10 %.",
    ),
    detail=Text("{key} {found} 人，另一来源 {expected} 人", "{key}: {found} people, {expected} by the other source"),
    remedy=_COMPARE,
    limit=0.10,
    least=20,
)
POPULATION_CHILDREN = Rule(
    name="population_children",
    dimension="consistency",
    title=Text("下级之和与本级不符", "Parts do not add up to the whole"),
    definition=Text(
        "下级全部有数时，本级人口与下级之和相差不超过 0.5% 即通过",
        "Where every place below has a figure: passed when the place's own figure and their sum differ by at most 0.5 %.",
    ),
    detail=Text("{key}本级 {found} 人，下级之和 {expected} 人", "{key}: {found} people, {expected} in the places below"),
    remedy=Text("请核对本级与下级的数", "check the figure and those below it"),
    limit=0.005,
    least=2,
)
PAY_TOTAL = Rule(
    name="pay_total",
    dimension="consistency",
    title=Text("合计与各项之和不符", "Totals differ from their parts"),
    definition=Text(
        "同一人同一所属期既有合计又有分项时，应发合计与应发各项之和（没有应发的，实发合计与实发各项之和，扣款除外）相差不超过 1%（或 1 元）即通过，按单位和年份计人数",
        "People who have, for one span, a stated total and components that differ by more than 1 % (and 1 yuan): passed when there is "
        "none. What is due is compared with what is due; without it what was paid, less or not less what was held back.",
    ),
    detail=Text("{checked} 人中有 {found} 人的合计与各项之和不符", "of {checked} people, {found} have a total that differs from its parts"),
    remedy=Text("请核对合计与分项", "check totals and components"),
    limit=0.01,
    least=1,
)
PAYMENT_TOTAL = Rule(
    name="payment_total",
    dimension="consistency",
    title=Text("机构支付合计与各项之和不符", "Payment totals differ from their streams"),
    definition=Text(
        "机构支付的合计与各项之和相差不超过 1%（或 1 元）即通过", "A facility's stated total and the sum of its streams: passed when they differ by at most 1 % (or 1)."
    ),
    detail=Text("合计 {found}，各项之和 {expected}", "total {found}, sum of the streams {expected}"),
    remedy=Text("请核对合计与各项", "check the total and the streams"),
    limit=0.01,
    least=1,
)
PART_ABOVE_WHOLE = Rule(
    name="part_above_whole",
    dimension="consistency",
    title=Text("其中项大于合计", "Parts larger than the whole"),
    definition=Text("年报中女性、55 岁及以上、持证人数都不大于在岗人数即通过", "Women, those 55 and over and those licensed are not more than the headcount."),
    detail=Text("{checked} 行中有 {found} 行的其中项大于在岗人数", "in {found} of {checked} rows a part is larger than the headcount"),
    remedy=Text("请核对年报", "check the return"),
)
ROW_IN_DOUBT = Rule(
    name="row_in_doubt",
    dimension="consistency",
    title=Text("同一行内前后不符", "Rows that do not go together"),
    definition=Text(
        "同一行中应当相符的各列（如批准金额不大于申报金额，违约的填有违约日期）都相符即通过，按单位、表、时期和检查项计",
        "Columns of a row that have to go together (no more approved than was claimed, a day of breach where an agreement is breached) do so "
        "in every row of the unit, dataset and period; a test for each.",
    ),
    detail=Text("{key}：{checked} 行中有 {found} 行", "{key}: {found} of {checked} rows"),
    remedy=Text("请核对这些行并更正；确实如此的，请说明原因", "check these rows and correct them; where it is so, say why"),
)
PAY_UNJUDGED = Rule(
    name="pay_unjudged",
    dimension="consistency",
    title=Text("花名册未覆盖的薪酬", "Pay after the last roster"),
    definition=Text(
        "单位当年的薪酬都在花名册、任职记录所及的月份内即通过；其后的薪酬无从核对人员，不计入核对问题",
        "Passed when the unit's pay of the year lies within the months that its rosters and spells reach. Later pay cannot be held against "
        "the staff and makes no case of reconciliation.",
    ),
    detail=Text(
        "人员只能核对到 {key}，其后的薪酬 {found} 条、{checked} 元没有核对",
        "the staff is known up to {key}: pay records after it, not judged: {found}, {checked} yuan",
    ),
    remedy=Text("请补报此后的花名册", "send the roster of a later day"),
)

"""Established posts: how many are vacant, for how long, and which are hard or important ones."""

from pipelines.codelists.hardship import HARDSHIP
from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_POSTS = Text("全部设置的岗位，不是人员", "All established posts; posts, not persons")
_WHO = Text("世界卫生组织《国家卫生人力账户手册》模块 5；口径见本卡", "WHO, National Health Workforce Accounts handbook, module 5; defined on this card")
_LIST = Text(
    "岗位指县里报送的岗位设置表所列的岗位，不等于编制；没有该表的地方无从计算",
    "A post is one that the county's list of posts names, which need not be an established one of the public "
    "payroll; without that list there is no number",
)
_BREAKDOWNS = ("staff_group", *PLACES)
_HARD = tuple(c.code for c in HARDSHIP.codes if c.code != "none")


def _posts(column: str, *where: tuple[str, tuple[str, ...]]) -> Measure:
    return Measure(mart="post_state", column=column, where=where)


VACANCY_RATE = Indicator(
    name="vacancy_rate",
    title=Text("岗位空缺率", "Vacancy rate"),
    definition=Text(
        "期末空缺岗位的全时当量 ÷ 期末全部设置岗位的全时当量；未填全时当量的岗位按 1 计",
        "Full-time equivalents of posts vacant on the last day ÷ those of all posts established that day; a post without one is 1",
    ),
    unit="share", polarity="lower", kind="ratio", base=_POSTS, source=_WHO, needs=("post",), caveat=_LIST,
    numerator=_posts("vacant_fte"), denominator=_posts("posts_fte"), breakdowns=_BREAKDOWNS,
    rests_on="denominator", chance="numerator",
)

VACANT_POSTS = Indicator(
    name="vacant_posts",
    title=Text("空缺岗位数", "Vacant posts"),
    definition=Text("期末已设置、未补上（或人员离开后空出）且未撤销的岗位数", "Posts open and unfilled, or vacated again, and not closed on the last day"),
    unit="post", polarity="lower", kind="count", base=_POSTS, source=_WHO, needs=("post",), caveat=_LIST,
    numerator=_posts("vacant"), breakdowns=_BREAKDOWNS, chance="numerator",
)

VACANCY_DURATION = Indicator(
    name="vacancy_duration",
    title=Text("岗位空缺时长中位数", "Median vacancy duration"),
    definition=Text(
        "期内空缺过的岗位从空出到补上的天数中位数（Kaplan-Meier）：期前已空缺的按期初前一日已空天数进入，期末仍空缺或已撤销的为删失；分子为期内补上的岗位数，"
        "分母为期内空缺过的岗位数；一半以上未补上的写“未达到”，时点一栏为观察到的天数",
        "Median days from vacant to filled of posts vacant at any time in the period (Kaplan-Meier): one that was "
        "vacant before enters at the days it had "
        "been on the day before the period, one still vacant at its end, or closed, is censored. Numerator: posts "
        'filled; denominator: posts watched. Where more than half are not filled the status is "not reached" and `at` the days watched',
    ),
    unit="day", polarity="lower", kind="statistic", base=_POSTS, source=Text("Kaplan-Meier 1958", "Kaplan and Meier 1958"), needs=("post",),
    caveat=Text(
        "不用已补上岗位的平均天数，那样会漏掉补不上的岗位；与“岗位补充时长”不同：离岗后再次空出的也计，当日即补上的不算空缺",
        "Not the mean of posts that were filled, which leaves out those that never are. Unlike the time to fill a post it counts posts that "
        "were left as well, and one filled on the day it opened was never vacant",
    ),
    rows=Measure(mart="vacancy_spell", column="event", also=("from_on", "to_on")), statistic="median_vacancy", interval="greenwood_loglog",
    additive=False, breakdowns=_BREAKDOWNS,
)

KEY_POST_SHARE = Indicator(
    name="key_post_share",
    title=Text("关键岗位在岗占比", "Share on key posts"),
    definition=Text(
        "期末有人在岗的关键岗位数 ÷ 期末有人在岗、已注明是否关键的岗位数", "Filled key posts ÷ filled posts of which is known whether they are key, on the last day"
    ),
    unit="share", polarity="neutral", kind="ratio", base=_POSTS, source=Text("本卡定义", "As this card defines it"), needs=("post",), caveat=_LIST,
    numerator=_posts("filled", ("importance", ("key",))), denominator=_posts("filled", ("importance", ("key", "other"))),
    interval="wilson", breakdowns=_BREAKDOWNS,
)

HARDSHIP_POST_SHARE = Indicator(
    name="hardship_post_share",
    title=Text("艰苦岗位在岗占比", "Share on hardship posts"),
    definition=Text(
        "期末有人在岗的一类至六类艰苦岗位数 ÷ 期末有人在岗、艰苦程度已知的岗位数", "Filled posts of hardship class 1 to 6 ÷ filled posts whose hardship is known, on the last day"
    ),
    unit="share", polarity="neutral", kind="ratio", base=_POSTS, source=Text("本卡定义", "As this card defines it"), needs=("post",),
    caveat=Text("艰苦程度是岗位的属性，按现行名单；按边远程度看离岗见离岗率的分组",
                "Hardship is that of the post by today's list; for leaving by remoteness break the leaver rate down"),
    numerator=_posts("filled", ("hardship", _HARD)), denominator=_posts("filled", ("hardship", ("none", *_HARD))),
    interval="wilson", breakdowns=_BREAKDOWNS,
)

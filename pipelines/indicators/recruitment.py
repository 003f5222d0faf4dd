"""Posts that wait for somebody: offers, and how long until they are filled."""

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_POSTS = Text("岗位设置表中的全部岗位，不是人员", "All posts of the register; no staff group")

TIME_TO_FILL = Indicator(
    name="time_to_fill",
    title=Text("岗位补充时长", "Time to fill a post"),
    definition=Text(
        "岗位从设置（空出）到补充的中位天数（期内仍空着的岗位以已等待天数进入，期末未补和撤销的作删失；Kaplan-Meier）；一半以上未补的写“未达到”，"
        "时点一栏为观察到的天数；分子为期内补充的岗位，n 为期内空着的岗位",
        "Median days from the opening of a post to its filling: posts open in the period enter at the days "
        "waited, those unfilled at its end or given up "
        'are censored (Kaplan-Meier). Where more than half are not filled the status is "not reached" and '
        "`at` the days watched. Numerator: posts filled "
        "in the period; n: posts open in it",
    ),
    unit="day", polarity="lower", kind="statistic", base=_POSTS, needs=("post",),
    source=Text("招聘周期的生存分析口径", "Time to fill, by survival analysis"),
    caveat=Text(
        "只看已补上的会低估；与“岗位空缺时长”不同：只计设置后的首次补充，当日补上的计 0 天；离岗后再空出的不计",
        "The filled alone would be too quick. Unlike the duration of vacancies it is the first filling of a post since it was opened, 0 days where "
        "that is the same day; a post that was left is not looked at again",
    ),
    rows=Measure(mart="post_opening", column="opened_on", also=("filled_on", "closed_on")),
    statistic="time_to_fill", interval="greenwood_loglog", additive=False, breakdowns=("staff_group", "hardship", *PLACES),
)

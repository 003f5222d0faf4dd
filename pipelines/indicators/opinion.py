"""What people say they will do. Never on an axis with what they did: 1.9 % said they would leave where 86.1 % left."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

_WHO = Text("调查中答题的乡村医生与乡镇（社区）医生", "Village and township doctors who answered the survey")


def _intention(name: str, title: Text, item: str, what: Text, polarity: str, lacks: Text | None = None) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        definition=Text(
            f"期内调查中表示{what.zh}的人数 ÷ 答题人数；按组填报的以占比 × 有效问卷数计",
            f"Respondents of surveys in the period who say they intend to {what.en} ÷ all who answered; a group's "
            "share is weighted by its valid answers",
        ),
        unit="share", polarity="lower" if polarity == "lower" else "higher", kind="survey", meaning="opinion", base=_WHO, needs=("survey",),
        source=Text("乡村医生队伍调查的通行题目", "As asked in surveys of village doctors"),
        caveat=Text(
            f"是意愿，不是离岗率或留任率，不得画在同一轴上；同期多次调查合并；没有有效问卷数的组、以分值计的结果不计{lacks.zh if lacks else ''}",
            "What is intended, not what is done: never on one axis with leaving or retention. Several surveys of "
            f"a period are pooled; groups without the number of answers, and scores, are left out{lacks.en if lacks else ''}",
        ),
        numerator=Measure(mart="intention_answer", column="said_yes", base="rural_doctors", where=(("survey_item", (item,)),)),
        denominator=Measure(mart="intention_answer", column="respondents", base="rural_doctors", where=(("survey_item", (item,)),)),
        interval="wilson", breakdowns=("staff_group", "remoteness"),
    )  # fmt: skip


INTENTION_TO_LEAVE = _intention(
    "intention_to_leave", Text("离岗意愿", "Intention to leave"), "intention_to_leave", Text("打算离岗", "leave"), "lower"
)
INTENTION_TO_STAY_5Y = _intention(
    "intention_to_stay_5y", Text("五年内留任意愿", "Intention to stay five years"), "intention_to_stay_5y", Text("五年内愿意留任", "stay five years"),
    "higher", Text("；演示数据的调查没有问这一题", ". The surveys of the demo do not ask this"),
)

"""What people learn: hours, credits, passing and completing, and what they know afterwards."""

from pipelines.core.indicator import PEOPLE, Indicator, IndicatorKind, Interval, Measure, Unit
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")
_RECORDS = Text("培训参加记录与培训活动", "Training attended and training events")
_CME = Text("继续医学教育学分管理办法（转引）；站点学分标准", "Rules of continuing medical education credits (at second hand); credits of the site")
_ATTENDANCES = Text(
    "按人次，不是人数；报到当日不在岗的不计；仍在学的不算未完成，不进分母", "Attendances, not persons; who was not in post on the first day is left out; who still learns has not "
    "failed to complete, and is not in the denominator",
)


def _per_person(what: str, unit: Unit, zh: str, en: str, from_zh: str, from_en: str) -> Indicator:
    return Indicator(
        name=f"training_{what}_per_person",
        title=Text(f"人均培训{zh}", f"Training {en} per person"),
        definition=Text(
            f"年末在岗者全年所得{zh}之和 ÷ 年末在岗且{zh}已知的人数；没有参加任何培训的计 0",
            f"Sum of {en} in the year of those in post at its end ÷ those of them whose {en} are known; who came to nothing has 0",
        ),
        unit=unit, polarity="higher", kind="ratio", base=_DOCTORS, source=_RECORDS, needs=("training",),
        caveat=Text(
            f"{from_zh}；参加过而{zh}无从知道的人不在分子也不在分母，绝不当作 0；未报送培训的乡镇不计",
            f"{from_en}; whose {en} cannot be told of something attended is in neither part, never 0; townships that send no training are left out",
        ),
        numerator=Measure(mart="learning_year", column=what, base="rural_doctors"),
        denominator=Measure(mart="learning_year", column=f"{what}_known", base="rural_doctors"), breakdowns=PEOPLE, yearly=True,
        rests_on="denominator", accumulates=True,
    )


TRAINING_HOURS_PER_PERSON = _per_person(
    "hours", "hour", "学时", "hours", "学时取实际学时，否则取线上分钟数，否则取已完成班次的学时",
    "Hours attended, else the minutes online, else those of a completed course",
)
TRAINING_CREDITS_PER_PERSON = _per_person(
    "credits", "credit", "学分", "credits", "学分取记录所填，合格而未填的取培训班学分，不合格或未完成的为 0",
    "Credits of the record, else those of the course where it was passed; 0 where it was failed or not completed",
)


def _credits(suffix: str, title: Text, definition: Text) -> Indicator:
    return Indicator(
        name=f"credit_completion{suffix}", title=title, definition=definition, unit="share", polarity="higher", kind="ratio",
        base=Text("按执业资格须达到学分要求的乡村医生与乡镇（社区）医生", "Village and township doctors whose licence class is subject to credits"),
        source=_CME, needs=("training",),
        caveat=Text(
            "学分要求见站点设置 norms.credits（默认：执业医师、助理医师、乡村全科助理 25 学分，I 类 5–10、II 类 15–20，超过上限的部分不计入总分）；"
            "没有要求的资格不在分母；资格取年末的；规定原文适用于中级以上人员，乡村医生另有培训要求；学分未填全而已填部分不足的不计",
            "Credits asked of a licence class are the site's norms.credits (by default of physicians, assistants and rural assistants 25, of class I "
            "5-10, of class II 15-20; what is above the most does not count). Classes without a rule are not in the denominator; the licence is "
            "that of the year's end. The rule is quoted for intermediate titles and above; village doctors have rules of their own. Who falls "
            "short of it with credits not written down is left out",
        ),
        numerator=Measure(mart="learning_year", column=f"met{suffix}", base="rural_doctors"),
        denominator=Measure(mart="learning_year", column=f"judged{suffix}", base="rural_doctors"),
        interval="wilson", breakdowns=PEOPLE, yearly=True, accumulates=True,
    )


CREDIT_COMPLETION = _credits(
    "", Text("学分达标率", "Credits reached"),
    Text("年末在岗、全年学分（两类各按上限计）和各类下限都达到要求的人数 ÷ 须达标且结果可知的人数",
         "Persons in post at the year's end with the credits asked, in all (of each class up to its most) and of each class, ÷ persons "
         "subject to them whose outcome is known"),
)
CREDIT_COMPLETION_CLASS_1 = _credits(
    "_class_1", Text("I 类学分达标率", "Class I credits reached"),
    Text("I 类学分达到下限的人数 ÷ 对 I 类有要求且结果可知的人数", "Persons with the least of class I ÷ persons it is asked of whose outcome is known"),
)
CREDIT_COMPLETION_CLASS_2 = _credits(
    "_class_2", Text("II 类学分达标率", "Class II credits reached"),
    Text("II 类学分达到下限的人数 ÷ 对 II 类有要求且结果可知的人数", "Persons with the least of class II ÷ persons it is asked of whose outcome is known"),
)

_ONLINE = (("training_mode", ("online",)),)


def _attended(column: str, online: bool = False) -> Measure:
    return Measure(mart="training_enrolled", column=column, base="rural_doctors", where=_ONLINE if online else ())


def _course(
    name: str, title: Text, definition: Text, top: str, bottom: str = "", online: bool = False, caveat: Text = _ATTENDANCES,
) -> Indicator:
    kind: IndicatorKind = "ratio" if bottom else "count"
    interval: Interval = "wilson" if bottom else "none"
    return Indicator(
        name=name, title=title, definition=definition, unit="share" if bottom else "count", polarity="higher", kind=kind, base=_DOCTORS,
        source=_RECORDS, needs=("training",), caveat=caveat, numerator=_attended(top, online),
        denominator=_attended(bottom, online) if bottom else None, interval=interval, breakdowns=PEOPLE,
        chance="" if bottom else "numerator", accumulates=not bottom,
    )


TRAINING_PASS_RATE = _course(
    "training_pass_rate", Text("培训考核合格率", "Training passed"),
    Text("期内报到的培训中考核合格人次 ÷ 有考核结果（合格、不合格）人次", "Attendances begun in the period that passed ÷ those examined (passed or failed)"),
    "passed", "examined",
)
TRAINING_COMPLETION_RATE = _course(
    "training_completion_rate", Text("培训完成率", "Training completed"),
    Text("期内报到的培训中已完成人次 ÷ 已结束人次", "Attendances begun in the period that were completed ÷ those that have ended"), "completed", "ended",
)
ONLINE_ENROLMENTS = _course(
    "online_enrolments", Text("线上选课人次", "Online: enrolled"), Text("期内选课的线上培训人次", "Enrolments in online courses in the period"),
    "enrolments", online=True,
)
ONLINE_BEGUN_SHARE = _course(
    "online_begun_share", Text("线上开学率", "Online: begun"),
    Text("有学习时长的线上选课人次 ÷ 填有分钟数（可为 0）的线上选课人次", "Online enrolments with minutes above none ÷ those whose minutes are on record, none included"),
    "begun", "timed", online=True,
)
ONLINE_COMPLETION_RATE = _course(
    "online_completion_rate", Text("线上完成率", "Online: completed"),
    Text("完成的线上选课人次 ÷ 已结束的线上选课人次", "Online enrolments completed ÷ online enrolments that have ended"), "completed", "ended", online=True,
)
ONLINE_PASS_SHARE = _course(
    "online_pass_share", Text("线上选课合格比例", "Online: passed"),
    Text("合格的线上选课人次 ÷ 已结束的线上选课人次", "Online enrolments passed ÷ online enrolments that have ended"), "passed", "ended", online=True,
)


def _knowledge(name: str, zh: str, en: str, kept: str, others: Text) -> Indicator:
    return Indicator(
        name=name,
        title=Text(f"知识得分变化（{zh}）", f"Change in knowledge, {en}"),
        definition=Text(
            f"两次调查都答了知识题、其间{zh}者的后次得分减前次得分的平均（逐人配对，同题相比）；分子为变化之和，分母为人数",
            f"Mean of the later less the earlier score of those who answered questions of knowledge in both surveys and were {en} in between, "
            "person by person and item by item; numerator: sum of changes, denominator: persons",
        ),
        unit="point", polarity="higher", kind="statistic", base=_DOCTORS, needs=("survey",), caveat=others,
        source=Text("知识调查（按人）与培训参加记录", "Surveys of knowledge by person, and training attended"),
        rows=Measure(mart="knowledge_pair", column="change", base="rural_doctors", where=(("trained", (kept,)),)),
        statistic="mean", interval="student", additive=False, breakdowns=PEOPLE,
    )


_REGRESSION = Text(
    "前次得分低的人后次自然回升（向均值回归），谁参加培训也非随机；须与未培训者的变化并列看，差值才近似培训效果",
    "Who scored low at first rises anyway (regression to the mean), and who trains is not chance: read the two changes side by side, only "
    "their difference comes near an effect of training",
)
KNOWLEDGE_CHANGE = _knowledge("knowledge_change", "参加过培训", "trained", "trained", _REGRESSION)
KNOWLEDGE_CHANGE_UNTRAINED = _knowledge("knowledge_change_untrained", "未参加培训", "not trained", "not_trained", _REGRESSION)

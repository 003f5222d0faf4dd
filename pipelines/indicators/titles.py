"""Who rises: titles, licences, exams and appraisals."""

from pipelines.core.indicator import PEOPLE, Indicator, Measure
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生", "Village doctors and township doctors")

TITLE_PROMOTION_RATE = Indicator(
    name="title_promotion_rate",
    title=Text("职称晋升率", "Rate of promotion to a higher title"),
    definition=Text(
        "年初（前一日）在岗、可再晋升且到年末在现级别已满规定年限的人中，当年取得更高级别职称的人数 ÷ 上述人数",
        "Of those in post on the day before the year, below the highest title, who by its last day have held their level for the years "
        "asked: those who were awarded a higher one in the year ÷ all of them",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, needs=("title_award",),
    source=Text("职称评定记录；卫生专业技术人员职称制度改革意见（年限）", "Title awards; policy on titles of health staff (years in a level)"),
    caveat=Text(
        "年限为站点设置 norms.title_years（默认无职称 1 年、其余各级 5 年，无职称自首次上岗起算），未区分学历；是否符合其他条件、是否申报不论；"
        "破格晋升者不在分子也不在分母；晋升滞后于培训数年；没有报送职称的乡镇，其人员级别不详，不计",
        "Years are the site's norms.title_years (by default 1 without a title, counted from the first post, and 5 at every level), the "
        "same for every education; whether other conditions are met or anybody applied is not asked. Who rose before the time is in "
        "neither part. Titles come years after the training for them. Of units that send no titles nobody's level is known, and nobody counts",
    ),
    numerator=Measure(mart="title_chance", column="promoted", base="rural_doctors"),
    denominator=Measure(mart="title_chance", column="eligible", base="rural_doctors"), interval="wilson", breakdowns=PEOPLE, yearly=True,
    accumulates=True,
)

_BELOW = (("licence", ("village_certificate", "rural_assistant", "assistant")),)

LICENCE_UPGRADING = Indicator(
    name="licence_upgrading",
    title=Text("执业资格提升率", "Licence upgrading"),
    definition=Text(
        "期内首次取得更高执业资格（乡村医生证→乡村全科助理、执业助理→执业医师）的人次 ÷ 资格尚可提升者的在岗人年 × 100",
        "Persons in post first licensed in the period above what they held (village certificate, rural or assistant physician, physician), per 100 "
        "person-years in post of those who can still rise",
    ),
    unit="per_100_years", polarity="higher", kind="ratio", base=_DOCTORS, needs=("licence",),
    source=Text("执业证书登记；花名册的执业资格", "Licence register; licence as the roster says"),
    caveat=Text(
        "提升以证书登记的首次发证日为准，第一本证书不算提升；人年以花名册所载资格为准，无证者不计；按提升前的资格分组",
        "An upgrade is the day of first issue in the register, and a first licence is none; person-years are by the licence of the roster, those "
        "without any are left out; by licence means the one before",
    ),
    numerator=Measure(mart="licence_upgrade", column="upgrades", base="rural_doctors", where=_BELOW),
    denominator=Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=(*_BELOW, ("post", ("main",))), exposure=True),
    scale=100, interval="byar", breakdowns=PEOPLE,
    rests_on="",
)


def _passed(name: str, role: str, title: Text, what: Text, caveat: Text) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        definition=Text(
            "期内{what}中合格（含优秀）人次 ÷ 有合格或不合格结果的人次；缺考、待公布的不计",
            "Sittings of {what} in the period passed (excellent included) ÷ sittings with a result; who was absent or still waits is left out",
        ).format(what=what),
        unit="share", polarity="higher", kind="ratio", base=_DOCTORS, needs=("exam",),
        source=Text("考试与考核记录", "Exams and appraisals"), caveat=caveat,
        numerator=Measure(mart="exam_sitting", column="passed", base="rural_doctors", where=(("exam_role", (role,)),)),
        denominator=Measure(mart="exam_sitting", column="sat", base="rural_doctors", where=(("exam_role", (role,)),)),
        interval="wilson", breakdowns=PEOPLE,
    )


_SELECTED = Text(
    "参考者是自选的，合格率高低不代表全体水平；考试当日不在岗者不计",
    "Who sits is selected: the rate is not that of everybody; who was not in post on the day is left out",
)
_EVERYBODY = Text(
    "应考者为全体人员，缺考者不在分母；考核当日不在岗者不计",
    "Everybody is to be appraised, and who was absent is not in the denominator; nor is who was not in post on the day",
)
LICENCE_EXAM_PASS_RATE = _passed(
    "licence_exam_pass_rate", "licence", Text("执业资格考试合格率", "Licence exams passed"), Text("执业资格考试", "licence exams"), _SELECTED
)
TITLE_EXAM_PASS_RATE = _passed(
    "title_exam_pass_rate", "title", Text("职称考试合格率", "Title exams passed"), Text("职称考试", "title exams"), _SELECTED
)
APPRAISAL_PASS_RATE = _passed(
    "appraisal_pass_rate", "appraisal", Text("考核合格率", "Appraisals passed"), Text("定期考核和年度考核", "periodic and annual appraisals"), _EVERYBODY
)

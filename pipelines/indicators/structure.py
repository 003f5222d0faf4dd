"""What those in post are made of: education, title, footing, and how many come from outside."""

from pipelines.codelists.contract_type import CONTRACT_TYPE
from pipelines.codelists.staff_group import STAFF_GROUP
from pipelines.core.indicator import PLACES, Indicator, Measure, without
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生，每人只在主要岗位计一次", "Village doctors and township doctors, each person once at the main post")
_WHO = Text("世界卫生组织《国家卫生人力账户手册》模块 1", "WHO, National Health Workforce Accounts handbook, module 1")
_BACHELOR = ("doctorate", "master", "bachelor", "bachelor_over")
_SCHOOLED = (*_BACHELOR, "college", "secondary", "below")
_MIDDLE = ("intermediate", "associate_senior", "senior")
_FOOTINGS = tuple(c.code for c in CONTRACT_TYPE.codes)
_ESTABLISHED = tuple(c.code for c in CONTRACT_TYPE.codes if c.role == "established")
_OWN = tuple(c.code for c in STAFF_GROUP.codes if c.code != "seconded" and c.role != "memo")


def _in_post(*where: tuple[str, tuple[str, ...]]) -> Measure:
    return Measure(mart="workforce_state", column="headcount", base="rural_doctors", where=where)


BACHELOR_SHARE = Indicator(
    name="bachelor_share",
    title=Text("本科及以上学历占比", "Share with a bachelor's degree or above"),
    definition=Text(
        "期末在岗者中本科及以上学历的人数 ÷ 学历已知的在岗人数", "Persons in post with a bachelor's degree or above ÷ persons in post whose education is known"
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, source=_WHO, needs=("roster", "workforce_return"),
    caveat=Text("学历构成见在岗人数按学历分组", "For the whole mix ask the headcount by education"),
    numerator=_in_post(("education", _BACHELOR)), denominator=_in_post(("education", (*_SCHOOLED, "below_bachelor"))),
    interval="wilson", breakdowns=without("education"),
)

COLLEGE_SHARE = Indicator(
    name="college_share",
    title=Text("大专及以上学历占比", "Share with junior college or above"),
    definition=Text(
        "期末在岗者中大专及以上学历的人数 ÷ 学历已知的在岗人数；年报只分本科与非本科的机构不计",
        "Persons in post with junior college or above ÷ persons in post whose education is known; facilities whose return tells a "
        "bachelor's degree alone are left out",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, source=_WHO, needs=("roster", "workforce_return"),
    caveat=Text("学历构成见在岗人数按学历分组", "For the whole mix ask the headcount by education"),
    numerator=_in_post(("education", (*_BACHELOR, "college")), ("education_line", ("level",))),
    denominator=_in_post(("education", _SCHOOLED), ("education_line", ("level",))),
    interval="wilson", breakdowns=without("education"),
)

INTERMEDIATE_TITLE_SHARE = Indicator(
    name="intermediate_title_share",
    title=Text("中级及以上职称占比", "Share with an intermediate title or above"),
    definition=Text(
        "期末在岗者中已取得中级及以上职称的人数 ÷ 职称情况已知的在岗人数（未评职称计入分母）",
        "Persons in post awarded an intermediate title or above by the end of the period ÷ persons in post whose title is known, those without "
        "one among them",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, source=_WHO, needs=("title_award",),
    caveat=Text("没有职称记录的人，所在乡镇报过职称的计为未评，否则不计入", "Who has no award counts as without a title where the township sends awards, else is left out"),
    numerator=_in_post(("title", _MIDDLE)), denominator=_in_post(("title", ("none", "junior", *_MIDDLE))),
    interval="wilson", breakdowns=without("title"),
)

ESTABLISHED_SHARE = Indicator(
    name="established_share",
    title=Text("编制内人员占比", "Share in established posts"),
    definition=Text(
        "期末在岗者中编制（含县管乡用）人员 ÷ 用工形式已知的在岗人数",
        "Persons in post on an established footing (county-managed among them) ÷ persons in post whose contract is known",
    ),
    unit="share", polarity="higher", kind="ratio", base=_DOCTORS, source=_WHO, needs=("employment",),
    caveat=Text("用工构成见在岗人数按用工形式分组", "For the whole mix ask the headcount by contract"),
    numerator=_in_post(("contract", _ESTABLISHED)), denominator=_in_post(("contract", _FOOTINGS)),
    interval="wilson", breakdowns=without("contract"),
)

SECONDED_SHARE = Indicator(
    name="seconded_share",
    title=Text("派驻人员占比", "Share of seconded staff"),
    definition=Text(
        "期末上级派驻人员的全时当量 ÷ 全部在岗人员的全时当量", "Full-time equivalents of staff seconded from above ÷ those of everybody in post"
    ),
    unit="share", polarity="lower", kind="ratio", base=Text("全部在岗人员", "Everybody in post"),
    source=Text("改自《国家卫生人力账户手册》对外籍人员的依赖度", "Adapted from reliance on foreign workers, National Health Workforce Accounts handbook"),
    needs=("employment", "roster", "workforce_return"),
    caveat=Text("改用的定义：原指标指外籍人员", "Adapted: the handbook speaks of foreign workers"),
    numerator=Measure(mart="workforce_state", column="fte", where=(("staff_group", ("seconded",)),)),
    denominator=Measure(mart="workforce_state", column="fte", where=(("staff_group", (*_OWN, "seconded")),)),
    breakdowns=PLACES,
    rests_on="denominator", chance="numerator",
)

OUTSIDE_DEPENDENCY = Indicator(
    name="outside_dependency",
    title=Text("外援依赖度", "Dependency on outside staff"),
    definition=Text(
        "全年外来工作的全时当量（专家下沉人次 × 天数按每年工时折算；上级派驻人员按在岗月数）÷（该全时当量 + 期末本单位人员全时当量）",
        "Full-time equivalents of the year's work by outsiders (experts × days of their visits at the working hours of "
        "a year; seconded staff by months in "
        "post) ÷ (the same + full-time equivalents of a place's own staff at the end of the period)",
    ),
    unit="share", polarity="lower", kind="statistic", base=Text("全部在岗人员与下沉专家", "Everybody in post, and visiting experts"),
    source=Text("改自《国家卫生人力账户手册》对外籍人员的依赖度", "Adapted from reliance on foreign workers, National Health Workforce Accounts handbook"),
    needs=("expert_visit",),
    caveat=Text(
        "改用的定义：原指标指外籍人员；未填天数的下沉按 1 天计，未填人数的不计；每周工时和全年工时由站点设定",
        "Adapted: the handbook speaks of foreign workers. A visit without days counts as one day, one without persons not at all; "
        "hours of a week and of a year are settings of the site",
    ),
    numerator=Measure(mart="outside_work", column="fte_years"),
    denominator=Measure(mart="workforce_state", column="fte", where=(("staff_group", _OWN),)),
    statistic="share_of_both", additive=False, breakdowns=PLACES, yearly=True, chance="untold",
)

"""Services to residents: health records, health education, chronic patients."""

from pipelines.core.indicator import PLACES, Indicator, Measure
from pipelines.core.text import Text

_RESIDENTS = Text("居民，不是人员", "Residents; no staff group")
_FILED = Text("服务量月（年）报", "Returns of services")
_OPEN = Measure(mart="facility_stock", column="facilities")
_BREAK = Text(
    "填报机构占在办机构的比重较上一点增加四分之一以上或减少五分之一以上（按比例，不是百分点）的，前后不可比，线在此断开",
    "Where the share of open facilities that filed grows by more than a quarter or falls by more than a fifth of itself (not percentage points) "
    "from one point to the next the series breaks: figures before and after are not comparable",
)
_STOCK = Text(
    "取期末当天的填报数：期末两项没有都填报的机构，分子分母都不计，不用以前的数代替；动态使用常只由部分机构（如卫生院）填报，不能代表全部档案",
    "As filed for the last day of the period: a facility that did not file both for that day is in neither part, no earlier figure stands "
    "in. Use is often filed by some facilities only (such as township centres): the share does not speak for all records",
)

RECORD_COVERAGE = Indicator(
    name="record_coverage",
    title=Text("健康档案建档率", "Health-record coverage"),
    definition=Text("期末健康档案建档数 ÷ 站点所选口径人口", "Health records kept at the end of the period ÷ people of the kind the site counts by"),
    unit="share", polarity="higher", kind="ratio", base=_RESIDENTS, source=_FILED, needs=("service",),
    caveat=Text(
        f"人口口径为站点所选；一人多档、户籍外建档可使其超过 100%。{_BREAK.zh}",
        f"Of the kind of population the site counts by; double records and records of others can bring it above 100%. {_BREAK.en}",
    ),
    numerator=Measure(mart="service_register", column="records_kept"),
    denominator=Measure(mart="population_place", column="persons", population=True), breakdowns=("rurality", "remoteness"),
    reported=Measure(mart="service_register", column="records_known"), expected=_OPEN, is_proxied=True,
)

RECORDS_IN_USE = Indicator(
    name="records_in_use",
    title=Text("健康档案动态使用率", "Health records in use"),
    definition=Text(
        "近 12 个月动态使用的档案 ÷ 建档数；分母只计也填报了动态使用数的机构的档案",
        "Health records used in the last 12 months ÷ records kept, below too only those at facilities that filed records in use",
    ),
    unit="share", polarity="higher", kind="ratio", base=_RESIDENTS, source=_FILED, needs=("service",), caveat=_STOCK,
    numerator=Measure(mart="service_register", column="records_used"), denominator=Measure(mart="service_register", column="records_of_users"),
    reported=Measure(mart="service_register", column="use_known"), expected=Measure(mart="service_register", column="records_known"), is_gap=True,
    interval="wilson", breakdowns=PLACES,
)

EDUCATION_EVENTS_PER_CLINIC = Indicator(
    name="education_events_per_clinic",
    title=Text("机构年均健教次数", "Health-education events per clinic and year"),
    definition=Text(
        "期内健康教育次数 ÷ 填报的机构年数（一个机构报满一年为 1，报了七个月为 7/12）",
        "Events of health education in the period ÷ clinic-years filed (a clinic that filed a whole year is 1, one that filed "
        "seven months 7/12)",
    ),
    unit="per_clinic", polarity="higher", kind="ratio", base=Text("填报服务量的机构，不是人员", "Facilities that filed; no staff group"), source=_FILED,
    needs=("service",), caveat=_BREAK, numerator=Measure(mart="education_work", column="events"),
    denominator=Measure(mart="education_work", column="clinic_years"), breakdowns=PLACES,
    reported=Measure(mart="education_work", column="events_known"), expected=_OPEN, is_proxied=True,
)

EDUCATION_REACH = Indicator(
    name="education_reach",
    title=Text("每千人口健教参加人次", "Attendances of health education per 1,000 people"),
    definition=Text(
        "期内健康教育参加人次 ÷ 站点所选口径人口 × 1,000", "Attendances of health education in the period per 1,000 people of the kind the site counts by"
    ),
    unit="events_per_1000", polarity="higher", kind="ratio", base=_RESIDENTS, source=_FILED, needs=("service",),
    caveat=Text(
        f"人次不是人数；部分月份未报的按已报的计，偏低。{_BREAK.zh}",
        f"Attendances, not people; months that were not filed are missing from it. {_BREAK.en}",
    ),
    numerator=Measure(mart="education_work", column="attendances"),
    denominator=Measure(mart="population_place", column="persons", population=True), scale=1000, breakdowns=("rurality", "remoteness"),
    rests_on="numerator", accumulates=True,
    reported=Measure(mart="education_work", column="attendances_known"), expected=_OPEN, is_proxied=True,
)


def _chronic(name: str, title: Text, definition: Text, parts: tuple[str, str], known: tuple[str, str], caveat: Text) -> Indicator:
    """Return a rate of two columns, its upper and its lower `parts`; `known` counts the facilities that filed both, and the lower one."""
    top, bottom, both, lower = (Measure(mart="service_register", column=column) for column in (*parts, *known))
    return Indicator(
        name=name, title=title, definition=definition, unit="share", polarity="higher", kind="ratio", base=_RESIDENTS, source=_FILED,
        needs=("service",), caveat=caveat, numerator=top, denominator=bottom, reported=both, expected=lower, is_gap=True, interval="wilson",
        breakdowns=PLACES,
    )


_REGISTERED = Text(
    "登记数不是患病数：登记得少，管理率就高；只计期末两项都填报的机构",
    "Registered is not the number of the ill: who registers few manages many of them; of facilities that filed both for the last day",
)
_CONTROLLED = Text(
    "以规范管理的患者为分母，未管理的不在其中；只计期末两项都填报的机构",
    "Of patients managed, so those who are not managed are not in it; of facilities that filed both for the last day",
)

HYPERTENSION_MANAGEMENT = _chronic(
    "hypertension_management", Text("高血压规范管理率", "Hypertension managed"),
    Text("期末规范管理的高血压患者 ÷ 登记的高血压患者", "Hypertension patients managed ÷ registered, at the end of the period"),
    ("hypertension_managed", "hypertension_registered"), ("hypertension_management_known", "hypertension_known"), _REGISTERED,
)
HYPERTENSION_CONTROL = _chronic(
    "hypertension_control", Text("高血压控制率", "Hypertension controlled"),
    Text("期末血压控制的患者 ÷ 规范管理的高血压患者", "Hypertension patients controlled ÷ managed, at the end of the period"),
    ("hypertension_controlled", "hypertension_measured"), ("hypertension_control_known", "hypertension_managed_known"), _CONTROLLED,
)
DIABETES_MANAGEMENT = _chronic(
    "diabetes_management", Text("糖尿病规范管理率", "Diabetes managed"),
    Text("期末规范管理的糖尿病患者 ÷ 登记的糖尿病患者", "Diabetes patients managed ÷ registered, at the end of the period"),
    ("diabetes_managed", "diabetes_registered"), ("diabetes_management_known", "diabetes_known"), _REGISTERED,
)
DIABETES_CONTROL = _chronic(
    "diabetes_control", Text("糖尿病控制率", "Diabetes controlled"),
    Text("期末血糖控制的患者 ÷ 规范管理的糖尿病患者", "Diabetes patients controlled ÷ managed, at the end of the period"),
    ("diabetes_controlled", "diabetes_measured"), ("diabetes_control_known", "diabetes_managed_known"), _CONTROLLED,
)

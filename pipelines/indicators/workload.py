"""How much work there is for the staff there is."""

from pipelines.core.indicator import PLACES, Indicator, Measure, Unit
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生，按全时当量", "Village doctors and township doctors, in full-time equivalents")
_WISN = Text("世界卫生组织 2010《WISN 用户手册》", "WHO 2010, WISN user's manual")
_STANDARDS = Text(
    "工作时间标准缺一项即不计算，也不当作零；没有机构填报的工作不在其中，乡镇代村填报的工作算在乡镇；个别岗位的额外工时（IAS）未采集，按 0 计；"
    "比值必须与差额同看：1/2 与 50/100 的比值都是 0.5",
    "Not computed where a standard is missing, never taken as zero. Work that nobody files is not in it, and what a centre files for its "
    "villages counts "
    "as the centre's; hours of individual duties (IAS) are not collected and count as 0. Read ratio and difference together: 1 of 2 and "
    "50 of 100 are both 0.5",
)
_NEED = (
    "所需人员 = A × CAF：A 为各项服务量 × 每次分钟数 ÷ 每人每年可用工时，CAF = 1 ÷（1 − 会议报表等占比）；只计该类机构多数填报的项目全年齐全、人员已知的机构；分子为实有、分母为所需"
)
_NEED_EN = (
    "Need = A × CAF: A is Σ volume × minutes ÷ hours a year of one person, CAF is 1 ÷ (1 − share of meetings, reporting and the like). "
    "Over facilities "
    "whose staff is known and that filed, for the whole year, what most of their type file. Numerator: staff there is; denominator: staff "
    "needed"
)


def _wisn(name: str, title: Text, value: Text, unit: Unit) -> Indicator:
    return Indicator(
        name=name, title=title, definition=Text(f"{value.zh}。{_NEED}", f"{value.en}. {_NEED_EN}"),
        unit=unit, polarity="neutral", kind="statistic", base=_DOCTORS, source=_WISN, needs=("service",), caveat=_STANDARDS,
        rows=Measure(
            mart="workload_place", column="service_minutes", base="rural_doctors",
            also=("fte", "available_hours", "allowance_share", "missing_standards"),
        ),
        statistic=name, additive=False, breakdowns=("staff_group", *PLACES), yearly=True,
    )


WISN_REQUIRED_STAFF = _wisn(
    "wisn_required_staff", Text("WISN 所需人员", "Staff required (WISN)"), Text("按工作量所需的人员", "Staff the work of a year needs"), "fte"
)
WISN_RATIO = _wisn(
    "wisn_ratio", Text("WISN 比值", "WISN ratio"), Text("实有 ÷ 所需，小于 1 为人手紧张", "Staff there is ÷ staff needed; below 1 is pressure"), "ratio"
)
WISN_DIFFERENCE = _wisn(
    "wisn_difference", Text("WISN 差额", "WISN difference"), Text("实有 − 所需，负数为缺", "Staff there is − staff needed; below 0 is a shortage"), "fte"
)

RESIDENTS_PER_DOCTOR = Indicator(
    name="residents_per_doctor",
    title=Text("每名全时当量医生服务人口", "Residents per full-time-equivalent doctor"),
    definition=Text("站点所选口径人口 ÷ 期末医生全时当量", "People of the chosen kind ÷ full-time equivalents of doctors at the end of the period"),
    unit="per_doctor", polarity="lower", kind="ratio", base=_DOCTORS, needs=("employment", "roster", "workforce_return"),
    source=Text("人口表与人员表", "Population tables and staff records"),
    caveat=Text("兼职务农的村医多，未填全时当量的按 1 计", "Many village doctors farm as well; one whose FTE is not stated counts as 1"),
    numerator=Measure(mart="population_place", column="persons", population=True),
    denominator=Measure(mart="workforce_state", column="fte", base="rural_doctors"),
    breakdowns=("rurality", "remoteness"), rests_on="denominator", chance="denominator",
)

CHRONIC_PATIENTS_PER_DOCTOR = Indicator(
    name="chronic_patients_per_doctor",
    title=Text("每名全时当量医生登记慢性病患者", "Chronic patients per full-time-equivalent doctor"),
    definition=Text(
        "期末登记的高血压与糖尿病患者 ÷ 期末医生全时当量",
        "Patients registered with hypertension and with diabetes at the end of the period ÷ full-time equivalents of doctors then",
    ),
    unit="per_doctor", polarity="lower", kind="ratio", base=_DOCTORS, needs=("service",),
    source=Text("服务量报表与人员表", "Returns of services and staff records"),
    caveat=Text(
        "登记数不是患病率；同时患两病的计两次；只由乡镇填报的年份，机构一级不可比；填报机构占在办机构的比重变化太大的，前后不可比，线在此断开",
        "Registered is not prevalent; who has both is counted twice; in years filed by the centre for its villages facilities do not "
        "compare; where the share of open facilities that filed changes too much, figures before and after do not compare and the series breaks",
    ),
    numerator=Measure(mart="chronic_patient", column="patients"),
    denominator=Measure(mart="workforce_state", column="fte", base="rural_doctors"),
    breakdowns=PLACES, rests_on="denominator", chance="denominator", is_proxied=True,
    reported=Measure(mart="service_register", column="hypertension_known"), expected=Measure(mart="facility_stock", column="facilities"),
)

PUBLIC_HEALTH_VILLAGE_SHARE = Indicator(
    name="public_health_village_share",
    title=Text("村级承担公卫工作量占比", "Public-health work done by village clinics"),
    definition=Text(
        "村卫生室与社区站的公卫工作量 ÷ 村、乡两级公卫工作量；工作量 = 填报数 × 每年次数 × 每次标准分钟数（各类人员标准的平均），只计村、乡两级都有填报的乡镇",
        "Public-health work of village clinics and stations ÷ that of clinics and centres together. Work is what was filed × times a year "
        "× standard minutes "
        "(mean over staff groups); only townships in which both filed",
    ),
    unit="share", polarity="neutral", kind="ratio",
    base=Text("村卫生室、社区站与乡镇（社区）中心，不是人员", "Village clinics, stations and centres; no staff group"),
    needs=("service",),
    source=Text(
        "服务量报表与工作时间标准；国家基本公共卫生服务 300 个乡镇卫生院调查",
        "Returns of services and activity standards; survey of public-health services in 300 township centres",
    ),
    caveat=Text(
        "没有工作时间标准的项目不计；乡镇代村填报的工作会算作乡镇的",
        "Items without a standard time are left out; work a centre files for its villages counts as the centre's",
    ),
    numerator=Measure(mart="public_health_work", column="village_minutes"),
    denominator=Measure(mart="public_health_work", column="minutes"),
    breakdowns=("rurality", "remoteness"),
)

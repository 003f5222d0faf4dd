"""Clinics that are shut because their doctor is away."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

ABSENCE_RATE = Indicator(
    name="absence_rate",
    title=Text("缺勤率（村卫生室停诊日）", "Absence rate (closed-clinic days)"),
    definition=Text(
        "村卫生室因医生病假、请假、培训、抽调或无人在岗而停诊的天数 ÷ 应开诊天数（开诊 + 停诊）",
        "Days a village clinic was shut because its doctor was ill, on leave, training, called away or not "
        "there ÷ days it should be open (open + shut)",
    ),
    unit="share", polarity="lower", kind="ratio", needs=("facility_status",),
    base=Text("村卫生室，不是人员；有两名医生的诊所一人缺勤未必停诊", "Village clinics, not persons; where there are two doctors one may be away and the clinic open"),
    source=Text("改自 NHS 病假缺勤率（FTE 日）", "Adapted from the NHS sickness absence rate (FTE days)"),
    caveat=Text(
        "因天气、房屋、停电断网停诊的不算缺勤；有停诊而未写原因的月份不计；未填报不等于 0",
        "Shut for weather, building or power is no absence; months shut without a reason are left out; not filed is not 0",
    ),
    numerator=Measure(mart="clinic_month", column="absent_days", where=(("facility_type", ("village_clinic",)),)),
    denominator=Measure(mart="clinic_month", column="due_days", where=(("facility_type", ("village_clinic",)),)),
    breakdowns=("rurality", "remoteness"),
)

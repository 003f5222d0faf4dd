"""Aided readings: how often the machine was asked, how often its advice was taken."""

from dataclasses import replace

from pipelines.columns import FACILITY_CODE, MONTH, TOWNSHIP_CENTRE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

AI_USE = Dataset(
    name="ai_use",
    title=Text("智能辅助诊断使用", "Use of AI-aided diagnosis"),
    grain=Text("一行是一个机构一个月的智能辅助诊断使用次数", "One row is a facility's aided readings of a month"),
    key=("facility_code", "period"),
    place="facility_code",
    period="label",
    topic="support",
    filled_by=TOWNSHIP_CENTRE,
    note=Text("取自辅助诊断系统的统计；没有使用的填 0", "As the system counts it; 0 where it was not used"),
    required=("facility_code", "ai_used"),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        replace(FACILITY_CODE, example="140322203-V01"),
        MONTH,
        Column(
            name="ai_used", kind="number", title=Text("辅诊使用次数", "Readings aided"), headers=("智能辅诊次数", "AI使用次数"),
            unit="reading", minimum=0, example="42",
        ),
        Column(
            name="ai_accepted", kind="number", title=Text("辅诊采纳次数", "Advice accepted"), headers=("智能辅诊采纳次数", "AI采纳次数"), unit="reading",
            minimum=0, example="35",
        ),
    ),
    sheets=(
        Sheet(
            name="ai_use", title=Text("智能辅助诊断使用", "AI-aided diagnosis"),
            signature=("facility_code", "month", "ai_used", "ai_accepted"),
        ),
    ),
)

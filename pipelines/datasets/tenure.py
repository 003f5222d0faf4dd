"""Durations in post without dates: open data on how long people stayed."""

from pipelines.columns import PUBLISHED
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

_ENDED_BY_CENSOR = {"0": "yes", "0.0": "yes", "1": "no", "1.0": "no", "false": "yes", "true": "no"}
_ID = ("id", "编号", "subject", "person")
_CENSOR = ("censor", "censored", "cens")
_EVENT = ("ended", "event", "是否离岗", "已离岗", "status", "left")

TENURE = Dataset(
    name="tenure",
    title=Text("在岗时长", "Time in post"),
    grain=Text("一行是一个人在一个岗位上的时长", "One row is one person's time in a post"),
    key=("tenure_id",),
    period="none",
    topic="people",
    filled_by=PUBLISHED,
    required=("tenure_id", "duration", "has_ended"),
    columns=(
        Column(name="tenure_id", kind="code", title=Text("编号", "Identifier"), headers=_ID, example="S001"),
        Column(name="duration", kind="number", title=Text("时长", "Duration"), headers=("time", "在岗时长"), minimum=0, example="14"),
        Column(
            name="tenure_unit", kind="text", title=Text("时长单位", "Unit of time"), headers=("单位",), codelist="tenure_unit", example="月",
        ),
        Column(name="has_ended", kind="boolean", title=Text("是否离岗", "Has ended"), headers=_EVENT),
    ),
    sheets=(
        Sheet(
            name="long", title=Text("在岗时长表", "Durations"), signature=("tenure_id", "duration", "tenure_unit", "has_ended")
        ),
        *(
            Sheet(
                name=f"{plural}_{form}",
                title=Text(f"以{zh}计的时长", f"Durations in {plural}"),
                signature=("tenure_id", "duration", "has_ended"),
                headers={
                    "duration": (plural, f"duration_{plural}", f"tenure_{plural}", f"time_{plural}"),
                    "has_ended": _CENSOR if form == "censor" else _EVENT,
                },
                constants={"tenure_unit": unit},
                values={"has_ended": _ENDED_BY_CENSOR} if form == "censor" else {},
            )
            for unit, plural, zh in (("day", "days", "天"), ("week", "weeks", "周"), ("month", "months", "月"), ("year", "years", "年"))
            for form in ("censor", "event")
        ),
    ),
)

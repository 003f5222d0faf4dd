"""The list of villages without a clinic, or with a clinic that has no doctor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.asking import card_frame
from dashboard.cards.inside import NO_DAY, NOT_INSIDE
from dashboard.charts.canvas import Canvas
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import rounded, whole
from dashboard.charts.table import listing
from dashboard.charts.words import AS_AT, SEMICOLON, STOP
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight, sees_records
from pipelines.core.text import Lang, Text
from pipelines.engine.villages import villages_lacking

HEADS = {
    "village": Text("行政村", "Village"), "township": Text("所在乡镇", "Township"), "lack": Text("缺什么", "What is missing"),
    "since": Text("起始", "Since"), "residents": Text("村民（人）", "Residents"), "km": Text("最近卫生室（公里）", "Nearest clinic (km)"),
    "minutes": Text("到卫生院（分钟）", "To a health centre (minutes)"), "served": Text("名录所载服务机构", "Served by, as registered"),
}
NUMBERS = ("residents", "km", "minutes")
LACKS = {"no_doctor": Text("有卫生室，无医生", "Clinic without a doctor"), "no_clinic": Text("未设卫生室", "No clinic")}
TONES = {"no_doctor": "bad", "no_clinic": "watch"}
SINCE_BEFORE = Text("数据之前", "before the data")
NOT_TOLD = Text("未填", "not told")
OWN = Text("本村的，无医生", "its own, no doctor")
COUNT = Text("{lack} {n} 个村、村民 {people} 人", "{lack}: {n} villages, {people} residents")
ONE = Text(COUNT.zh, "{lack}: {n} village, {people} residents")
NONE_LACK = Text(
    "{region}没有空白村：已知的每个行政村都有卫生室，每个卫生室都有医生在岗。",
    "No village of {region} is without a clinic, or has a clinic without a doctor, as far as is known.",
)
NOTE_DOCTOR = Text("有卫生室而无医生的村，到有医生的卫生室多远没有填报", "how far it is from a clinic without a doctor to one with a doctor is not reported")
NOTE_TRAVEL = Text("分钟数按通行季道路，含到最近卫生室的路程", "minutes while roads are open, the way to the nearest clinic counted in")


def villages(sight: Sight, card: Card) -> Chart:
    """Return the villages that lack a clinic or a doctor on the as-at day, those without a doctor first, the larger before the smaller."""
    about, lang = context(sight, card), sight.lang
    heads = [ColumnHead(name, title.of(lang), name in NUMBERS) for name, title in HEADS.items()]
    if not sees_records(sight) or about.as_at is None:
        return listing(card, heads, (), about, (NOT_INSIDE if about.as_at else NO_DAY).of(lang))
    region, day = sight.state.region, about.as_at
    found = sight.edition.ask(lambda con: villages_lacking(con, region, day))
    names = _names(sight)
    rows = [_row(record, names, lang) for record in found.to_dict("records")]
    known = Canvas.of(card, card_frame(sight, replace(card, indicators=card.indicators[:1])), about)
    unknown = known.empty()
    none = unknown or NONE_LACK.of(lang).format(region=about.region_name)
    made = listing(card, heads, rows, about, none, AS_AT.of(lang).format(day=day.isoformat()))
    said = SEMICOLON.of(lang).join(_counts(found, lang)) + STOP.of(lang).strip()
    doctor = NOTE_DOCTOR.of(lang) if found["lack"].eq("no_doctor").any() else ""
    return replace(made, finding=said).with_note(NOTE_TRAVEL.of(lang), doctor) if rows else made if unknown else made.as_none()


def _names(sight: Sight) -> dict[str, str]:
    """The name of every place and facility in the reader's language."""
    frame = sight.edition.rows("select place_code, name_zh, name_en from place")
    english = frame["name_en"].fillna(frame["name_zh"])
    return dict(zip(frame["place_code"], english if sight.lang == "en" else frame["name_zh"], strict=True))


def _counts(found: pd.DataFrame, lang: Lang) -> list[str]:
    parts = []
    for lack, title in LACKS.items():
        some = found[found["lack"] == lack]
        if len(some):
            count, people = ONE if len(some) == 1 else COUNT, whole(float(some["residents"].sum()))
            parts.append(count.of(lang).format(lack=title.of(lang), n=whole(len(some)), people=people))
    return parts


def _row(record: dict[Any, Any], names: dict[str, str], lang: Lang) -> list[TableCell]:
    lack, since = str(record["lack"]), record["since"]
    code = record["serving_facility_code"]
    has_code = isinstance(code, str)
    return [
        TableCell(str(record["village_name"])),
        TableCell(names.get(record["place_code"], str(record["place_code"]))),
        TableCell(LACKS[lack].of(lang), tone=TONES[lack]),
        TableCell(SINCE_BEFORE.of(lang) if pd.isna(since) else pd.Timestamp(since).date().isoformat()),
        _number(record["residents"], lang),
        TableCell(OWN.of(lang)) if lack == "no_doctor" else _number(record["nearest_clinic_km"], lang, 1),
        _number(record["centre_minutes"], lang),
        TableCell((names.get(code, code) or code) if has_code else NOT_TOLD.of(lang)),
    ]


def _number(value: Any, lang: Lang, decimals: int = 0) -> TableCell:
    return TableCell(NOT_TOLD.of(lang)) if pd.isna(value) else TableCell(rounded(float(value), decimals), float(value))

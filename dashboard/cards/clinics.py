"""The lowest two steps of the drill: the facilities of a place, and the people of one of them; both in the internal profile only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import rounded, whole
from dashboard.charts.table import listing
from dashboard.charts.words import LIST_COMMA, NEXT, STATUS_CELL, period_name
from dashboard.context import context
from dashboard.page import Card
from dashboard.places import Place
from dashboard.sight import Sight, code_titles, seen_place, sees_records
from pipelines.core.text import Lang, Text
from pipelines.engine.clinics import clinics_of, listed_in, people_of
from pipelines.engine.observe import Query
from pipelines.extract.own_sheets import PERSON_KEY
from pipelines.intake.reconcile import KEY_SHOWN

HEADS: Mapping[str, Text] = {
    "facility": Text("机构", "Facility"), "place": Text("所在地", "Where"), "facility_type": Text("机构类型", "Facility type"),
    "headcount": Text("全部人员", "All staff"), "doctors": Text("医生", "Doctors"), "licensed": Text("执业（助理）医师", "Licensed (assistant) physicians"),
    "standing": Text("状况", "State"),
}
PERSON_HEADS: Mapping[str, Text] = {
    "person": PERSON_KEY, "staff_group": Text("人员类别", "Staff group"), "sex": Text("性别", "Sex"),
    "age_band": Text("年龄段", "Age band"),
    "licence": Text("执业资格", "Licence"), "expires": Text("证书有效期至", "Licence valid to"),
    "title": Text("职称", "Title"),
    "contract": Text("用工形式", "Contract"), "years": Text("在本机构年数", "Years here"), "post": Text("岗位", "Post"),
}
STANDING: Mapping[str, Text] = {  # those to see to stand first: a wall shows no more than its height holds
    "empty": Text("无人在岗", "nobody in post"), "no_doctor": Text("无医生", "no doctor"),
    "second_doctor": Text("医生均为兼职", "doctors by second post only"),
    "expired": Text("有人证书已过期", "a licence has run out"),
    "unknown": Text("人员未上报", "staff not reported"), "staffed": Text("正常", "staffed"),
}
WORST_FIRST = tuple(STANDING)
FOUND, ONE_FOUND = Text("{n} 家机构：{states}。", "{n} facilities: {states}."), Text("{n} 家机构：{states}。", "{n} facility: {states}.")
STATE = Text("{state} {n} 家", "{state} {n}")
TONES = {"staffed": "good", "expired": "watch", "second_doctor": "watch", "no_doctor": "bad", "empty": "bad", "unknown": "none"}
COUNTED_ELSEWHERE = Text("{standing}（{n} 人，计在各自的主要岗位）", "{standing} ({n}, counted where the main post is)")
POST: Mapping[str, Text] = {"main": Text("主要岗位", "main post"), "other": Text("兼职", "second post")}
AS_CODED: Mapping[str, str] = {"staff_group": "staff_group", "sex": "sex", "age_band": "age_band", "contract": "contract_type",
                               "title": "title_level"}
NOT_KNOWN, NOT_REGISTERED = Text("不详", "not known"), Text("未登记证书", "no licence on record")
RAN_OUT, WITHOUT_END = Text("{day}（已过期）", "{day} (run out)"), Text("长期", "no last day")
AT_LEAST = Text("至少 {n}", "at least {n}")
PEOPLE_OF = Text("{name}：人员", "{name}: people")
NO_CLINICS = Text(
    "该地区在 {period} 没有登记的机构，或机构名单不在您的权限之内。", "No facility is registered here for {period}, or the list is not yours to see.",
)
NOBODY = Text(
    "{name}在 {period} 没有人员名册：无人在岗，或只上报了汇总人数。",
    "There is no roster of {name} for {period}: nobody is in post, or only totals were sent.",
)
NEAREST = Text("最近一期有名单的是 {period}。", "The nearest period that has a list is {period}.")
CLINIC_NOTE = Text(
    "医生人数指乡村医生和乡镇（社区）医生，每人只在主要岗位计一次；“状况”看有无医生时，派驻人员和县级医院医生也算；本表数的是各类机构，"
    "无医生的村另按村计，两数不必相等",
    "doctors are village and township doctors, each once at the main post; for the state, those seconded and county hospital doctors keep a "
    "facility from being without one; the list counts facilities of every type, villages without a doctor are counted as villages: the two "
    "need not agree",
)
SELECT = Text("点选机构可看人员", "select a facility to see its people")
PEOPLE_NOTE = Text(
    "内部资料；人员标识为加密标识的前 {n} 位，姓名、身份证号、电话不在本系统显示",
    "internal; a person is shown by the first {n} characters of an encrypted key, never by name, ID number or phone",
)
SENTENCE = Text(
    "{period}，{name}（{kind}）：在岗 {heads} 人，其中医生 {doctors} 人、执业（助理）医师 {licensed} 人；{standing}。",
    "{name} ({kind}), {period}: in post {heads}, doctors {doctors}, licensed (assistant) physicians {licensed}; {standing}.",
)


def clinics(sight: Sight, card: Card) -> Chart:
    """Return the facilities under the chosen place, or the people of the one that is open."""
    return _people(sight, card, seen_place(sight)) if sight.state.facility else _clinics(sight, card)


def _found(sight: Sight) -> pd.DataFrame:
    """The facilities of the place with what is known of them, those the viewer may see."""
    region, period = sight.state.region, sight.state.period
    frame = sight.edition.keep(("clinics", region, period), lambda: sight.edition.ask(lambda con: clinics_of(con, region, period)))
    return frame[frame["place_code"].isin(list(sight.edition.facilities(sight.viewer)))]


def _clinics(sight: Sight, card: Card) -> Chart:
    lang, edition = sight.lang, sight.edition
    frame, known, places = _found(sight), edition.facilities(sight.viewer), edition.places(sight.viewer)
    shown = [name for name in HEADS if name != "place" or set(frame["region_code"]) != {sight.state.region}]
    heads = [ColumnHead(name, HEADS[name].of(lang), name in ("headcount", "doctors", "licensed")) for name in shown]
    silent = _silent(sight) if len(frame) else set()
    rows, told = [], _told(frame, silent, lang)
    for row in sorted(frame.to_dict("records"), key=lambda row: WORST_FIRST.index(_standing(row, silent))):  # else in the order of their codes
        place = known[row["place_code"]]
        cells = {
            "facility": TableCell(place.name.of(lang), place=str(place.parent), facility=place.code),
            "place": TableCell(places.get(row["region_code"]).name.of(lang) if row["region_code"] in places else ""),
            "facility_type": TableCell(_title("facility_type", row["facility_type"], lang)), **_counts(row, lang, silent),
        }
        rows.append([cells[name] for name in shown])
    period = period_name(sight.state.period, lang)
    made = listing(card, heads, rows, context(sight, card), NO_CLINICS.of(lang).format(period=period), period)
    if not rows:
        return _with_nearest(sight, made, sight.state.region)
    return replace(made, finding=told, footer=replace(made.footer, note=CLINIC_NOTE.of(lang), act=SELECT.of(lang)))


def _with_nearest(sight: Sight, made: Chart, place: str) -> Chart:
    """Return an empty list that names the nearest period which has one, where the viewer may see it."""
    if not sees_records(sight):
        return made
    is_of_people, period = place == sight.state.facility, sight.state.period
    near = sight.edition.ask(lambda con: listed_in(con, place, period, people=is_of_people))
    said = NEAREST.of(sight.lang).format(period=period_name(near, sight.lang))
    return replace(made, empty=f"{made.empty}{NEXT[sight.lang]}{said}", instead=near) if near else made


def _silent(sight: Sight) -> set[str]:
    """The units that sent nothing of their staff in the period: a facility of theirs is not empty, it is not known."""
    lowest = sight.edition.site.region_levels[-1]
    level = sight.edition.places(sight.viewer).get(sight.state.region).level
    asked = Query("headcount", level=lowest, period=sight.state.period)
    asked = replace(asked, region=sight.state.region) if level == lowest else replace(asked, parent=sight.state.region)
    frame = sight.edition.observe(sight.viewer, asked)
    return set(frame.loc[frame["status"] == "not_collected", "region_code"])


def _standing(row: Mapping[Any, Any], silent: Container[str]) -> str:
    """The state of a facility; of a unit that sent nothing it is not known."""
    return "unknown" if row["region_code"] in silent else str(row["standing"])


def _told(frame: pd.DataFrame, silent: Container[str], lang: Lang) -> str:
    """Say how many facilities there are, and of each state."""
    counts = Counter(_standing(row, silent) for row in frame.to_dict("records"))
    states = [STATE.of(lang).format(state=title.of(lang), n=whole(counts[name])) for name, title in STANDING.items() if counts[name]]
    return (FOUND if len(frame) > 1 else ONE_FOUND).of(lang).format(n=whole(len(frame)), states=LIST_COMMA.of(lang).join(states))


def _counts(row: Mapping[Any, Any], lang: Lang, silent: Container[str]) -> dict[str, TableCell]:
    """Return the numbers of a facility and its state; what nobody sent is not collected, never nought."""
    standing = _standing(row, silent)
    unknown = TableCell(STATUS_CELL["not_collected"].of(lang))
    cells = {"standing": TableCell(STANDING[standing].of(lang), tone=TONES[standing])}
    for name in ("headcount", "doctors", "licensed"):
        missing = standing == "unknown" or pd.isna(row[name])
        cells[name] = unknown if missing else TableCell(whole(float(row[name])), float(row[name]))
    return cells


def _title(codelist: str, code: Any, lang: Lang) -> str:
    title = code_titles().get((codelist, str(code)))
    return title.of(lang) if title else NOT_KNOWN.of(lang)


def _people(sight: Sight, card: Card, place: Place) -> Chart:
    lang, period = sight.lang, sight.state.period
    frame = sight.edition.ask(lambda con: people_of(con, place.code, period))
    heads = [ColumnHead(name, title.of(lang), name == "years", beside=("mark",) if name == "years" else ()) for name, title in PERSON_HEADS.items()]
    rows = [[_person(row, name, lang) for name in PERSON_HEADS] for row in frame.to_dict("records")]
    name, said = place.name.of(lang), period_name(period, lang)
    made = listing(card, heads, rows, context(sight, card), NOBODY.of(lang).format(name=name, period=said), said)
    if not rows:
        made = _with_nearest(sight, made, place.code)
    note = PEOPLE_NOTE.of(lang).format(n=KEY_SHOWN)
    return replace(made.with_note(note), title=PEOPLE_OF.of(lang).format(name=name))


def _person(row: Mapping[Any, Any], name: str, lang: Lang) -> TableCell:
    if name == "person":
        return TableCell(str(row["person_key"])[:KEY_SHOWN])
    if name == "licence":
        held = not pd.isna(row["licence_type"])
        return TableCell(_title("licence_type", row["licence_type"], lang) if held else _title("licence", row["licence"], lang))
    if name == "expires":
        return _expiry(row, lang)
    if name == "years":
        if pd.isna(row["years"]):
            return TableCell(NOT_KNOWN.of(lang))
        years, mark = rounded(row["years"], 1), "" if row["has_known_start"] else AT_LEAST.of(lang).format(n="").strip()
        return TableCell(AT_LEAST.of(lang).format(n=years) if mark else years, round(float(row["years"]), 1), mark=mark)
    if name == "post":
        return TableCell(POST[row["post"]].of(lang) if row["post"] in POST else NOT_KNOWN.of(lang))
    return TableCell(_title(AS_CODED[name], row[name], lang))


def _expiry(row: Mapping[Any, Any], lang: Lang) -> TableCell:
    if pd.isna(row["licence_type"]):
        return TableCell(NOT_REGISTERED.of(lang))
    if pd.isna(row["expires_on"]):
        return TableCell(WITHOUT_END.of(lang))
    day = f"{row['expires_on']:%Y-%m-%d}"
    return TableCell(day) if row["is_in_force"] else TableCell(RAN_OUT.of(lang).format(day=day), tone="bad")


def clinic_sentence(sight: Sight, place: Place) -> str:
    """Return what is known of the open facility in one sentence."""
    lang, frame = sight.lang, _found(sight)
    row = frame[frame["place_code"] == place.code]
    period, name = period_name(sight.state.period, lang), place.name.of(lang)
    if row.empty:
        return NOBODY.of(lang).format(name=name, period=period)
    first = row.iloc[0].to_dict()
    silent = _silent(sight)
    cells = _counts(first, lang, silent)
    standing = cells["standing"].text
    if _standing(first, silent) == "second_doctor":
        standing = COUNTED_ELSEWHERE.of(lang).format(standing=standing, n=whole(first["second_doctors"]))
    return SENTENCE.of(lang).format(
        period=period, name=name, kind=_title("facility_type", first["facility_type"], lang), heads=cells["headcount"].text,
        doctors=cells["doctors"].text, licensed=cells["licensed"].text, standing=standing,
    )

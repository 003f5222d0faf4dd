"""What the records give beside a figure said in public: every reading of it that the statement leaves open, each with its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from dashboard.charts.words import LIST_COMMA, in_sentence
from dashboard.readings_pay import pay_readings
from dashboard.said import Claim, Reading, observed, says, single
from dashboard.sight import Sight
from pipelines.analysis.claim import Measured
from pipelines.codelists.subsidy_type import SUBSIDY_TYPE
from pipelines.core.text import Text
from pipelines.engine.observe import all_indicators

Finder = Callable[[Sight, Claim], list[Reading]]
ENTRY = "entry"  # the type of one-off grants that settle a doctor in


def readings(sight: Sight, computed_from: str, claim: Claim, is_open: bool) -> list[Reading] | None:
    """Return the readings of a figure; the plain ones alone where the statement leaves nothing open; None where nothing names how to compute it."""
    if computed_from in all_indicators():
        return observed(sight, claim, ((computed_from, True),))
    if computed_from not in FINDERS:
        return None
    found = FINDERS[computed_from](sight, claim)
    return [r for r in found if is_open or r.is_plain]


def _within(frame: pd.DataFrame, claim: Claim, day: str, place: str = "place_code") -> pd.DataFrame:
    """Keep the rows of the place and of the days a claim speaks of."""
    on = pd.to_datetime(frame[day])
    inside = frame[place].isin(claim.within) & (on <= claim.last)
    return frame[inside if claim.first is None else inside & (on >= claim.first)]


def _training(sight: Sight, claim: Claim) -> list[Reading]:
    if claim.measure not in ("person", "time"):
        return []
    rows = _within(sight.edition.rows("select person_key, place_code, on_date from training_enrolled"), claim, "on_date")
    if not len(rows):
        return []
    once = Text("参加培训的人数（同一人只计一次）", "persons trained, each once")
    persons = Reading(once, single(rows["person_key"].nunique()), claim.measure == "person", measure="person")
    times = Reading(Text("参加培训的人次", "attendances at training"), single(len(rows)), claim.measure == "time", measure="attendance")
    return [persons, times]


def _link(sight: Sight, claim: Claim) -> list[Reading]:
    if claim.measure != "unit":
        return []
    rows = sight.edition.rows("select place_code, hospital_code, hospital_level, link_kind, start_on, end_on, used_on from link_use")
    rows = rows.assign(**{c: pd.to_datetime(rows[c]) for c in ("start_on", "end_on", "used_on")})
    rows = rows[rows["place_code"].isin(claim.within) & (rows["start_on"] <= claim.last) & (rows["end_on"].isna() | (rows["end_on"] >= claim.last))]
    sides = []
    if says(claim, "三甲", "三级甲等", "支援医院", "tertiary"):
        sides.append(("hospital_code", Text("三级甲等医院", "tertiary-A hospitals"), rows[rows["hospital_level"] == "tertiary_a"]))
    if says(claim, "乡村医院", "卫生院", "卫生室", "基层", "clinic"):
        sides.append(("place_code", Text("接入的基层机构", "clinics and centres linked"), rows))
    if not sides:
        sides = [("hospital_code", Text("医院", "hospitals"), rows), ("place_code", Text("接入的基层机构", "clinics and centres linked"), rows)]
    found, days = [], sight.edition.site.standards.active_days[-1]
    recent = Text(f"近 {days} 天用过", f"used within {days} days")
    for column, what, linked in sides if len(rows) else ():
        for kind, kind_name in (("", Text("全部协作", "any link")), ("group_support", Text("组团式帮扶", "group support"))):
            mine = linked[linked["link_kind"] == kind] if kind else linked
            used = mine[(mine["used_on"] <= claim.last) & (mine["used_on"] > claim.last - pd.Timedelta(days=days))]
            for part, part_name in ((mine, Text("在册", "in force")), (used, recent)):
                title = Text(f"{what.zh}（{kind_name.zh}，{part_name.zh}）", f"{what.en} ({kind_name.en}, {part_name.en})")
                found.append(Reading(title, single(part[column].nunique()), part is mine and not kind))
    return found


_LEVELS = (("nation", ("国家级", "national")), ("province", ("省级", "自治区级", "provincial")), ("prefecture", ("地级", "市级")), ("county", ("县级",)))


def _honour(sight: Sight, claim: Claim) -> list[Reading]:
    if claim.measure not in ("person", "time"):
        return []
    rows = sight.edition.rows("select place_code, person_key, on_date, admin_level from honour_event")
    if not rows["place_code"].isin(claim.within).any():
        return []
    level = next((code for code, said in _LEVELS if says(claim, *said)), "")
    rows = _within(rows[rows["admin_level"] == level] if level else rows, claim, "on_date")
    return [
        Reading(Text("获表彰人数", "persons honoured"), single(rows["person_key"].nunique()), claim.measure == "person", measure="person"),
        Reading(Text("表彰次数", "honours given"), single(len(rows)), claim.measure == "time", measure="time"),
    ]


_TITLES = (("高级", ("associate_senior", "senior")), ("中级", ("intermediate",)), ("初级", ("junior",)))


def _title(sight: Sight, claim: Claim) -> list[Reading]:
    if claim.measure != "person":
        return []
    rows = sight.edition.rows("select person_key, place_code, title_level, awarded_on, is_after_remote_training from title_step")
    wanted = next((levels for said, levels in _TITLES if says(claim, said)), ())
    rows = rows[rows["place_code"].isin(claim.within)]
    if not len(rows):
        return []
    rows = rows[rows["title_level"].isin(wanted)] if wanted else rows
    rows = rows[pd.to_datetime(rows["awarded_on"]) <= claim.last]
    remote = says(claim, "远程", "线上", "remote", "online")
    found = []
    for mine, zh, en, is_plain in (
        (rows[rows["is_after_remote_training"].astype(bool)], "取得前两年内完成过线上培训的人", "who had completed online training in the two years before", remote),
        (rows, "取得该级职称的全部人", "all who gained a title of that level", not remote),
    ):
        span = _within(mine, claim, "awarded_on")
        found.append(Reading(Text(f"{zh}：说法所属时期内", f"{en}: in the period"), single(span["person_key"].nunique()), is_plain))
        found.append(Reading(Text(f"{zh}：历年累计", f"{en}: up to then"), single(mine["person_key"].nunique()), False))
    return found


_WORK = (
    (("健教", "宣教", "健康教育", "health education"), "time", "education_events", Text("健康教育次数", "events of health education")),
    (("健教", "宣教", "健康教育", "health education"), "person", "education_attendances", Text("健康教育参加人次", "attendances at health education")),
    (("门诊", "诊疗", "visits"), "time", "visits", Text("门诊人次", "outpatient visits")),
    (("上门", "巡诊", "home visit"), "time", "home_visits", Text("上门服务人次", "home visits")),
    (("接种", "vaccin"), "time", "vaccinations", Text("预防接种剂次", "vaccinations given")),
)


def _service(sight: Sight, claim: Claim) -> list[Reading]:
    rows = sight.edition.rows("select place_code, period, service_kind, service_count from service_place")
    rows = rows[rows["place_code"].isin(claim.within) & (rows["period"] == claim.period)]
    found = []
    for said, measure, kind, title in _WORK:
        mine = rows[rows["service_kind"] == kind]
        if measure == claim.measure and says(claim, *said) and len(mine):
            aside = Text(f"{len(mine)} 个机构填报", f"{len(mine)} facilities filed")
            total = float(mine["service_count"].sum())
            counted = "time" if kind == "education_events" else "attendance"
            found.append(Reading(title, Measured(total, total, is_ceiling=measure == "person"), True, aside, counted))
    return found


def _agreement(sight: Sight, claim: Claim) -> list[Reading]:
    rows = sight.edition.rows("select facility_code, agreed_from, agreed_years from stg_agreement where agreed_years is not null")
    rows = _within(rows, claim, "agreed_from", "facility_code")
    if claim.measure != "year" or not len(rows):
        return []
    low, high = float(rows["agreed_years"].min()), float(rows["agreed_years"].max())
    return [Reading(Text(f"约定年限，最短至最长（{len(rows)} 份协议）", f"agreed terms, shortest to longest ({len(rows)} agreements)"), Measured(low, high))]


def _rate(sight: Sight, claim: Claim) -> list[Reading]:
    rows = sight.edition.rows(
        "select r.rate_yuan, r.paid_per, r.valid_from, r.valid_to, s.area_code, s.subsidy_type from stg_subsidy_rate as r"
        " inner join stg_subsidy_scheme as s on r.scheme_id = s.scheme_id where r.rate_yuan is not null"
    )
    day = f"{claim.last:%Y-%m-%d}"
    since, until = (rows[name].astype(str).str[:10] for name in ("valid_from", "valid_to"))
    rows = rows[rows["area_code"].isin(claim.within) & (since <= day) & (until >= day)]
    is_entry = says(claim, "安家", "从业", "settling-in")
    once = is_entry or says(claim, "一次性", "one-off")
    rows = rows[rows["paid_per"] == "once"] if once else rows
    rows = rows[rows["subsidy_type"] == ENTRY] if is_entry else rows
    if claim.measure != "money" or not len(rows):
        return []
    entry = rows[rows["subsidy_type"] == ENTRY] if once else rows.iloc[:0]
    head = Text("一次性补助现行标准", "one-off rates in force") if once else Text("现行标准", "rates in force")
    return [_rates(rows, head, is_plain=True), *([_rates(entry, head, is_plain=False)] if 0 < len(entry) < len(rows) else [])]


def _rates(rows: pd.DataFrame, head: Text, *, is_plain: bool) -> Reading:
    """The lowest and the highest of rates, with the types of subsidy they are of: an award for a title is no settling-in grant."""
    types = [SUBSIDY_TYPE.titles[code.code] for code in SUBSIDY_TYPE.codes if code.code in set(rows["subsidy_type"])]
    zh, en = LIST_COMMA.zh.join(t.zh for t in types), LIST_COMMA.en.join(in_sentence(t.en, "en") for t in types)
    named = Text(f"{head.zh}，最低至最高（{zh}）", f"{head.en}, lowest to highest ({en})")
    return Reading(named, Measured(float(rows["rate_yuan"].min()), float(rows["rate_yuan"].max())), is_plain)


FINDERS: Mapping[str, Finder] = {
    "training": _training, "pay": pay_readings, "link": _link, "honour": _honour, "title_award": _title, "service": _service, "agreement": _agreement,
    "subsidy_rate": _rate,
}


def ordered(found: Sequence[Reading]) -> list[Reading]:
    """Return readings with the plain ones first."""
    return sorted(found, key=lambda r: not r.is_plain)

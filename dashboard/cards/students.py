"""Targeted students: who arrives at a post in which year and what became of them; who is still to come."""

from __future__ import annotations

import pandas as pd

from dashboard.cards.within import Within
from dashboard.charts.chart import Chart
from dashboard.charts.counted import Said, stacked
from dashboard.charts.numbers import whole
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.core.text import Text

_OUTCOMES = (
    "select student_id, person_key, place_code, intake_year, student_status, posted_on, breach_on, case when obligation_years is not null then"
    " obligation_ends_on end as obligation_ends_on, has_breached from student_outcome"
)
_POSTS = "select person_key, start_on, end_on from main_post where person_key in (select person_key from student_outcome)"
FATES = {
    "in_post": Text("在岗，服务期内", "In post, obligation running"), "stayed": Text("服务期满仍在岗", "In post after the obligation"),
    "served": Text("服务期满后离开", "Left after the obligation"), "gone": Text("离开，服务期未满", "Left before its end"),
    "breached": Text("违约", "Broke the agreement"),
}
_YEAR = Text("到岗年份", "Year of arrival")
_NOTE = Text(
    "按到岗年份，去向为 {day} 的情况；未到岗即违约的 {never} 人不在图内；还未到岗的 {coming} 人：{waves}",
    "by year of arrival, what became of them by {day}; broke off before they "
    "arrived: {never}, not drawn; still to come: {coming} ({waves})",
)
_WAVE = Text("{year} 级 {n} 人", "{n} of the {year} intake")
_NONE = Text("无", "none")
_EMPTY = Text(
    "所选地区没有定向生到岗的记录；还未到岗的 {coming} 人。需要定向生名册（签约、毕业、到岗、违约日期）。",
    "No targeted student is on record as having arrived here; still to come: {coming}. It needs the list of students with days of signing, "
    "graduation, arrival and breach.",
)
MOST_WAVES = 6


def fate(row: dict[str, object], day: pd.Timestamp) -> str:
    """Return what became by a day of a student who arrived: a key of FATES. An obligation whose end is not known still runs."""
    if row["has_breached"]:
        return "breached"
    ends = row["obligation_ends_on"]
    is_over = not pd.isna(ends) and pd.Timestamp(str(ends)) <= day
    if row["is_in_post"]:
        return "stayed" if is_over else "in_post"
    return "served" if is_over else "gone"


def _known_on(sight: Sight, day: pd.Timestamp) -> pd.DataFrame:
    """Return the students there were by a day, and what was true of them on it; a breach without a date was always one."""
    rows, posts = sight.edition.rows(_OUTCOMES), sight.edition.rows(_POSTS)
    rows = rows[rows["intake_year"].isna() | (rows["intake_year"] <= day.year)]
    held = posts.loc[(posts["start_on"] <= day) & (posts["end_on"] >= day), "person_key"]
    return rows.assign(
        has_arrived=rows["posted_on"] <= day,
        has_breached=rows["has_breached"] & ~(rows["breach_on"] > day), is_in_post=rows["person_key"].isin(held),
    )


def students(sight: Sight, card: Card) -> Chart:
    """Return targeted students by the year they arrived, stacked by what became of them; the note says who is still to come."""
    within, lang = Within(sight), sight.lang
    day = within.day
    rows = _known_on(sight, day)
    mine = rows[rows["place_code"].isin(within.places())]
    arrived = mine[mine["has_arrived"]]
    fates = [fate({str(k): v for k, v in row.items()}, day) for row in arrived.to_dict("records")]
    arrived = arrived.assign(fate=fates, year=arrived["posted_on"].dt.year.astype(int))
    years = list(range(arrived["year"].min(), day.year + 1)) if len(arrived) else []
    counts = {(years.index(int(year)), str(name)): float(len(group)) for (year, name), group in arrived.groupby(["year", "fate"])}
    absent = mine[~mine["has_arrived"]]
    ended = absent["has_breached"] | (absent["student_status"] == "withdrawn")
    waves = absent.loc[~ended].groupby("intake_year").size()
    listed = Text("、", ", ").of(lang).join(_WAVE.of(lang).format(year=f"{year:.0f}", n=whole(n)) for year, n in waves.tail(MOST_WAVES).items())
    note = _NOTE.of(lang).format(
        day=day.date().isoformat(), never=whole(int(absent["has_breached"].sum())), coming=whole(int(waves.sum())), waves=listed or _NONE.of(lang),
    )
    said = Said(
        subtitle="", note=note, n=f"n = {whole(len(arrived))}", empty=_EMPTY.of(lang).format(coming=whole(int(waves.sum()))),
    )
    parts = [(name, text.of(lang)) for name, text in FATES.items()]
    return stacked(card, context(sight, card), [str(y) for y in years], parts, counts, _YEAR.of(lang), "person", said)

"""Targeted students: who arrives at a post in which year and what became of them; who is still to come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.cards.within import Within
from dashboard.charts.chart import Chart
from dashboard.charts.counted import Said, stacked
from dashboard.charts.numbers import whole
from dashboard.context import context
from dashboard.page import Card
from dashboard.sight import Sight
from pipelines.analysis.obligation import standing_on
from pipelines.core.text import Lang, Text

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
_UNDATED = Text(
    "；退学或违约而无日期的 {n} 人，哪一天都不计", "; withdrew from study or broke off on no known day: {n}, left out whatever the day",
)
_NONE = Text("无", "none")
_NONE_YET = Text("{year} 年截至 {month} 月 {date} 日尚无人到岗。", "In {year} nobody had arrived by {day}.")
_NONE_CAME = Text("{year} 年无人到岗。", "Nobody arrived in {year}.")
_TERM = "{:.0f}-09-01"  # an intake begins with the school year
_EMPTY = Text(
    "所选地区没有定向生到岗的记录；还未到岗的 {coming} 人。需要定向生名册（签约、毕业、到岗、违约日期）。",
    "No targeted student is on record as having arrived here; still to come: {coming}. It needs the list of students with days of signing, "
    "graduation, arrival and breach.",
)
MOST_WAVES = 6


def fate(standing: str, is_in_post: bool) -> str:
    """Return what became by a day of a student who arrived: a key of FATES, from how the agreement stood (see `standing_on`)."""
    if standing == "completed":
        return "stayed" if is_in_post else "served"
    return "breached" if standing == "breached" else "in_post" if is_in_post else "gone"


def _known_on(sight: Sight, day: pd.Timestamp) -> pd.DataFrame:
    """Return the students who had begun by a day, with `standing` and what was true of them on it."""
    rows, posts = sight.edition.rows(_OUTCOMES), sight.edition.rows(_POSTS)
    begun = pd.to_datetime(rows["intake_year"].map(_TERM.format), errors="coerce")
    is_undated = rows["has_breached"] | (rows["student_status"] == "withdrawn")  # the list has no day of withdrawing
    outcome = np.where(rows["breach_on"].notna(), "breached", np.where(is_undated, "unknown", "kept"))
    days = (column.to_numpy() for column in (begun, rows["obligation_ends_on"], rows["breach_on"]))
    held = posts.loc[(posts["start_on"] <= day) & (posts["end_on"] >= day), "person_key"]
    rows = rows.assign(
        standing=standing_on(*days, outcome, day.to_datetime64()), has_arrived=rows["posted_on"] <= day, is_in_post=rows["person_key"].isin(held),
    )
    return rows[rows["standing"] != "before"]


def students(sight: Sight, card: Card) -> Chart:
    """Return targeted students by the year they arrived, stacked by what became of them; the note says who is still to come."""
    within, lang = Within(sight), sight.lang
    day = within.day
    rows = _known_on(sight, day)
    mine = rows[rows["place_code"].isin(within.places())]
    dated = mine[mine["standing"] != "undated"]
    arrived, absent = dated[dated["has_arrived"]], dated[~dated["has_arrived"]]
    arrived = arrived.assign(
        fate=[fate(*row) for row in zip(arrived["standing"], arrived["is_in_post"], strict=True)], year=arrived["posted_on"].dt.year.astype(int),
    )
    years = list(range(arrived["year"].min(), day.year + 1)) if len(arrived) else []
    counts = {(years.index(int(year)), str(name)): float(len(group)) for (year, name), group in arrived.groupby(["year", "fate"])}
    has_broken = absent["standing"] == "breached"
    waves = absent.loc[~has_broken].groupby("intake_year").size()
    said = Said(
        note=_note(waves, int(has_broken.sum()), len(mine) - len(dated), day, lang), n=f"n = {whole(len(arrived))}",
        finding=_none_in(day, lang) if years and (arrived["year"] < day.year).all() else "",
        empty=_EMPTY.of(lang).format(coming=whole(int(waves.sum()))),
    )
    parts = [(name, text.of(lang)) for name, text in FATES.items()]
    return stacked(card, context(sight, card), [str(y) for y in years], parts, counts, _YEAR.of(lang), "person", said)


def _note(waves: pd.Series, never: int, undated: int, day: pd.Timestamp, lang: Lang) -> str:
    """Say who is not drawn: still to come, by intake, broke off before arriving, ended on no known day."""
    listed = Text("、", ", ").of(lang).join(_WAVE.of(lang).format(year=f"{year:.0f}", n=whole(n)) for year, n in waves.tail(MOST_WAVES).items())
    said = _NOTE.of(lang).format(day=f"{day:%Y-%m-%d}", never=whole(never), coming=whole(int(waves.sum())), waves=listed or _NONE.of(lang))
    return said + (_UNDATED.of(lang).format(n=whole(undated)) if undated else "")


def _none_in(day: pd.Timestamp, lang: Lang) -> str:
    """Say that nobody arrived in the year of a day, or nobody had by it."""
    is_over = (day.month, day.day) == (12, 31)
    return (_NONE_CAME if is_over else _NONE_YET).of(lang).format(year=day.year, month=day.month, date=day.day, day=f"{day:%Y-%m-%d}")

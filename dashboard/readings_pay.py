"""How a figure of pay may have been meant: growth under each definition; of places the mean and the median; of one person only where it says so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.charts.numbers import rounded
from dashboard.said import Claim, Reading, observed, says, single
from dashboard.sight import Sight, worded
from pipelines.analysis.claim import Measured
from pipelines.core.text import Text
from pipelines.engine.observe import Query

_GROWTH = ("pay_growth_nominal", "pay_growth_same_person", "pay_growth_adjusted", "pay_growth_real")
_LEVELS = (("mean_pay", True), ("median_pay", False))
_PERSONS = "select period, place_code, annual_yuan, staff_group from person_pay_year where annual_yuan is not null"
_REMOTE = "select place_code, period from place_trait where remoteness not in ('class_0', 'unknown')"
_HOMES = "select place_code, level, region_code from facility_home"
_SOME, _TOP, _FAR = ("部分", "有的", "个别", "一些", "some"), ("最高", "highest", "best-paid"), ("偏远", "边远", "remote")
HIGHEST = Text("{title}，最高的偏远乡镇（{name}）", "{title}, the highest remote township ({name})")
EACH = Text("{title}，偏远乡镇由最低至最高（{name}）", "{title}, remote townships from lowest to highest ({name})")
REACHED = Text("{n} 个偏远乡镇中 {top} 个达到", "remote townships that reach it: {top} of {n}")
LEFT_OUT = Text("另 {n} 个不足 {few} 人或未报齐，不计", "left out for having fewer than {few} people or incomplete reports: {n}")
SHARE = Text("{n} 人中 {top} 人达到，占 {part} %", "{top} of {n} persons reach it, {part}%")
JOINED = Text("{a}；{b}", "{a}; {b}")


def pay_readings(sight: Sight, claim: Claim) -> list[Reading]:
    """Return the readings of a share (growth) or of an amount of pay."""
    if claim.measure == "share":
        return observed(sight, claim, ((name, name == _GROWTH[0]) for name in _GROWTH))
    if claim.measure != "money" or not claim.period:
        return []
    levels = sight.edition.site.levels
    is_of_townships = says(claim, *_FAR) and claim.level in levels[:-2]
    return _remote(sight, claim, levels[-2]) if is_of_townships else _whole(sight, claim)


def _whole(sight: Sight, claim: Claim) -> list[Reading]:
    """The mean and the median of a place; before them its best-paid person, only where the words speak of the highest."""
    paid = _paid(sight, claim)
    if not len(paid):
        return []
    share, is_top = _share(paid, claim), says(claim, *_TOP)
    best = Reading(Text("收入最高的一人", "the best-paid person"), single(float(paid["annual_yuan"].max())), True, share)
    places = observed(sight, claim, ((name, is_plain and not is_top) for name, is_plain in _LEVELS))
    return [best, *places] if is_top else [replace(r, aside=share) if r.is_plain else r for r in places]


def _remote(sight: Sight, claim: Claim, level: str) -> list[Reading]:
    """The mean and the median of each remote township with people enough and all reports; where "some" are meant the highest decides."""
    traits, homes = sight.edition.rows(_REMOTE), sight.edition.rows(_HOMES)
    remote = set(traits.loc[traits["period"] == claim.period, "place_code"])
    found = []
    for name, is_plain in _LEVELS:
        frame = sight.edition.observe(sight.viewer, Query(name, level=level, parent=claim.place, period=claim.period))
        frame = frame[frame["region_code"].isin(remote)]
        told = frame[(frame["status"] == "ok") & frame["value"].notna()].set_index("region_code")["value"]
        if not len(told):
            continue
        highest = sight.edition.places(sight.viewer).get(str(told.idxmax())).name
        aside = REACHED.format(n=len(told), top=int((told >= claim.value).sum()))
        if len(told) < len(frame):
            aside = JOINED.format(a=aside, b=LEFT_OUT.format(n=len(frame) - len(told), few=sight.edition.site.small_n))
        if is_plain:
            paid, within = _paid(sight, claim), homes[(homes["level"] == level) & homes["region_code"].isin(told.index)]
            aside = JOINED.format(a=aside, b=_share(paid[paid["place_code"].isin(within["place_code"])], claim))
        low, title = (told.max(), HIGHEST) if says(claim, *_SOME) else (told.min(), EACH)
        words = title.format(title=worded(sight)[name].title, name=highest)
        found.append(Reading(words, Measured(float(low), float(told.max())), is_plain, aside))
    return found


def _paid(sight: Sight, claim: Claim) -> pd.DataFrame:
    rows, doctors = sight.edition.rows(_PERSONS), sight.edition.site.bases.get("rural_doctors", ())
    return rows[(rows["period"] == claim.period) & rows["place_code"].isin(claim.within) & rows["staff_group"].isin(doctors)]


def _share(paid: pd.DataFrame, claim: Claim) -> Text:
    top = int((paid["annual_yuan"] >= claim.value).sum())
    return SHARE.format(top=top, n=len(paid), part=rounded(100 * top / len(paid), 1))

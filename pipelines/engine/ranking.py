"""Rankings that say how far they may be trusted. Frames in, frames out; nothing is queried here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.analysis.funnel import FEWEST, Funnel, funnel
from pipelines.analysis.rank_set import (
    RankSet,
    joint_rank_set,
    pairwise_confidence,
    pairwise_rank_set,
    simultaneous_confidence,
)
from pipelines.analysis.shrinkage import Shrunken, beta_binomial, poisson_gamma
from pipelines.core.indicator import RANKED, STATUS_TITLES, Indicator
from pipelines.core.text import Text
from pipelines.engine.compare import check_indicator, floats
from pipelines.engine.limits import limits_at

MOST_PAIRED = 5000  # places above which comparing every pair takes too long
RANKED_COLUMNS: tuple[str, ...] = (
    "rank", "region_code", "region_name", "value", "lower", "upper", "n", "status", "is_tied", "rank_lower", "rank_upper",
    "alike", "tier", "group", "previous_rank", "previous_lower", "previous_upper", "rank_change", "movement", "shrunken",
    "shrunken_lower", "shrunken_upper", "shrunken_weight", "shrunken_rank", "funnel_lower_95", "funnel_upper_95",
    "funnel_lower_998", "funnel_upper_998", "funnel_position",
)
GROUPS: Mapping[str, Text] = {
    "front": Text("可能居首，不可能居末", "may be first, cannot be last"),
    "middle": Text("既非居首也非居末", "neither first nor last"),
    "back": Text("可能居末，不可能居首", "may be last, cannot be first"),
    "open": Text("首末都有可能，名次不能说明问题", "may be first or last: its rank says nothing"),
    "": Text("无区间，名次按数值排列", "no interval: ranked by the bare figure"),
}
MOVEMENTS: Mapping[str, Text] = {
    "up": Text("名次上升，超出随机波动", "moved up, beyond chance"),
    "down": Text("名次下降，超出随机波动", "moved down, beyond chance"),
    "within_noise": Text("名次变动在随机波动之内", "moved no more than chance would give"),
    "unjudged": Text("名次变动（未作波动判断）", "moved (not judged against chance)"),
    "same": Text("名次未变", "the same rank"),
    "": Text("上期未排名", "not ranked the period before"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Places of one period in order, and apart from them those that are not ranked, with the reason.

    `ranked` has RANKED_COLUMNS, rank 1 first: the best where the indicator has a good side (`has_direction`), else the
    largest. `unranked` has region_code, region_name, status, reason_zh, reason_en. `overall` is Σ numerator ÷
    Σ denominator of the ranked places in the unit of the value, NaN where it is no ratio of counts; it is the middle of the
    funnel and what rates are drawn to. Of an indicator that is no sum of places (leavers) it is the typical place, not the
    figure of the region above, in which moves between places do not count. `notes` says at the foot what was done.
    """

    ranked: pd.DataFrame
    unranked: pd.DataFrame
    overall: float
    confidence: float
    has_direction: bool
    dispersion: float
    is_widened: bool
    notes: tuple[Text, ...]

    def tidy(self) -> pd.DataFrame:
        """Return ranked and unranked places in one frame, the latter below and without a rank."""
        unranked = self.unranked[["region_code", "region_name", "status"]]
        return pd.concat([self.ranked, unranked.reindex(columns=list(RANKED_COLUMNS))], ignore_index=True)

    def last(self, places: int = 3) -> pd.DataFrame:
        """Return every place that may truly be among the last so many: with wide intervals more than that."""
        bound = self.ranked["rank_upper"].fillna(self.ranked["rank"])
        return self.ranked[bound > len(self.ranked) - places].reset_index(drop=True)


def rank_places(
    observations: pd.DataFrame, indicator: Indicator, before: pd.DataFrame | None = None, confidence: float = 0.95
) -> Ranking:
    """Return the ranking of the places of one period, one level and one category.

    `observations` and `before` (the period it is compared with) have OBSERVATION_COLUMNS, one row a place. Places with
    few people are ranked with their mark and their wide interval; those partly reported, hidden, not collected or not
    estimable are listed apart. `rank_lower`..`rank_upper` is a joint confidence set: all true ranks lie in their sets at
    once with `confidence` or more, without simulation. Two places are told apart by the interval of their difference,
    built from limits of the indicator's own method at the critical value of Tukey's range (Al Mohamad, Goeman & van Zwet
    2022); above 5,000 places by intervals that do not overlap (Klein, Wright & Wieczorek 2020), which is quicker and more
    cautious. Holm's correction of all pairs would hold the ranks together as well; Tukey's range is sharper where places
    are much alike, the usual case. A false-discovery correction would not: some of the pairs may be wrong, and with them
    ranks. Figures of different places are taken as independent. Raises ValueError when a frame holds a place twice or
    another indicator.
    """
    now, unranked = _parted(observations, indicator)
    found = _rank_set(now, indicator, confidence)
    shrunken, limits, notes = _beside(now, indicator)
    ranked = now.assign(
        rank=found.rank, is_tied=found.tied, **_set_columns(found, now), **_before(now, found, indicator, before, confidence),
        **_shrunken_columns(shrunken, now, indicator), **_funnel_columns(limits, now, indicator),
    )  # fmt: skip
    order = ranked.sort_values(["rank", "region_code"], kind="stable", ignore_index=True)[list(RANKED_COLUMNS)]
    overall = shrunken.overall * indicator.scale if shrunken else float("nan")
    return Ranking(
        order, unranked, overall, confidence, indicator.polarity != "neutral",
        limits.dispersion if limits else float("nan"), bool(limits and limits.is_widened), (_method(now, confidence), *notes),
    )  # fmt: skip


def funnel_places(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return region_code, region_name, funnel_position and funnel_away (in standard errors) of the places that `rank_places` would rank."""
    now, _ = _parted(observations, indicator)
    _, limits, _ = _beside(now, indicator)
    return now[["region_code", "region_name"]].assign(
        funnel_position=limits.position if limits else "", funnel_away=limits.away if limits else np.nan
    )


def _parted(observations: pd.DataFrame, indicator: Indicator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the places that are ranked, and the others with the reason."""
    check_indicator(observations, indicator)
    if observations["region_code"].duplicated().any() or observations["period"].nunique() > 1:
        raise ValueError("expected one row a place, of one period, category and time")
    value = floats(observations["value"])
    is_ranked = observations["status"].isin(RANKED) & np.isfinite(value)
    rest = observations.loc[~is_ranked, ["region_code", "region_name", "status"]].reset_index(drop=True)
    unknown = Text("无数值", "there is no number")
    words = [STATUS_TITLES[s] if s not in RANKED else unknown for s in rest["status"]]
    return observations[is_ranked].reset_index(drop=True), rest.assign(
        reason_zh=[f"{w.zh}，不参加排名" for w in words], reason_en=[f"not ranked: {w.en}" for w in words]
    )


def _rank_set(now: pd.DataFrame, indicator: Indicator, confidence: float) -> RankSet:
    value, largest_first = floats(now["value"]), indicator.polarity != "lower"
    if len(now) < 2 or not _has_sets(now):
        return joint_rank_set(value, value, value, largest_first)
    paired = len(now) <= MOST_PAIRED
    own = (pairwise_confidence if paired else simultaneous_confidence)(confidence, len(now))
    lower, upper = limits_at(now, indicator, own)
    bare = np.isnan(lower) | np.isnan(upper)  # a place whose interval is unknown may stand anywhere
    lower, upper = np.where(bare, -np.inf, np.minimum(lower, value)), np.where(bare, np.inf, np.maximum(upper, value))
    return (pairwise_rank_set if paired else joint_rank_set)(value, lower, upper, largest_first)


def _has_sets(now: pd.DataFrame) -> bool:
    return bool(now["lower"].notna().any() and now["upper"].notna().any())


def _set_columns(found: RankSet, now: pd.DataFrame) -> dict[str, object]:
    """Return the rank set per place; missing where the indicator has no interval, so that no certainty is pretended."""
    if not _has_sets(now):
        missing = pd.array([pd.NA] * len(now), dtype="Int64")
        return dict.fromkeys(("rank_lower", "rank_upper", "alike", "tier"), missing) | {"group": ""}
    front, back = found.could_be_first(), found.could_be_last()
    group = np.select([front & back, front, back], ["open", "front", "back"], "middle")
    columns: dict[str, object] = {"rank_lower": found.first, "rank_upper": found.last, "alike": found.alike, "tier": found.tier}
    return {name: pd.array(values, dtype="Int64") for name, values in columns.items()} | {"group": group}


def _before(
    now: pd.DataFrame, found: RankSet, indicator: Indicator, before: pd.DataFrame | None, confidence: float
) -> dict[str, object]:
    """Return the rank of the period before, as it was then, and whether the change is more than noise."""
    names = ["previous_rank", "previous_lower", "previous_upper"]
    earlier = pd.DataFrame(columns=["region_code", *names])
    judged = False
    if before is not None:
        then, _ = _parted(before, indicator)
        was = _rank_set(then, indicator, confidence)
        judged = _has_sets(now) and _has_sets(then)
        sets = (was.first, was.last) if _has_sets(then) else (pd.NA, pd.NA)
        earlier = then[["region_code"]].assign(previous_rank=was.rank, previous_lower=sets[0], previous_upper=sets[1])
    joined = now[["region_code"]].merge(earlier, how="left", on="region_code")
    columns: dict[str, pd.Series] = {name: joined[name].astype("Int64") for name in names}
    change = columns["previous_rank"] - found.rank
    movement = np.where(change.fillna(0) == 0, "same", "within_noise" if judged else "unjudged").astype(object)
    if judged:
        movement[(columns["previous_lower"] > found.last).fillna(False).to_numpy(dtype=bool)] = "up"
        movement[(columns["previous_upper"] < found.first).fillna(False).to_numpy(dtype=bool)] = "down"
    movement[change.isna().to_numpy()] = ""
    return {**columns, "rank_change": change, "movement": movement}


def _beside(now: pd.DataFrame, indicator: Indicator) -> tuple[Shrunken | None, Funnel | None, tuple[Text, ...]]:
    """Return shrunken rates and funnel, of indicators that count people or events out of something."""
    top, bottom = floats(now["numerator"]), floats(now["denominator"])
    usable = len(now) > 1 and indicator.interval in ("wilson", "byar") and bool(np.all(bottom > 0) and np.all(top >= 0))
    if not usable:
        return None, None, ()
    is_share = indicator.interval == "wilson"
    shrunken = beta_binomial(top, bottom) if is_share else poisson_gamma(top, bottom)
    notes = [_shrinkage_note(shrunken)]
    if shrunken.overall <= 0 or (is_share and shrunken.overall >= 1):
        return shrunken, None, tuple(notes)
    limits = funnel(top, bottom, "binomial" if is_share else "poisson")
    return shrunken, limits, (*notes, _funnel_note(limits), _chance_note(limits))


def _shrunken_columns(shrunken: Shrunken | None, now: pd.DataFrame, indicator: Indicator) -> dict[str, object]:
    names = ("shrunken", "shrunken_lower", "shrunken_upper", "shrunken_weight", "shrunken_rank")
    if shrunken is None:
        return dict.fromkeys(names, np.nan)
    parts = (shrunken.value * indicator.scale, shrunken.lower * indicator.scale, shrunken.upper * indicator.scale)
    order = joint_rank_set(shrunken.value, shrunken.value, shrunken.value, largest_first=indicator.polarity != "lower")
    return dict(zip(names, (*parts, shrunken.weight, order.rank), strict=True))


def _funnel_columns(limits: Funnel | None, now: pd.DataFrame, indicator: Indicator) -> dict[str, object]:
    names = ("lower_95", "upper_95", "lower_998", "upper_998")
    if limits is None:
        return {f"funnel_{name}": np.nan for name in names} | {"funnel_position": ""}
    return {f"funnel_{name}": getattr(limits, name) * indicator.scale for name in names} | {"funnel_position": limits.position}


def _method(now: pd.DataFrame, confidence: float) -> Text:
    if not _has_sets(now):
        return Text(
            "该指标无区间：名次只按数值排列，不说明差异是否超出随机波动",
            "The indicator has no interval: ranks follow the bare figures and say nothing of chance",
        )
    pairs = Text(
        "两地之差按 Tukey 极差临界值判断（Al Mohamad 等 2022）",
        "pairs told apart at the critical value of Tukey's range, Al Mohamad et al. 2022",
    )
    apart = Text("区间不重叠才分先后（Klein 等 2020）", "intervals that do not overlap, Klein et al. 2020")
    return Text(
        "名次区间：联合置信集，{how}；全部名次同时成立的概率不低于 {share}",
        "Rank intervals: joint confidence set, {how}; all of them hold at once with {share} or more",
    ).format(how=pairs if len(now) <= MOST_PAIRED else apart, share=f"{confidence:.0%}")


def _shrinkage_note(found: Shrunken) -> Text:
    if found.is_pooled:
        return Text("各地差异不超过随机波动：收缩后的率都等于总体率", "The places differ no more than by chance: every shrunken rate is the overall one")
    model = {
        "poisson_gamma": Text("泊松-伽马（Marshall 1991）", "Poisson-gamma, Marshall 1991"),
        "beta_binomial": Text("贝塔-二项（Kleinman 1973）", "beta-binomial, Kleinman 1973"),
    }
    return Text("收缩率：经验贝叶斯，{model}，矩估计", "Shrunken rates: empirical Bayes, {model}, by moments").format(model=model[found.model])


def _chance_note(found: Funnel) -> Text:
    expected = found.expected_beyond_95
    return Text(
        f"即使各地并无差别，也会有至多约 {expected:.1f} 个地区超出未放宽的 95 % 范围",
        f"Even if the places were all alike, up to some {expected:.1f} of them would lie beyond 95% limits that are not widened",
    )


def _funnel_note(found: Funnel) -> Text:
    if found.is_widened:
        return Text(
            f"漏斗图的范围已按过度离散因子 φ = {found.dispersion:.2f} 放宽（Spiegelhalter 2005，10% 缩尾）",
            f"Funnel limits widened by an overdispersion factor φ of {found.dispersion:.2f} (Spiegelhalter 2005, winsorised at 10%)",
        )
    few = Text(f"地区不足 {FEWEST} 个，未估计过度离散因子", f"fewer than {FEWEST} places, so no overdispersion factor was estimated")
    none = Text("未发现超出随机波动的离散", "no more dispersion than by chance was found")
    why = few if len(found.value) < FEWEST else none
    return Text("漏斗图的范围未放宽：{why}", "Funnel limits not widened: {why}").format(why=why)

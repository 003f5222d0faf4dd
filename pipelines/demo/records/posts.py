"""Established posts and their rounds: opened, offered, filled, vacated, or closed unfilled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.cast import NOW, Cast, day_of
from pipelines.demo.design import GROUPS, month_of
from pipelines.demo.world import STAYS

CLOSED_AFTER = 18  # months a village post stands empty before most are given up
CLOSED_SHARE = 0.82
_HARDSHIP = {"class_0": "none", "class_1": "class_1", "class_2": "class_3", "class_3": "class_5"}
NEVER = -10_000  # for a month that has not come
_MARK = dict(zip(GROUPS, "VWDNO", strict=True))


@dataclass
class _Rounds:
    """The rounds of a clinic's posts of one group: opened, filled, vacated (months, NEVER where it has not come to that), FTE."""

    rows: list[tuple[int, int, int, float]] = field(default_factory=list)
    empty: list[tuple[int, float]] = field(default_factory=list)

    def fill(self, start: int, end: int, fte: float, lead: int) -> None:
        """Fill the post that stands empty longest, else one opened for it; what is vacated opens the next round."""
        self.empty.sort()
        opened = self.empty.pop(0)[0] if self.empty and self.empty[0][0] <= start else start - lead
        self.rows.append((opened, start, end if end < STAYS else NEVER, fte))
        if end < STAYS:
            self.empty.append((end + 1, fte))


def _stays(cast: Cast) -> pd.DataFrame:
    """Return stays at one clinic in one group: a licence gained does not vacate the post."""
    s = cast.spells.sort_values(["person", "start"], kind="stable")
    goes_on = (s["reason"].shift() == "reclassified") & (s["person"].shift() == s["person"])
    stay = (~goes_on).cumsum()
    return s.groupby(stay).agg(
        clinic=("clinic", "first"), group=("group", "first"), start=("start", "first"), end=("end", "last"), fte=("fte", "last")
    )


def make_posts(cast: Cast) -> pd.DataFrame:
    """Return every round of every post: the posts of 2015 filled, later ones after offers, the vacant ones unfilled."""
    rng, rounds = cast.stream("posts"), {}
    stays = _stays(cast).sort_values(["start", "clinic"], kind="stable")
    leads = rng.integers(1, 7, len(stays))
    for (clinic, group, start, end, fte), lead in zip(stays.itertuples(index=False, name=None), leads.tolist(), strict=True):
        rounds.setdefault((clinic, group), _Rounds()).fill(start, end, fte, lead)
    rows = []
    for (clinic, group), those in sorted(rounds.items()):
        every = sorted([*those.rows, *((opened, NEVER, NEVER, fte) for opened, fte in those.empty)])
        rows += [(clinic, group, f"{_MARK[group]}{i:02d}", *r) for i, r in enumerate(every, 1)]
    posts = pd.DataFrame(rows, columns=["clinic", "staff_group", "number", "opened", "filled", "vacated", "fte"])
    return _described(cast, _closed(cast, posts, rng), rng)


def _closed(cast: Cast, posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give up posts of closed clinics, and most village posts that nobody filled for long."""
    shut = cast.clinics["closed"].to_numpy()[posts["clinic"]]
    empty, village = posts["filled"].to_numpy() == NEVER, posts["staff_group"].str.startswith("village").to_numpy()
    given_up = posts["opened"].to_numpy() + CLOSED_AFTER + rng.integers(0, 7, len(posts))
    closes = empty & village & (given_up <= NOW) & (rng.random(len(posts)) < CLOSED_SHARE)
    month = np.where(empty & (shut < STAYS), np.maximum(shut, posts["opened"]), np.where(closes, given_up, NEVER))
    return posts.assign(closed=month)


def _described(cast: Cast, posts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add numbers, hardship, offers and days; offers are known since 2018."""
    known = posts["opened"].to_numpy() >= month_of(2018, 1)
    filled, size = posts["filled"].to_numpy() != NEVER, len(posts)
    tried = known & (filled | (rng.random(size) < 0.55))
    offers = np.where(filled, 1 + rng.poisson(0.35, size), rng.integers(1, 4, size)).astype(float)
    began, ended = posts["opened"].to_numpy(), np.where(filled, posts["filled"], np.where(posts["closed"] != NEVER, posts["closed"], NOW))
    opened = day_of(began, np.full(size, 2))
    last = day_of(ended, np.ones(size, int))
    wait = np.maximum((last - opened).astype(np.int64), 0)
    offered = opened + (wait * rng.uniform(0.4, 0.8, size)).astype("timedelta64[D]")
    accepted = offered + ((last - offered).astype(np.int64) * rng.uniform(0.1, 0.6, size)).astype("timedelta64[D]")
    opened = np.where(filled & (last < opened), last, opened)
    asked = tried & (wait > 20)
    day = pd.Series
    return pd.DataFrame(
        {
            "post_id": cast.clinics["facility_code"].to_numpy()[posts["clinic"]] + "-" + posts["number"].to_numpy(),
            "clinic": posts["clinic"],
            "staff_group": posts["staff_group"],
            "fte": posts["fte"],
            "hardship": cast.clinics["remoteness"].map(_HARDSHIP).to_numpy()[posts["clinic"]],
            "is_key_post": (posts["staff_group"] == "township_doctor").to_numpy() & (rng.random(size) < 0.12),
            "opened_on": opened,
            "offers": day(offers).where(asked),
            "offered_on": day(offered).where(asked),
            "accepted_on": day(accepted).where(asked & filled),
            "filled_on": day(last).where(filled),
            "vacated_on": day(_vacated(posts)).where(posts["vacated"] != NEVER),
            "closed_on": _closing(posts),
        }
    )


def _closing(posts: pd.DataFrame) -> pd.Series[Any]:
    """Return the day a row was closed: when its post was given up, or when it was vacated, as the next round is a row of its own."""
    given_up = pd.Series(day_of(np.maximum(posts["closed"].to_numpy(), 0), np.zeros(len(posts), int)), index=posts.index)
    ended = pd.Series(_vacated(posts), index=posts.index).where(posts["vacated"] != NEVER)
    return given_up.where(posts["closed"] != NEVER, ended)


def _vacated(posts: pd.DataFrame) -> np.ndarray:
    return day_of(np.maximum(posts["vacated"].to_numpy(), 0) + 1, np.full(len(posts), 1))

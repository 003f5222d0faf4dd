"""Does an identifier follow people from one snapshot to the next? If not, nothing can be said about who stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipelines.analysis.interval import wilson
from pipelines.core.text import Text

MINIMUM_KEPT = 20  # identifiers in both snapshots
MINIMUM_KEPT_SHARE = 0.5  # of the first snapshot's: fewer, and identifiers are given anew each time
MINIMUM_SAME_SHARE = 0.8  # of those kept: fewer, and a number passes from person to person
MAXIMUM_BY_CHANCE = 0.5  # above it numbers dealt anew would look alike
Verdict = Literal["follows", "does_not_follow", "cannot_tell"]
REFUSED = Text(
    "人员编号不能跨期对应同一人：前期 {first} 个编号中 {kept} 个（{kept_share:.1%}）在后期仍出现，其中机构和岗位均未变的占 "
    "{same_share:.1%}（随机情况下为 {by_chance:.1%}；要求留存 ≥ {minimum_kept_share:.0%}、未变 ≥ {minimum_same_share:.0%}）。"
    "不能据此计算个人留任率；请提供身份证号或稳定的人员编号。",
    "The identifier does not follow people: of {first} identifiers {kept} ({kept_share:.1%}) are in the next snapshot, and "
    "{same_share:.1%} of these are in the same place and role (by chance: {by_chance:.1%}; needed: {minimum_kept_share:.0%} kept, "
    "{minimum_same_share:.0%} the same). Person-level retention is not estimable from it; supply ID numbers or a lasting staff number.",
)
UNDECIDED = Text(
    "无法判断人员编号能否跨期对应同一人：两期共有的编号 {kept} 个（至少需要 {minimum_kept} 个），随机情况下机构和岗位相同的比例已达 "
    "{by_chance:.1%}（不得超过 {maximum_by_chance:.0%}）。不计算个人留任率；请提供更多机构的数据，或提供身份证号。",
    "Whether the identifier follows people cannot be told: {kept} identifiers are in both snapshots (at least {minimum_kept} needed) and "
    "{by_chance:.1%} would be in the same place and role by chance (at most {maximum_by_chance:.0%} allowed). Person-level retention "
    "is not computed; supply more places, or ID numbers.",
)


@dataclass(frozen=True, slots=True)
class IdentifierCheck:
    """The figures of the test between two snapshots, and its verdict.

    `first` and `second` distinct identifiers (those that stand on two rows of one snapshot are `repeated` and left
    out), `kept` in both; of the kept, `same_share` (0-1, Wilson limits `same_lower`, `same_upper`) are in the same
    place and role, `same_place_share` and `same_role_share` in either. `by_chance` is the share that would be, were
    identifiers dealt anew among the kept.
    """

    first: int
    second: int
    repeated: int
    kept: int
    kept_share: float
    same_share: float
    same_lower: float
    same_upper: float
    same_place_share: float
    same_role_share: float
    by_chance: float
    verdict: Verdict

    @property
    def follows(self) -> bool:
        """Return whether person-level retention may be computed."""
        return self.verdict == "follows"

    @property
    def refusal(self) -> Text | None:
        """Return why person-level retention is refused, with the figures; None when it is not."""
        if self.follows:
            return None
        form = REFUSED if self.verdict == "does_not_follow" else UNDECIDED
        return form.format(
            first=self.first,
            kept=self.kept,
            kept_share=self.kept_share,
            same_share=self.same_share,
            by_chance=self.by_chance,
            minimum_kept=MINIMUM_KEPT,
            minimum_kept_share=MINIMUM_KEPT_SHARE,
            minimum_same_share=MINIMUM_SAME_SHARE,
            maximum_by_chance=MAXIMUM_BY_CHANCE,
        )

    def tidy(self) -> pd.DataFrame:
        """Return one row: every figure, and the verdict."""
        return pd.DataFrame({name: [getattr(self, name)] for name in self.__slots__})


def identifier_check(
    first_person: ArrayLike,
    first_place: ArrayLike,
    first_role: ArrayLike,
    second_person: ArrayLike,
    second_place: ArrayLike,
    second_role: ArrayLike,
) -> IdentifierCheck:
    """Return whether identifiers follow people between two snapshots (one array entry a person in each).

    Staff mostly stay where they are from one year to the next; an identifier that is kept but is found in another place
    and role as often as chance would have it is a row number, not a person. Rule: at least MINIMUM_KEPT identifiers in
    both and chance at most MAXIMUM_BY_CHANCE, else it cannot be told; it follows when MINIMUM_KEPT_SHARE of the first are
    kept and MINIMUM_SAME_SHARE of the kept are in the same place and role. Missing identifiers are left out. Raises
    ValueError for arrays of unequal length.
    """
    first, repeated = _snapshot(first_person, first_place, first_role)
    second, again = _snapshot(second_person, second_place, second_role)
    both = first.join(second, how="inner", lsuffix="_first", rsuffix="_second")
    place = (both["place_first"] == both["place_second"]).to_numpy(dtype=bool)
    role = (both["role_first"] == both["role_second"]).to_numpy(dtype=bool)
    kept, same = len(both), int((place & role).sum())
    kept_share = kept / len(first) if len(first) else float("nan")
    lower, upper = wilson(same, kept)
    chance = _by_chance(both)
    verdict: Verdict = "follows"
    if len(first) and kept_share < MINIMUM_KEPT_SHARE and len(first) >= MINIMUM_KEPT:
        verdict = "does_not_follow"
    elif kept < MINIMUM_KEPT or not chance <= MAXIMUM_BY_CHANCE:
        verdict = "cannot_tell"
    elif same / kept < MINIMUM_SAME_SHARE:
        verdict = "does_not_follow"
    return IdentifierCheck(
        len(first), len(second), repeated + again, kept, kept_share, _mean(place & role), float(lower), float(upper),
        _mean(place), _mean(role), chance, verdict,
    )  # fmt: skip


def _snapshot(person: ArrayLike, place: ArrayLike, role: ArrayLike) -> tuple[pd.DataFrame, int]:
    """Return place and role of each identifier that stands once, and how many stand more than once."""
    frame = pd.DataFrame({"person": np.asarray(person), "place": np.asarray(place), "role": np.asarray(role)})
    frame = frame.dropna(subset=["person"])
    twice = frame["person"].duplicated(keep=False)
    return frame[~twice].set_index("person"), int(frame.loc[twice, "person"].nunique())


def _by_chance(both: pd.DataFrame) -> float:
    """Return the expected share in the same place and role were identifiers dealt anew among the kept."""
    if not len(both):
        return float("nan")
    shares = [
        both.groupby([f"place_{which}", f"role_{which}"], observed=True).size().rename_axis(["place", "role"]) / len(both)
        for which in ("first", "second")
    ]
    return float(shares[0].mul(shares[1], fill_value=0.0).sum())


def _mean(flags: np.typing.NDArray[np.bool_]) -> float:
    """Return the share of true flags; NaN of none."""
    return float(flags.mean()) if len(flags) else float("nan")

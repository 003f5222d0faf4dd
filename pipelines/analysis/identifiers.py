"""Does an identifier follow people from one snapshot to the next? If not, nothing can be said about who stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pipelines.analysis.interval import wilson
from pipelines.core.text import Text

MINIMUM_KEPT = 20  # identifiers in both snapshots
MINIMUM_KEPT_SHARE = 0.5  # of the first snapshot's: fewer, and identifiers are given anew each time
MINIMUM_SAME_SHARE = 0.8  # of those kept: fewer, and a number passes from person to person
MAXIMUM_BY_CHANCE = 0.5  # above it numbers dealt anew would look alike
ABSENT, REPEATED = -1, -2
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
    kept and MINIMUM_SAME_SHARE of the kept are in the same place and role. Rows without
    identifier, place or role are left out. Raises ValueError for arrays of unequal length.
    """
    firsts, seconds = (first_person, first_place, first_role), (second_person, second_place, second_role)
    person, place, role = (_codes(a, b) for a, b in zip(firsts, seconds, strict=True))
    sizes = [np.shape(a) for a in firsts], [np.shape(b) for b in seconds]
    if any(len(set(shapes)) > 1 or len(shapes[0]) != 1 for shapes in sizes):
        raise ValueError(f"person, place and role have shapes {sizes[0]} and {sizes[1]}, expected one dimension, equal length")
    count = int(max(person[0].max(initial=-1), person[1].max(initial=-1))) + 1
    where = [_rows(np.where((p >= 0) & (r >= 0), who, -1), count) for who, p, r in zip(person, place, role, strict=True)]
    first, second = (int(np.sum(rows >= 0)) for rows in where)
    repeated = sum(int(np.sum(rows == REPEATED)) for rows in where)
    both = (where[0] >= 0) & (where[1] >= 0)
    before, after = where[0][both], where[1][both]
    same_place, same_role = place[0][before] == place[1][after], role[0][before] == role[1][after]
    kept, same = int(both.sum()), int((same_place & same_role).sum())
    chance = _by_chance((place[0][before], role[0][before]), (place[1][after], role[1][after]))
    return check_from_counts(first, second, repeated, kept, same, int(same_place.sum()), int(same_role.sum()), chance)


def check_from_counts(
    first: int, second: int, repeated: int, kept: int, same: int, same_place: int, same_role: int, by_chance: float
) -> IdentifierCheck:
    """Return the same check from its counts, as a query returns them: of the `kept`, how many in the same place and role, or either."""
    kept_share = kept / first if first else float("nan")
    lower, upper = wilson(same, kept)
    shares = [part / kept if kept else float("nan") for part in (same, same_place, same_role)]
    verdict = _verdict(first, kept, kept_share, same, by_chance)
    return IdentifierCheck(
        first, second, repeated, kept, kept_share, shares[0], float(lower), float(upper), shares[1], shares[2], by_chance, verdict
    )


def _verdict(first: int, kept: int, kept_share: float, same: int, by_chance: float) -> Verdict:
    """Return the verdict by the rule of `identifier_check`."""
    if first >= MINIMUM_KEPT and kept_share < MINIMUM_KEPT_SHARE:
        return "does_not_follow"
    if kept < MINIMUM_KEPT or not by_chance <= MAXIMUM_BY_CHANCE:
        return "cannot_tell"
    return "follows" if same / kept >= MINIMUM_SAME_SHARE else "does_not_follow"


def _codes(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the same number for the same label in both snapshots, -1 where it is missing."""
    a, b = pd.Series(np.asarray(first)), pd.Series(np.asarray(second))
    codes = pd.factorize(pd.concat([a, b], ignore_index=True))[0].astype(np.int64)
    return codes[: len(a)], codes[len(a) :]


def _rows(person: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the row of each identifier, ABSENT where it has none, REPEATED where it has more than one."""
    rows = np.full(count, ABSENT, dtype=np.int64)
    known = np.flatnonzero(person >= 0)
    rows[person[known]] = known
    rows[np.bincount(person[known], minlength=count) > 1] = REPEATED
    return rows


def _by_chance(
    first: tuple[NDArray[np.int64], NDArray[np.int64]], second: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> float:
    """Return the expected share in the same place and role (codes, one entry a kept identifier) were numbers dealt anew."""
    size = len(first[0])
    if not size:
        return float("nan")
    roles = int(max(first[1].max(), second[1].max())) + 2
    cells = np.unique(np.concatenate([(place + 1) * roles + role + 1 for place, role in (first, second)]), return_inverse=True)[1]
    before, after = (np.bincount(part, minlength=int(cells.max()) + 1) / size for part in (cells[:size], cells[size:]))
    return float(before @ after)

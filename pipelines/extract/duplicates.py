"""The same thing twice in a file: once is enough; twice with different figures cannot be decided by a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.extract.grid import Mask

_ORIGIN = ("source_sheet", "source_row", "alias_key", "name_key")


@dataclass(frozen=True, slots=True)
class Repeats:
    """Which rows repeat an earlier one in all (`same`), or in the key only (`other`, with the row that came first).

    A row that lacks the person's name repeats one that has it; one with another name does not.
    """

    same: Mask
    other: Mask
    first: np.ndarray[tuple[int], np.dtype[np.int64]]


def find_repeats(frame: pd.DataFrame, key: Sequence[str], told_apart: Sequence[tuple[str, str]] = ()) -> Repeats:
    """Compare rows of one dataset by key; the first row of a key counts. `frame` has a 0..n-1 index.

    Of each pair of `told_apart` the second column tells rows apart where the first, of the key, is blank.
    """
    for blank, other_column in told_apart:
        name = f"{blank} or {other_column}"
        frame, key = frame.assign(**{name: frame[other_column].where(frame[blank].isna())}), [*key, name]
    same, other = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    first = np.arange(len(frame), dtype=np.int64)
    involved = np.flatnonzero(frame.duplicated(subset=list(key), keep=False).to_numpy())
    if not len(involved):
        return Repeats(same, other, first)
    some = frame.iloc[involved]
    content = [c for c in frame.columns if c not in _ORIGIN]
    group = some.groupby(list(key), dropna=False, sort=False).ngroup().to_numpy()
    opening = pd.Series(involved).groupby(group).transform("first").to_numpy()
    identical = some.groupby(content, dropna=False, sort=False).ngroup().to_numpy()
    identity_of = dict(zip(involved.tolist(), identical.tolist(), strict=True))
    names = dict(zip(involved.tolist(), some["name_key"].tolist(), strict=True)) if "name_key" in some else {}
    for place, start, identity in zip(involved.tolist(), opening.tolist(), identical.tolist(), strict=True):
        if place != start:
            first[place] = start
            both = [name for name in (names.get(start), names.get(place)) if isinstance(name, str)]
            same[place] = identity == identity_of[start] and len(set(both)) < 2
            other[place] = not same[place]
    return Repeats(same, other, first)

"""Release profiles of a site: below which count a number is hidden, what is rounded, when one payee dominates a sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.core.text import Text
from pipelines.site.reader import Reader

PROFILES = ("internal", "restricted", "public")
_DEFAULTS: Mapping[str, Mapping[str, int]] = {"restricted": {"k": 5, "round_to": 1}, "public": {"k": 10, "round_to": 5}}


@dataclass(frozen=True, slots=True)
class Release:
    """Counts from 1 to k - 1 are hidden (0: none is), then counts are rounded to multiples of `round_to` (1: none is)."""

    profile: str
    k: int
    round_to: int


@dataclass(frozen=True, slots=True)
class Dominance:
    """A sum of money is hidden where its `n` largest contributors hold more than `share` (0-1) of it."""

    n: int
    share: float


def read_profiles(reader: Reader) -> dict[str, Any]:
    """Read [profiles]: `profiles`, the names on offer, `releases` by profile, `dominance`."""
    names = reader.names("profiles", "available", PROFILES, ["internal"])
    if not names:
        raise reader.fail("[profiles] available", [], "至少一个发布范围", "at least one release profile")
    releases = {
        "internal": Release("internal", 0, 1),
        "restricted": _release(reader, "restricted", reader.take("profiles", "restricted", dict, {})),
        "public": _release(reader, "public", reader.take("profiles", "public", dict, {})),
    }
    if releases["public"].k < releases["restricted"].k:
        raise reader.fail(
            "[profiles] public", releases["public"].k, f"k 不小于内部共享范围的 {releases['restricted'].k}",
            f"a k of at least {releases['restricted'].k}, that of restricted",
            Text("对外公开的隐藏不能更松", "what leaves the bureau cannot hide less"),
        )
    return {"profiles": names, "releases": releases, "dominance": _dominance(reader)}


def _release(reader: Reader, profile: str, given: Mapping[str, Any]) -> Release:
    setting = f"[profiles] {profile}"
    strange = set(given) - {"k", "round_to"}
    if strange:
        raise reader.no_such(setting, min(strange), " k 或 round_to", "k or round_to", ("k", "round_to"))
    values = {**_DEFAULTS[profile], **given}
    k = reader.within(f"{setting} k", values["k"], 2, 100, whole=True)
    round_to = reader.within(f"{setting} round_to", values["round_to"], 1, 100, whole=True)
    if round_to > k:
        raise reader.fail(f"{setting} round_to", round_to, f"不大于 k（{k}）", f"no more than k ({k})",
                          Text("否则未隐藏的数会被取整为 0", "else counts that are not hidden would round to 0"))
    return Release(profile, k, round_to)


def _dominance(reader: Reader) -> Dominance:
    setting, given = "[profiles] dominance", {"n": 2, "share": 0.85, **reader.take("profiles", "dominance", dict, {})}
    if set(given) != {"n", "share"}:
        raise reader.fail(setting, sorted(given), " n 与 share", "n and share")
    n = reader.within(f"{setting} n", given["n"], 1, 10, whole=True)
    share = float(reader.within(f"{setting} share", given["share"], 0, 1))
    if not 0 < share < 1:
        raise reader.fail(f"{setting} share", share, "大于 0、小于 1", "a share above 0 and below 1")
    return Dominance(n, share)

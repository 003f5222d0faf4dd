"""Random small systems of linked tables: regions in levels, breakdowns that share a total, stocks and flows, moves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis.disclosure.tables import TableSystem, table_system, with_rests


def random_system(seed: int) -> TableSystem:
    """Return a system whose values come from people drawn at random, so that every relation holds by counting."""
    rng = np.random.default_rng(seed)
    regions, years = int(rng.integers(2, 5)), int(rng.integers(1, 4))
    kinds = {"sex": int(rng.integers(2, 3)), "group": int(rng.integers(2, 5))}
    people = int(rng.integers(4, 25)) * regions
    region = rng.integers(0, regions, (years, people))
    stays = rng.random((years, people)) < 0.85
    region[1:] = np.where(stays[1:], region[:1], region[1:])
    here = rng.random((years, people)) < 0.8
    kind = {name: rng.choice(n, people, p=rng.dirichlet(np.ones(n))) for name, n in kinds.items()}
    values: dict[str, int] = {}
    terms: list[tuple[str, str, int]] = []

    def count(measure: str, year: int, mask: np.ndarray, place: np.ndarray) -> None:
        for unit in [*range(regions), "all"]:
            inside = mask & ((place == unit) if unit != "all" else True)
            key = f"{measure}|{year}|{unit}"
            values[f"{key}|total"] = int(inside.sum())
            for name, n in kinds.items():
                for c in range(n):
                    values[f"{key}|{name}{c}"] = int((inside & (kind[name] == c)).sum())
                    terms.append((f"{key}|{name}", f"{key}|{name}{c}", 1))
                terms.append((f"{key}|{name}", f"{key}|total", -1))

    for year in range(years):
        count("staff", year, here[year], region[year])
    cats = ["total", *(f"{name}{c}" for name, n in kinds.items() for c in range(n))]
    for year in range(years):
        for cat in cats:
            terms += [(f"up|{year}|{cat}", f"staff|{year}|{unit}|{cat}", 1) for unit in range(regions)]
            terms.append((f"up|{year}|{cat}", f"staff|{year}|all|{cat}", -1))
    for year in range(1, years):
        _flows(year, regions, cats, kind, here, region, values, terms)
    cells = pd.DataFrame({"cell": list(values), "value": list(values.values())})
    relations = pd.DataFrame(terms, columns=["relation", "cell", "coefficient"])
    parts = [c for c in values if c.startswith("staff") and c.endswith("group0")]
    pairs = pd.DataFrame({"numerator": parts, "denominator": [c.replace("group0", "total") for c in parts]})
    return table_system(*with_rests(cells, relations, pairs))


def _flows(
    year: int, regions: int, cats: list[str], kind: dict[str, np.ndarray], here: np.ndarray, region: np.ndarray,
    values: dict[str, int], terms: list[tuple[str, str, int]],
) -> None:  # fmt: skip
    """Add joiners and leavers of each unit (a move is both) and closing = opening + joiners - leavers."""
    for unit in [*range(regions), "all"]:
        now = here[year] & ((region[year] == unit) if unit != "all" else True)
        then = here[year - 1] & ((region[year - 1] == unit) if unit != "all" else True)
        for cat in cats:
            mine = np.ones(len(now), dtype=bool) if cat == "total" else kind[cat[:-1]] == int(cat[-1])
            key = f"{year}|{unit}|{cat}"
            values[f"joiners|{key}"] = int((now & ~then & mine).sum())
            values[f"leavers|{key}"] = int((then & ~now & mine).sum())
            terms += [
                (f"balance|{key}", f"staff|{key}", -1), (f"balance|{key}", f"staff|{year - 1}|{unit}|{cat}", 1),
                (f"balance|{key}", f"joiners|{key}", 1), (f"balance|{key}", f"leavers|{key}", -1),
            ]  # fmt: skip

"""Links, requests and days online in plain pandas, written from the indicators' cards and sharing no code with the engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tests.backtest.oracle import Books
from tests.backtest.workbooks_support import COMPLETED, SupportBooks

Span = tuple[pd.Timestamp, pd.Timestamp]
EQUAL = 1e-8


def standing(books: Books, day: pd.Timestamp) -> set[str]:
    """Facilities open on a day."""
    rows = books.facility
    is_open = (rows["opened"].isna() | (rows["opened"] <= day)) & (rows["closed"].isna() | (rows["closed"] > day))
    return set(rows.loc[is_open, "code"])


def links(books: Books, support: SupportBooks, level: str, day: pd.Timestamp) -> pd.DataFrame:
    """By region: facilities a register speaks for, linked, and used within 30 and within 90 days."""
    here = standing(books, day)
    county, home = books.home["county"], books.home[level]
    begun = {county[c] for c, start in zip(support.link["clinic"], support.link["start"], strict=True) if start <= day}
    live = support.link[(support.link["start"] <= day) & (support.link["end"].isna() | (support.link["end"] >= day))]
    live = live[live["clinic"].isin(here)]
    used = live.merge(support.use, on=["hospital", "clinic"], suffixes=("", "_of_use"))
    used = used[(used["kind"] == "support") | (used["kind"] == used["kind_of_use"])]
    used = used[(used["day"] >= used["start"]) & (used["day"] <= day)]
    ago = (day - used["day"]).dt.days
    sets = {
        "register": {f for f in here if county[f] in begun}, "linked": set(live["clinic"]),
        "short": set(used.loc[ago < 30, "clinic"]), "long": set(used.loc[ago < 90, "clinic"]),
    }
    return pd.DataFrame({name: pd.Series([home[f] for f in found]).value_counts() for name, found in sets.items()}).fillna(0.0)


def requests(books: Books, support: SupportBooks, level: str, span: Span) -> pd.DataFrame:
    """Requests made in a span of days: region, hours waited, whether a reply was seen, completed, avoided (missing: not told)."""
    rows = support.request
    last = max(rows["asked"].max(), rows["replied"].max(), rows["closed"].max())
    rows = rows[(rows["asked"] >= span[0]) & (rows["asked"] < span[1] + pd.Timedelta(days=1))]
    until = rows["replied"].fillna(rows["closed"]).fillna(last)
    completed = rows["outcome"].isin(COMPLETED)
    return pd.DataFrame({
        "region": rows["clinic"].map(books.home[level]), "hours": (until - rows["asked"]).dt.total_seconds() / 3600,
        "seen": rows["replied"].notna(), "completed": completed, "avoided": rows["avoided"].where(completed),
    })


def _steps(hours: np.ndarray, seen: np.ndarray) -> list[tuple[float, float]]:
    """Kaplan-Meier: (time, S) at every reply."""
    survival, steps = 1.0, []
    for moment in np.unique(hours[seen]):
        survival *= 1 - np.sum(seen & (hours == moment)) / np.sum(hours >= moment)
        steps.append((float(moment), survival))
    return steps


def quantile(share: float) -> Callable[[pd.DataFrame], float]:
    """The time by which a share has been answered: the first S at or below 1 - share, in the middle of the stretch where it is that."""

    def of(rows: pd.DataFrame) -> float:
        hours, seen = rows["hours"].to_numpy(), rows["seen"].to_numpy()
        for moment, survival in (steps := _steps(hours, seen)):
            if abs(survival - (1 - share)) < EQUAL:
                later = [t for t, s in steps if s < 1 - share - EQUAL]
                return (moment + later[0]) / 2 if later else (moment + hours.max()) / 2 if hours.max() > moment else moment
            if survival < 1 - share:
                return moment
        return float("nan")

    return of


def within_24h(rows: pd.DataFrame) -> float:
    """1 - S(24); not known where nobody was watched so long."""
    reached = [s for t, s in _steps(rows["hours"].to_numpy(), rows["seen"].to_numpy()) if t <= 24]
    survival = reached[-1] if reached else 1.0
    return float("nan") if rows["hours"].max() < 24 and survival > EQUAL else 1 - survival


def by_region(rows: pd.DataFrame, statistic: Callable[[pd.DataFrame], float]) -> pd.Series[float]:
    """A statistic of the requests of each region."""
    return pd.Series({region: statistic(group) for region, group in rows.groupby("region")}, dtype=float)


def uptime(books: Books, support: SupportBooks, level: str, months: list[str]) -> pd.Series[float]:
    """Days online ÷ days open over facility-months that have both."""
    rows = support.uptime[support.uptime["month"].isin(months)].dropna(subset=["open", "online"])
    sums = rows.groupby(rows["clinic"].map(books.home[level]))[["online", "open"]].sum()
    return sums["online"] / sums["open"].where(sums["open"] > 0)

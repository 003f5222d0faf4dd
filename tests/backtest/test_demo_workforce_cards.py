"""The cards of the pages Supply and Retention show what plain pandas finds in the clerks' workbooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from tests.backtest import oracle_places, oracle_retention, oracle_structure
from tests.backtest.oracle import DAY, DOCTORS, Books, age, presences, stock
from tests.backtest.oracle_places import Places
from tests.backtest.oracle_structure import LICENCE_RANK, People

Show = Callable[[str, str, str], Chart]
BANDS = (("under_35", 0, 34), ("35_44", 35, 44), ("45_54", 45, 54), ("55_59", 55, 59), ("60_over", 60, 200))
LEFT = ("physician", "assistant", "rural_assistant")
WHERE = [("140300", "prefecture", 2024), ("542500", "prefecture", 2025), ("140321", "county", 2023), ("140321101", "township", 2022)]
BRIDGED = oracle_retention.BRIDGED


@pytest.fixture(scope="module")
def show(demo_workspace: Path) -> Iterator[Show]:
    """Return the chart of a card: page, card, address."""
    gate = Gate(demo_workspace)
    edition, viewer = gate.edition(), Viewer.local(gate.site)

    def shown(page_name: str, card: str, search: str) -> Chart:
        page = next(p for p in all_pages() if p.name == page_name)
        state = read_state(page.path, search, choices(edition, viewer))
        assert state is not None
        return chart_of(Sight(edition=edition, viewer=viewer, state=state), next(c for c in page.cards if c.name == card))

    yield shown
    gate.close()


@pytest.fixture(scope="module")
def people(books: Books, demo_workspace: Path) -> People:
    """The personnel files."""
    return oracle_structure.read_people(books, demo_workspace / "incoming")


@pytest.fixture(scope="module")
def places(books: Books, demo_workspace: Path) -> Places:
    """Villages and clinics."""
    return oracle_places.read_places(books, demo_workspace / "incoming")


def in_region(books: Books, rows: pd.DataFrame, level: str, region: str) -> pd.DataFrame:
    """The rows at facilities of a region."""
    return rows[rows["facility"].map(books.home[level]) == region]


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_pyramid(show: Show, books: Books, region: str, level: str, year: int) -> None:
    chart = show("supply", "age_licence", f"?region={region}&period={year}")
    day = pd.Timestamp(year, 12, 31)
    rows = in_region(books, books.main.query("start <= @day <= end and group in @DOCTORS"), level, region)
    wanted = Counter()
    for person in rows["person"]:
        band = next(name for name, low, high in BANDS if low <= age(person, year) <= high)
        wanted[f"{band},{books.licence(person, day)}"] += 1
    drawn = {p.code: p for s in chart.series for p in s.points}
    assert {code: p.value for code, p in drawn.items() if p.value} == dict(wanted)
    assert all((p.x <= 0) == (code.split(",")[1] in LEFT) and abs(p.x) == p.value for code, p in drawn.items() if p.value)
    for row in chart.y.ticks:
        left = [p for p in drawn.values() if p.y == row[0] and p.x < 0]
        assert sum(p.x for p in left) == min([(p.base or 0) + p.x for p in left], default=0), "bars stand on one another"


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_licence_calendar(show: Show, people: People, region: str, level: str, year: int) -> None:
    chart = show("supply", "licence_calendar", f"?region={region}&period={year}")
    day = pd.Timestamp(year, 12, 31)
    held = people.licence[people.licence["type"].isin(LICENCE_RANK) & (people.licence["issued"] <= day)]
    held = held.assign(rank=held["type"].map(LICENCE_RANK), until=held["valid_to"].fillna(pd.Timestamp("2200-01-01")))
    held = held[held["until"] >= day].sort_values(["rank", "issued"], ascending=[True, False]).drop_duplicates("person")
    rows = people.in_post(day)
    doctors = set(rows.loc[rows["facility"].map(people.books.home[level]) == region, "person"])
    ends = held.loc[held["person"].isin(doctors) & (held["until"] < day + pd.DateOffset(months=12) + DAY), "until"]
    found = {row[0].text: row[-1].value for row in chart.rows}
    assert {month: n for month, n in found.items() if n} == dict(ends.dt.strftime("%Y-%m").value_counts())
    assert len(found) == 13


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_waterfalls(show: Show, books: Books, region: str, level: str, year: int) -> None:
    flows = oracle_retention.movements(books, level, year).loc[region]
    moved = {p.code: p.value for s in show("retention", "in_and_out", f"?region={region}&period={year}").series for p in s.points}
    ways = {"joined": 1, "transferred_in": 1, "reclassified_in": 1, "left": -1, "transferred_out": -1, "reclassified_out": -1}
    assert {k: moved[k] for k in ways} == {k: sign * flows.get(k, 0) for k, sign in ways.items()}
    assert moved["died"] == -flows.get("died_", 0) and moved["total"] == flows["closing"] - flows["opening"]
    chart = show("supply", "norm_balance", f"?region={region}&period={year}")
    steps = {p.code: p for s in chart.series for p in s.points}
    now, before = stock(books, level, year).loc[region], stock(books, level, year - 1).loc[region]
    assert steps["first"].value == pytest.approx(before["headcount"] - before["persons"] / 1000)
    assert steps["last"].value == pytest.approx(now["headcount"] - now["persons"] / 1000)
    assert steps["people"].value == pytest.approx((before["persons"] - now["persons"]) / 1000)
    inner = sorted((p for p in steps.values() if p.code not in ("first", "last")), key=lambda p: p.x)
    assert steps["first"].value + sum(p.value for p in inner) == pytest.approx(steps["last"].value)
    assert inner[0].base == steps["first"].value and "other" not in steps


@pytest.mark.parametrize(("region", "level", "year"), WHERE[:3])
def test_villages_that_lack(show: Show, places: Places, region: str, level: str, year: int) -> None:
    day = pd.Timestamp(year, 12, 31)
    wanted = oracle_places.villages(places, day, level).loc[region]
    chart = show("supply", "village_list", f"?region={region}&period={year}&lang=en")
    lacks = Counter(row[2].text for row in chart.rows)
    assert lacks["Clinic without a doctor"] == wanted["blank"]
    assert lacks["No clinic"] == wanted["villages"] - wanted["with"]
    without = [row for row in chart.rows if row[2].text == "Clinic without a doctor"]
    assert all(row[5].value is None for row in without), "a clinic without a doctor is not 0 km away"
    sizes = [row[4].value for row in without]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_gaps(show: Show, books: Books, region: str, level: str, year: int) -> None:
    chart = show("supply", "gap_table", f"?region={region}&period={year}&lang=en")
    now = stock(books, "township", year)
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    centre = parent[region] if level == "township" else region
    mine = [t for t in now.index if centre in (parent.get(t), parent.get(parent.get(t, ""), ""))]
    short = (now["persons"] / 1000 - now["headcount"]).loc[mine].clip(lower=0)
    assert sum(row[3].value or 0 for row in chart.rows) == pytest.approx(short.sum())
    flows = oracle_retention.movements(books, "township", year).reindex(mine).fillna(0)
    assert sum(row[5].value for row in chart.rows) == flows["joined"].sum()
    assert sum(row[9].value for row in chart.rows) == (flows["closing"] - flows["opening"]).sum()


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_leavers_by_reason(show: Show, books: Books, region: str, level: str, year: int) -> None:
    chart = show("retention", "exit_reasons", f"?region={region}&period={year}&lang=en")
    flows = oracle_retention.movements(books, level, year)
    names = {"retired": "Retired", "resigned": "Resigned", "contract_ended": "Contract ended", "promoted_out": "Promoted out",
             "transferred": "Transferred within the system", "dismissed": "Dismissed", "unknown": "Reason not known"}  # fmt: skip
    row = next(r for r in chart.rows if r[0].text == str(year))
    found = {head.title: cell.value for head, cell in zip(chart.columns, row, strict=True)}
    wanted = {title: float(flows.loc[region].get(code, 0)) for code, title in names.items()}
    assert {t: found.get(t, 0.0) for t in names.values()} == wanted
    assert found["All" if "All" in found else "Total"] == flows.loc[region, "leavers"]
    drawn = sum(p.value or 0 for s in chart.series for p in s.points if p.label == str(year))
    assert drawn == flows.loc[region, "leavers"] and {s.name for s in chart.series} <= set(names.values())


@pytest.mark.parametrize(("region", "level", "year"), WHERE)
def test_where_those_went_who_left_a_facility(show: Show, books: Books, region: str, level: str, year: int) -> None:
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    pieces = books.main.sort_values(["person", "start"])
    after = pieces.groupby("person").shift(-1)
    pieces = pieces.assign(next=after["facility"], next_group=after["group"], next_start=after["start"])
    ended = pieces[pieces["group"].isin(DOCTORS) & (pieces["end"] + DAY >= first) & (pieces["end"] + DAY <= last)]
    ended = in_region(books, ended, level, region)
    wanted: Counter[str] = Counter()
    for r in ended.itertuples():
        follows = isinstance(r.next, str) and r.next_start <= r.end + BRIDGED
        if follows and r.next == r.facility and r.next_group in DOCTORS:
            continue
        if not follows:
            wanted["out"] += 1
        elif r.next_group not in DOCTORS:
            wanted["other_work"] += 1
        else:
            levels = ("township", "county", "prefecture")
            wanted[next((x for x in levels if books.home[x][r.facility] == books.home[x][r.next]), "elsewhere")] += 1
    chart = show("retention", "destinations", f"?region={region}&period={year}")
    if not wanted:
        assert chart.empty
        return
    body = chart.rows[:-1] if len(chart.rows) > 1 else chart.rows
    found = Counter({head.name: int(sum(row[i].value for row in body)) for i, head in enumerate(chart.columns) if i})
    assert +(found - Counter({"all": found["all"]})) == +wanted and found["all"] == sum(wanted.values())


@pytest.mark.parametrize(("region", "level", "year"), WHERE[:3])
def test_cohort_triangle(show: Show, books: Books, region: str, level: str, year: int) -> None:
    stays = presences(books, level).query("region == @region")
    last = pd.Timestamp(year, 12, 31)
    chart = show("retention", "cohort_triangle", f"?region={region}&period={year}&lang=en")
    cells = {(row[0].text, head.name): cell for row in chart.rows for head, cell in zip(chart.columns, row, strict=True)}
    for cohort in range(2015, year + 1):
        own = stays[(stays["start"].dt.year == cohort) & (stays["start"] <= last)]
        for months in (12, 24, 36):
            cell = cells.get((str(cohort), f"retention_{months}m"))
            if cell is None:
                assert own.empty
            elif cohort + months // 12 > year:
                assert cell.value is None and cell.tone == "none" and str(cohort + months // 12) in cell.text
            else:
                assert cell.value == pytest.approx(kaplan_meier(own, last, months), abs=1e-9)


def kaplan_meier(stays: pd.DataFrame, last: pd.Timestamp, months: int) -> float:
    """The share still there so many months after joining; deaths and reclassification are censored."""
    gone = stays["end"] + DAY <= last
    days = ((stays["end"] + DAY).where(gone, last) - stays["start"]).dt.days.to_numpy()
    event = (gone & ~stays["reason"].isin(["died", "reclassified"])).to_numpy()
    share = 1.0
    for day in np.unique(days[event]):
        if day <= months * 365.25 / 12:
            share *= 1 - (event & (days == day)).sum() / (days >= day).sum()
    return share


def test_the_log_rank_test_stands_under_the_curves(show: Show, books: Books) -> None:
    from statsmodels.duration.survfunc import survdiff

    chart = show("retention", "survival_remoteness", "?region=140300&by=sex&lang=en")
    stays = presences(books, "prefecture").query("region == '140300'")
    first, last = pd.Timestamp(2015, 1, 1), pd.Timestamp(2025, 12, 31)
    before = first - DAY
    rows = stays[(stays["start"] <= last) & (stays["end"] >= before)]
    gone = rows["end"] + DAY <= last
    entry = (before - rows["start"]).dt.days.clip(lower=0).to_numpy(dtype=float)
    stop = ((rows["end"] + DAY).where(gone, last) - rows["start"]).dt.days.to_numpy(dtype=float)
    event = (gone & ~rows["reason"].isin(["died", "reclassified"])).to_numpy()
    sex = np.array([int(p[16]) % 2 for p in rows["person"]])
    kept = stop > entry
    chi, p = survdiff(stop[kept], event[kept], sex[kept], entry=entry[kept])
    assert p > 0.05 and chart.test == f"the curves differ within chance (log-rank χ² = {chi:.1f}, 1 df, p = {p:.2f})"
    assert "median time in post" in chart.footer.note

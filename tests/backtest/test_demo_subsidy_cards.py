"""Cards of the pages on subsidies and services: every number on them equals plain pandas on the workbooks the demo was loaded from."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.render.sentence import finding
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from tests.backtest.dossiers import Dossiers, Window, happened
from tests.backtest.oracle import DOCTORS, Books
from tests.backtest.oracle_subsidy import GRACE_DAYS, POINTS, REMOTENESS, Subsidies, quantile_of_waits

YEAR, DAY = "2025", pd.Timestamp("2025-12-31")
PLACES = ("140300", "542500", "140321")
TYPES = ("entry", "post_allowance", "cme", "talent", "emergency")
STEPS = ("employer", "authority", "notice", "payment")
FEW = 5  # applications; a type with fewer is not compared with others
FURTHEST = ("employer", "authority", "notice", "paid")


@pytest.fixture(scope="module")
def subsidies(demo_workspace: Path, books: Books) -> Subsidies:
    """The registers of subsidies the demo was loaded from."""
    return Subsidies(books, Dossiers(demo_workspace / "incoming"))


@pytest.fixture(scope="module")
def agreements(demo_workspace: Path) -> pd.DataFrame:
    """agreement, person, place, since, due, status, broken."""
    return Dossiers(demo_workspace / "incoming").table("补贴台账", "服务协议", {
        "agreement": ("协议编号", "text"), "person": ("身份证号", "text"), "place": ("机构代码", "text"), "since": ("协议起始日期", "day"),
        "due": ("协议截止日期", "day"), "status": ("协议状态", "text"), "broken": ("违约日期", "day"), "repay": ("应退还金额", "number"),
        "repaid": ("已退还金额", "number"),
    }, key=("agreement",))  # fmt: skip


def sight_of(gate: Gate, page: str, region: str, period: str = YEAR) -> Sight:
    """A page of the demo."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state(f"/{page}", f"?region={region}&period={period}&lang=en", choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def shown(gate: Gate, page: str, card: str, region: str, period: str = YEAR) -> Chart:
    """A card of the demo."""
    return chart_of(sight_of(gate, page, region, period), next(c for p in all_pages() if p.name == page for c in p.cards if c.name == card))


def within(books: Books, region: str) -> set[str]:
    """The facilities of a region."""
    return {f for level in books.home.values() for f, home in level.items() if home == region}


@pytest.mark.parametrize("region", [*PLACES, "140322"])
def test_five_types_five_steps(gate: Gate, subsidies: Subsidies, books: Books, region: str) -> None:
    kind = subsidies.applications["scheme"].map(subsidies.schemes.drop_duplicates("scheme").set_index("scheme")["type"])
    mine = subsidies.applications["place"].isin(within(books, region))
    chart, seen = shown(gate, "subsidies", "steps", region), 0
    assert len(chart.rows) == len(TYPES)
    for row, subsidy_type in zip(chart.rows, TYPES, strict=True):
        reached = happened(subsidies.reached()[mine & (kind == subsidy_type)], Window.of(YEAR))
        if reached.empty:
            assert row[1].text == "no application on record" and row[2].value is None
            continue
        assert row[1].value == len(reached)
        for cell, column, step in zip(row[2:6], FURTHEST, STEPS, strict=True):
            count = int(reached[column].sum())
            waits = subsidies.waits(step)
            waits = happened(waits[(mine & (kind == subsidy_type)).loc[waits.index]], Window.of(YEAR))
            days = quantile_of_waits(waits, 0.5)
            assert cell.value == pytest.approx(count / len(reached)) and cell.text.startswith(f"{count} · {100 * count / len(reached):.1f}%")
            assert days is None or cell.text.endswith(f"median {days:g} days"), (cell.text, days)
            assert cell.tone == str(sum(cell.value >= limit for limit in (0.2, 0.4, 0.6, 0.8)))
            seen += 1
    assert seen >= 8 or region == "140322"
    paid = {row[0].text: (row[5].value, row[5].text.split(" · ")[0], row[1].value) for row in chart.rows if (row[1].value or 0) >= FEW}
    every = happened(subsidies.reached()[mine], Window.of(YEAR))
    so_far = f"Paid so far: {int(every['paid'].sum())} of {len(every)} applications ({100 * every['paid'].mean():.1f}%)"
    if len(paid) == 1:
        ((name, (share, count, filed)),) = paid.items()
        assert chart.finding == f'{so_far}; only "{name}" has enough applications to be told by itself: {100 * share:.1f}% ({count} of {filed:,.0f}).'
        return
    least = min(paid, key=lambda name: paid[name][0])
    share, count, filed = paid[least]
    assert chart.finding == f"{least} gets to be paid least often: {100 * share:.1f}% ({count} of {filed:,.0f})."


@pytest.mark.parametrize("region", PLACES)
def test_points_that_fail(gate: Gate, subsidies: Subsidies, books: Books, region: str) -> None:
    kind = subsidies.applications["scheme"].map(subsidies.schemes.drop_duplicates("scheme").set_index("scheme")["type"])
    mine = happened(subsidies.applications.assign(kind=kind)[subsidies.applications["place"].isin(within(books, region))], Window.of(YEAR))
    wanted = []
    for subsidy_type in TYPES:
        judged = [mine.loc[mine["kind"] == subsidy_type, f"audit_{p}"] for p in POINTS]
        pairs = [((j == "不符合").sum(), j.isin(("符合", "不符合")).sum()) for j in judged]
        if any(below for _, below in pairs):
            wanted.append([f"{100 * top / below:.1f}% ({top} of {below})" if below else "not checked" for top, below in pairs])
    chart = shown(gate, "subsidies", "audit", region)
    assert [[cell.text for cell in row[1:]] for row in chart.rows] == wanted
    known = mine[mine["kind"].isin(TYPES)]
    sums = {p: ((known[f"audit_{p}"] == "不符合").sum(), known[f"audit_{p}"].isin(("符合", "不符合")).sum()) for p in POINTS}
    top, below = max(sums.values(), key=lambda pair: pair[0] / pair[1])
    assert chart.finding.endswith(f": {100 * top / below:.1f}% ({top:,} of {below:,}).")


@pytest.mark.parametrize("region", PLACES)
def test_due_paid_and_arrears_by_scheme(gate: Gate, subsidies: Subsidies, books: Books, region: str) -> None:
    grants = subsidies.grants
    last = min(DAY, subsidies.known_to)
    until = grants["due"] + pd.Timedelta(days=GRACE_DAYS)
    mine = grants[grants["place"].isin(within(books, region)) & (until >= "2025-01-01") & (until <= last)]
    paid = mine["paid_yuan"].fillna(0).where(mine["paid"].isna() | (mine["paid"] <= last), 0)
    wanted = mine.assign(paid_yuan=paid, owed=(mine["due_yuan"] - paid).clip(lower=0)).groupby("scheme")[["due_yuan", "paid_yuan", "owed"]].sum()
    chart = shown(gate, "subsidies", "rates", region)
    scale = 1e6 if "million" in chart.columns[3].title else 1.0
    found = sorted(tuple(round(cell.value * scale, 2) for cell in row[3:6] if cell.value is not None) for row in chart.rows)
    assert found == sorted(tuple(round(v, 2) for v in row) for row in wanted.to_numpy()) and len(found) >= 3
    assert sum(row[2].value or 0 for row in chart.rows) == len(mine)
    sums = chart.finding.partition(";")[0].replace("nothing in arrears", "0 yuan")
    money = [float(said.replace(",", "")) for said in re.findall(r"\d[\d,]*\.?\d*", sums)]
    assert money == pytest.approx(list(wanted.sum() / scale), abs=0.51 if scale == 1 else 0.0051)


@pytest.mark.parametrize("region", ("140300", "140322"))
def test_an_instalment_is_judged_once(
    demo: Callable[..., pd.DataFrame], gate: Gate, subsidies: Subsidies, books: Books, region: str,
) -> None:
    """Parts of a year add up to it; the share paid on time and the table of schemes count the same instalments, those of plain pandas."""
    mine = subsidies.instalments()
    mine = mine[mine["place"].isin(within(books, region))]
    for year in ("2024", "2025"):
        counts = {}
        for period in (year, *(f"{year}-{part}" for part in ("H1", "H2", "Q1", "Q2", "Q3", "Q4"))):
            level = "prefecture" if region == "140300" else "county"
            (row,) = demo("grant_on_time_share", level=level, region=region, period=period).to_dict("records")
            wanted = happened(mine, Window.of(period))
            assert (row["denominator"], row["numerator"]) == (wanted["due"].sum(), wanted["on_time"].sum()), period
            chart = shown(gate, "subsidies", "rates", region, period)
            assert sum(cells[2].value or 0 for cells in chart.rows) == row["denominator"], period
            counts[period[5:]] = row["denominator"]
        assert counts[""] == counts["H1"] + counts["H2"] == sum(counts[f"Q{i}"] for i in (1, 2, 3, 4)) > 500


@pytest.mark.parametrize("region", PLACES)
def test_breaches_and_what_came_back(gate: Gate, agreements: pd.DataFrame, books: Books, region: str) -> None:
    broken = agreements[agreements["place"].isin(within(books, region)) & agreements["broken"].notna() & (agreements["broken"] <= DAY)]
    broken = broken.assign(back=broken["repaid"].fillna(0).where(broken["repay"].notna()))
    wanted = {str(year): (len(rows), rows["repay"].sum(), rows["back"].sum()) for year, rows in broken.groupby(broken["broken"].dt.year)}
    chart = shown(gate, "subsidies", "breach", region)
    scale = 1e6 if "million" in chart.columns[2].title else 1.0
    assert {row[0].text for row in chart.rows} == set(sorted(wanted)[-8:])
    for row in chart.rows:
        count, due, back = wanted[row[0].text]
        assert row[1].value == count
        if row[2].value is not None:
            assert [round(c.value * scale, 2) for c in row[2:5] if c.value is not None] == [round(due, 2), round(back, 2), round(due - back, 2)]
    count, due, back = (sum(wanted[row[0].text][i] for row in chart.rows) for i in range(3))
    assert f": {count} breaches; " in chart.finding and chart.finding.endswith(f"({100 * back / due:.1f}%).")


@pytest.mark.parametrize("region", PLACES)
def test_expiries_and_whom_to_talk_to(gate: Gate, agreements: pd.DataFrame, books: Books, region: str) -> None:
    mine = agreements[agreements["place"].isin(within(books, region)) & ~agreements["status"].isin(("协商解除", "违约")) & agreements["broken"].isna()]
    mine = mine[mine["since"] <= DAY]
    months = mine["due"].dt.strftime("%Y-%m").value_counts()
    chart = shown(gate, "subsidies", "expiries", region)
    drawn = {p.label: p.value for s in chart.series for p in s.points if p.value is not None}
    assert len(drawn) == 36 and drawn == {label: float(months.get(label, 0)) for label in drawn}
    level = next(name for name, home in books.home.items() if region in home.values())
    posts = books.main[books.main["group"].isin(DOCTORS) & (books.main["start"] <= DAY) & (books.main["end"] >= DAY)]
    here = set(posts.loc[posts["facility"].map(books.home[level]) == region, "person"])
    soon = mine[(mine["due"] > DAY) & (mine["due"] <= DAY + pd.DateOffset(years=1)) & mine["person"].isin(here)]
    listed = shown(gate, "subsidies", "talk", region)
    assert sorted(row[5].text for row in listed.rows) == sorted(soon["due"].dt.strftime("%Y-%m-%d"))
    assert all(len(row[2].text) == 10 for row in listed.rows)
    near = (soon["due"] <= DAY + pd.Timedelta(days=90)).sum()
    assert listed.finding == f"People whose agreement ends in the next 12 months: {len(soon)}; within 90 days: {near}."
    assert not {row[2].text for row in listed.rows} & {person[:10] for person in agreements["person"]}, "a key is no part of an ID number"


@pytest.mark.parametrize("region", PLACES)
def test_paid_and_still_there(gate: Gate, subsidies: Subsidies, books: Books, region: str) -> None:
    then = DAY - pd.DateOffset(years=1)
    level = next(name for name, home in books.home.items() if region in home.values())
    posts = books.main[books.main["group"].isin(DOCTORS)]
    posts = posts[posts["facility"].map(books.home[level]) == region]
    people = posts[(posts["start"] <= then) & (posts["end"] >= then)]
    now = set(posts.loc[(posts["start"] <= DAY) & (posts["end"] >= DAY), "person"])
    allowances = set(subsidies.schemes.loc[subsidies.schemes["type"] == "post_allowance", "scheme"])
    grants = subsidies.grants[subsidies.grants["scheme"].isin(allowances) & (subsidies.grants["paid_yuan"] > 0)]
    paid = set(grants.loc[(grants["paid"] > then - pd.DateOffset(years=1)) & (grants["paid"] <= then), "person"])
    remote = dict(zip(books.region["code"], books.region["remoteness"], strict=True))
    klass = people["facility"].map(books.home["township"]).map(remote).map(REMOTENESS)
    chart = shown(gate, "subsidies", "stay", region)
    names = {"Not remote": "class_0", "Remote class 1": "class_1", "Remote class 2": "class_2", "Remote class 3": "class_3"}
    total = 0
    for series, had in zip(chart.series, (True, False), strict=True):
        for point in series.points:
            mine = people[(klass == names[point.label]) & (people["person"].isin(paid) == had)]
            assert point.n == len(mine), (point.label, had)
            if point.value is not None:
                assert point.value == pytest.approx(mine["person"].isin(now).mean())
            total += point.n or 0
    assert total == len(people) > 50


@pytest.mark.parametrize("region", PLACES)
def test_visits_by_part_and_kind(gate: Gate, demo_workspace: Path, books: Books, region: str) -> None:
    rows = Dossiers(demo_workspace / "incoming").table(
        "机构服务", "服务量", {"place": ("机构代码", "text"), "period": ("所属时期", "text"), "visits": ("门诊人次", "number"), "events": ("健教次数", "number")},
        key=("place", "period"),
    )  # fmt: skip
    mine = rows[rows["place"].isin(within(books, region))]
    years = mine.groupby(mine["period"].str[:4])
    kinds = {row[0].text: row for row in shown(gate, "services", "kinds", region).rows}
    for title, column in (("Outpatient visits", "visits"), ("Health education events", "events")):
        assert [cell.value for cell in kinds[title][1:]] == [years[column].sum()[str(y)] for y in range(2020, 2026)]
        assert kinds[title][6].text.endswith(f"({years[column].count()['2025']})")
    chart = shown(gate, "services", "work", region)
    assert sum(row[6].value or 0 for row in chart.rows) == years["visits"].sum()["2025"]
    assert len(chart.rows) == {"140300": 5, "542500": 7, "140321": 10}[region]


@pytest.mark.parametrize("region", [*PLACES, "140322"])
def test_records_in_use_say_of_how_many_facilities_they_are(gate: Gate, demo_workspace: Path, books: Books, region: str) -> None:
    rows = Dossiers(demo_workspace / "incoming").table("机构服务", "服务量", {
        "place": ("机构代码", "text"), "period": ("所属时期", "text"), "kept": ("健康档案建档数", "number"), "used": ("动态使用档案数", "number"),
    }, key=("place", "period"))  # fmt: skip
    mine = rows[rows["place"].isin(within(books, region)) & (rows["period"].str[:4] == YEAR) & rows["kept"].notna()]
    both = mine[mine["used"].notna()]
    chart, said = shown(gate, "services", "records", region), f"{len(both)}/{len(mine)} reported"
    assert 0 < len(both) < len(mine)
    assert said in finding(chart) and said.split(" ")[0] in chart.footer.reported
    used = next(s for s in chart.series if s.code == "records_in_use").points[-1]
    assert used.value == pytest.approx(both["used"].sum() / both["kept"].sum()) and (used.status, used.mark) == ("partial", said)
    assert "reported" not in finding(shown(gate, "services", "chronic", region)), "of these every facility filed both parts"
    top = next(h for h in headlines(sight_of(gate, "services", region)) if h.name == "records_in_use")
    assert top.fact.endswith(f" ({said})") and top.aside.startswith(said) and (top.direction, top.light, top.change) == (
        "neither", "", "not compared: partly reported",
    )

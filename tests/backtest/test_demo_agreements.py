"""Cards on service agreements at past and present periods: as at the last day of each, by plain pandas on the workbooks of the demo."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.observe import Query, all_indicators
from pipelines.engine.trace import trace
from tests.backtest.dossiers import Dossiers
from tests.backtest.oracle import DOCTORS, NOT_LEAVING, Books, presences

DAYS = {"2023": "2023-12-31", "2024": "2024-12-31", "2025-H1": "2025-06-30", "2025-Q2": "2025-06-30", "2025": "2025-12-31", "": "2025-12-31"}
CASES = [(region, period) for region in ("542500", "140300", "140321") for period in DAYS]


@pytest.fixture(scope="module")
def agreements(demo_workspace: Path) -> pd.DataFrame:
    """person, place, since, due, status, broken, repay, repaid, back_on."""
    return Dossiers(demo_workspace / "incoming").table("补贴台账", "服务协议", {
        "agreement": ("协议编号", "text"), "person": ("身份证号", "text"), "place": ("机构代码", "text"), "since": ("协议起始日期", "day"),
        "due": ("协议截止日期", "day"), "status": ("协议状态", "text"), "broken": ("违约日期", "day"), "repay": ("应退还金额", "number"),
        "repaid": ("已退还金额", "number"), "back_on": ("退还日期", "day"),
    }, key=("agreement",))  # fmt: skip


def shown(gate: Gate, card: str, region: str, period: str) -> Chart:
    """A card of the page on subsidies."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state("/subsidies", f"?region={region}&lang=en" + (f"&period={period}" if period else ""), choices(edition, viewer))
    assert state is not None
    sight = Sight(edition=edition, viewer=viewer, state=state)
    return chart_of(sight, next(c for p in all_pages() if p.name == "subsidies" for c in p.cards if c.name == card))


def of_place(agreements: pd.DataFrame, books: Books, region: str, day: pd.Timestamp) -> pd.DataFrame:
    """The agreements of a region signed by a day, with `is_broken` by then."""
    mine = {f for level in books.home.values() for f, home in level.items() if home == region}
    known = agreements[agreements["place"].isin(mine) & (agreements["since"] <= day)]
    assert not known["status"].isin(("协商解除",)).any() and (known["broken"].notna() == (known["status"] == "违约")).all()
    return known.assign(is_broken=known["broken"] <= day)


@pytest.mark.parametrize(("region", "period"), CASES)
def test_breaches_and_repayments_are_those_of_the_pages_day(gate: Gate, agreements: pd.DataFrame, books: Books, region: str, period: str) -> None:
    day = pd.Timestamp(DAYS[period])
    known = of_place(agreements, books, region, day)
    broken = known[known["is_broken"]]
    assert not ((broken["repaid"] > 0) & broken["back_on"].isna()).any()
    back = broken["repaid"].fillna(0).where(broken["back_on"] <= day, 0)
    years = broken.assign(back=back).groupby(broken["broken"].dt.year)
    wanted = {str(y): (len(rows), round(rows["repay"].sum(), 2), round(rows["back"].sum(), 2)) for y, rows in years}
    chart = shown(gate, "breach", region, period)
    scale = 1e6 if "million" in chart.columns[2].title else 1.0
    assert [row[0].text for row in chart.rows] == sorted(wanted, reverse=True)
    assert {r[0].text: (r[1].value, round(r[2].value * scale, 2), round(r[3].value * scale, 2)) for r in chart.rows} == wanted
    count = sum(n for n, _, _ in wanted.values())
    assert re.search(rf": {count} breach(es)?; ", chart.finding) and chart.subtitle == f"as at {day:%Y-%m-%d}"


@pytest.mark.parametrize(("period", "first"), [("2024", "2024-01-01"), ("2025-H1", "2025-01-01")])
def test_the_share_recovered_is_of_all_that_came_back_and_both_say_so(
    gate: Gate, agreements: pd.DataFrame, books: Books, period: str, first: str,
) -> None:
    """The table stops at the day of the page; the indicator counts to the last day of the data, as its definition and the note of the table say."""
    day = pd.Timestamp(DAYS[period])
    known = of_place(agreements, books, "140300", day)
    broken = known[(known["broken"] >= pd.Timestamp(first)) & (known["broken"] <= day) & known["repay"].notna()]
    by_now, by_then = broken["repaid"].fillna(0).sum(), broken["repaid"].fillna(0).where(broken["back_on"] <= day, 0).sum()
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    told = edition.observe(viewer, Query("repayment_recovery", level="prefecture", region="140300", period=period))["value"].item()
    row = next(r for r in shown(gate, "breach", "140300", period).rows if r[0].text == period[:4])
    assert told == pytest.approx(by_now / broken["repay"].sum()) and row[5].value == pytest.approx(by_then / broken["repay"].sum())
    assert by_now > by_then and "by the last day of the data" in all_indicators()["repayment_recovery"].definition.en
    assert "by the last day of the data" in shown(gate, "breach", "140300", period).footer.note


@pytest.mark.parametrize(("region", "period"), CASES)
def test_the_calendar_has_what_was_running_on_the_pages_day(gate: Gate, agreements: pd.DataFrame, books: Books, region: str, period: str) -> None:
    day = pd.Timestamp(DAYS[period])
    known = of_place(agreements, books, region, day)
    kept = known[~known["is_broken"]]
    chart = shown(gate, "expiries", region, period)
    drawn = {p.label: p.value for s in chart.series for p in s.points if p.value is not None}
    months = kept["due"].dt.strftime("%Y-%m").value_counts()
    assert len(drawn) == 36 and drawn == {label: float(months.get(label, 0)) for label in drawn}
    year, two = day + pd.DateOffset(years=1), day + pd.DateOffset(years=2)
    first, second = (((kept["due"] > a) & (kept["due"] <= b + pd.offsets.MonthEnd(0))).sum() for a, b in ((day, year), (year, two)))
    assert re.match(rf"{first} ends? in the next 12 months, {second} in the 12 after", chart.finding), (chart.finding, first, second)
    assert f"; {known['is_broken'].sum()} broken by that day and 0 ended" in chart.footer.note


@pytest.mark.parametrize(("region", "period"), CASES)
def test_whom_to_talk_to_are_those_bound_on_the_pages_day(gate: Gate, agreements: pd.DataFrame, books: Books, region: str, period: str) -> None:
    day = pd.Timestamp(DAYS[period])
    known = of_place(agreements, books, region, day)
    level = next(name for name, home in books.home.items() if region in home.values())
    posts = books.main[books.main["group"].isin(DOCTORS) & (books.main["start"] <= day) & (books.main["end"] >= day)]
    here = set(posts.loc[posts["facility"].map(books.home[level]) == region, "person"])
    soon = known[~known["is_broken"] & (known["due"] > day) & (known["due"] <= day + pd.DateOffset(years=1)) & known["person"].isin(here)]
    chart = shown(gate, "talk", region, period)
    assert sorted(row[5].text for row in chart.rows) == sorted(soon["due"].dt.strftime("%Y-%m-%d"))
    facility = posts.set_index("person")["facility"]
    assert sorted((row[5].text, led(row[1].href)["facility"]) for row in chart.rows) == sorted(
        (f"{r.due:%Y-%m-%d}", facility[r.person]) for r in soon.itertuples()
    ), "where they are in post on the day, not where the agreement was signed"
    near = (soon["due"] <= day + pd.Timedelta(days=90)).sum()
    assert not len(soon) or chart.finding == f"People whose agreement ends in the next 12 months: {len(soon)}; within 90 days: {near}."


def led(href: str) -> dict[str, str]:
    """What the address of a link names."""
    return dict(parse_qsl(href.partition("?")[2]))


@pytest.mark.parametrize(("region", "period"), [("140300", "2025"), ("140322", "2025-H1"), ("542500", "2025")])
def test_a_row_of_whom_to_talk_to_leads_to_the_list_that_has_the_same_key(gate: Gate, region: str, period: str) -> None:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == "clinics")
    rows = shown(gate, "talk", region, period).rows
    for row in rows:
        path, _, query = row[1].href.partition("?")
        state = read_state(path, f"?{query}", choices(edition, viewer))
        assert state is not None and state.page is page and state.period == period
        assert state.facility == led(row[1].href)["facility"] and state.lang == "en"
        people = chart_of(Sight(edition=edition, viewer=viewer, state=state), page.cards[0])
        assert row[1].text in people.title and row[2].text in [person[0].text for person in people.rows]
    assert len(rows) > 5


def test_a_trace_leads_from_a_key_to_the_row_that_was_sent(
    gate: Gate, agreements: pd.DataFrame, demo_workspace: Path, demo_build: Any,
) -> None:
    """By the ID number in that row of the sender's own workbook the agreement is the one of the card."""
    dues = agreements.groupby("person")["due"].agg(lambda days: {f"{day:%Y-%m-%d}" for day in days}).to_dict()
    rows = shown(gate, "talk", "140322", "2025").rows
    for row in rows:
        town = led(row[1].href)["region"]
        found = trace(demo_build[0], gate.site, Query("headcount", region=town, period="2025"))
        sent = [r for r in found.source_rows if r.values.get("person_key") == row[2].text and r.file.endswith(".xlsx")]
        assert sent, "the list of source rows names the key as the card does"
        grid = pd.read_excel(demo_workspace / "incoming" / sent[0].file, sheet_name=sent[0].sheet, header=None, dtype=str, engine="calamine")
        numbers = [str(value).strip() for value in grid.iloc[sent[0].row - 1]]
        assert [number for number in numbers if row[5].text in dues.get(number, ())], (row[2].text, sent[0].file, sent[0].row)
    assert len(rows) > 5


Around = dict[int, tuple[set[str], int]]


def around(known: pd.DataFrame, books: Books, region: str, level: str, day: pd.Timestamp) -> Around:
    """Of each three months around the end: who was in post in the region on its first day, bound and watched to its end; how many left in it."""
    last = known.sort_values(["due", "agreement"]).drop_duplicates("person", keep="last")
    stays = presences(books, level)
    stays = stays[stays["region"] == region].merge(last[["person", "since", "due"]], on="person")
    found = {}
    for low in range(-24, 24, 3):
        opens, closes = (stays["due"] + pd.DateOffset(months=months) for months in (low, low + 3))
        here = stays[(stays["start"] <= opens) & (stays["end"] >= opens) & (stays["since"] <= opens) & (closes <= day)]
        gone = here[(here["end"] < closes[here.index]) & ~here["reason"].isin(NOT_LEAVING)]
        assert not here["person"].duplicated().any()
        found[low] = set(here["person"]), len(gone)
    return found


@pytest.mark.parametrize(("region", "period"), [(region, period) for region in ("140300", "542500") for period in DAYS])
def test_leaving_around_the_end_tells_what_it_rests_on(gate: Gate, agreements: pd.DataFrame, books: Books, region: str, period: str) -> None:
    day = pd.Timestamp(DAYS[period])
    wanted = around(of_place(agreements, books, region, day), books, region, "prefecture", day)
    chart = shown(gate, "around_end", region, period)
    sides = [[wanted[low] for low in range(first, first + 12, 3)] for first in (-12, 0)]
    quarters, exits = ([sum(count(q) for q in side) for side in sides] for count in (lambda q: len(q[0]), lambda q: q[1]))
    if min(quarters) < 20:
        assert chart.empty.startswith("Leaving around the end cannot be estimated")
        return
    points = {int(p.label.replace("−", "-")): p for p in chart.series[0].points}
    assert {low: (p.n, p.value) for low, p in points.items()} == {
        low: (len(people), left / len(people) if people else None) for low, (people, left) in wanted.items()
    }
    told = re.findall(r"([\d.]+)% \((\d+) exits? of ([\d,]+) people in ([\d.,]+) person-years\)", chart.finding)
    people = [len(set.union(*(q[0] for q in side))) for side in sides]
    assert [(int(left), int(who)) for _, left, who, _ in told] == list(zip(exits, people, strict=True)), chart.finding
    assert [float(share) for share, *_ in told] == [round(100 * left / n, 1) for left, n in zip(exits, quarters, strict=True)]
    assert [float(years) for *_, years in told] == pytest.approx([n / 4 for n in quarters], abs=0.051)
    (p1, n1), (p2, n2) = sorted(((left / n, n) for left, n in zip(exits, quarters, strict=True)), reverse=True)
    is_apart = newcombe_low(p1, n1, p2, n2) > 0
    assert ("cannot be told apart" in chart.finding) != is_apart
    size = re.search(r"the two are ([\d.]+) points apart", chart.finding)
    assert (size is not None) == is_apart
    if size is not None:
        assert float(size[1]) == pytest.approx(abs(float(told[0][0]) - float(told[1][0]))), "what is printed adds up"


def newcombe_low(p1: float, n1: float, p2: float, n2: float) -> float:
    """The lower limit of p1 − p2 by Newcombe's method 10, written out."""
    z2 = 1.959963984540054**2

    def wilson(p: float, n: float, sign: int) -> float:
        return (p + z2 / (2 * n) + sign * (z2 * (p * (1 - p) / n + z2 / (4 * n * n))) ** 0.5) / (1 + z2 / n)

    return p1 - p2 - ((p1 - wilson(p1, n1, -1)) ** 2 + (wilson(p2, n2, 1) - p2) ** 2) ** 0.5

"""Cards of training, titles and telemedicine hold the numbers that plain pandas finds in the demo's workbooks."""

from __future__ import annotations

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
from tests.backtest import oracle_support
from tests.backtest.oracle import DOCTORS, NOT_LEAVING, Books, presences
from tests.backtest.workbooks import _day, _number, _sheets, _text, _together
from tests.backtest.workbooks_pay import Files, read_files
from tests.backtest.workbooks_support import SupportBooks

Shown = Callable[..., Chart]
AREAS = (("140300", "prefecture"), ("542500", "prefecture"), ("140321", "county"))
FIRST, LAST, EVE = pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"), pd.Timestamp("2024-12-31")


@pytest.fixture(scope="module")
def shown(demo_workspace: Path) -> Iterator[Shown]:
    """The chart of a card as the planner of the whole site sees it."""
    gate = Gate(demo_workspace)
    viewer = Viewer.local(gate.site)

    def chart(page: str, name: str, region: str, period: str = "2025") -> Chart:
        found = next(p for p in all_pages() if p.name == page)
        state = read_state(found.path, f"?region={region}&period={period}&lang=zh", choices(gate.edition(), viewer))
        assert state is not None
        card = next(c for c in found.cards if c.name == name)
        return chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), card)

    yield chart
    gate.close()


@pytest.fixture(scope="module")
def files(demo_workspace: Path) -> Files:
    """Training, titles and licences as the workbooks have them."""
    return read_files(demo_workspace / "incoming")


def values(chart: Chart) -> dict[str, dict[str, float | None]]:
    """The table of a chart: first cell of a row -> column -> number."""
    return {row[0].text: {head.name: cell.value for head, cell in zip(chart.columns[1:], row[1:], strict=True)} for row in chart.rows}


@pytest.mark.parametrize(("region", "level"), AREAS)
def test_the_rate_of_a_licence_is_shared_by_the_rows_that_begin_at_it(shown: Shown, books: Books, region: str, level: str) -> None:
    """All who rose from a licence, to whichever, per 100 years of doctors who held it in post."""
    chart = shown("training", "ladder_of_the_year", region)
    names = {"乡村医生执业证书": "village_certificate", "执业助理医师": "assistant"}
    posts, years = books.main.query("start <= @LAST and end >= @FIRST and group in @DOCTORS"), dict.fromkeys(names.values(), 0.0)
    for r in posts[posts["facility"].map(books.home[level]) == region].itertuples():
        first, last, day = max(r.start, FIRST), min(r.end, LAST), pd.Timedelta(days=1)
        cuts = [first, *(on for on, _ in books.licences.get(r.person, []) if first < on <= last), last + day]
        for a, b in zip(cuts, cuts[1:], strict=False):
            if (held := books.licence(r.person, a)) in years:
                years[held] += (b - a).days / 365.25
    rows = [(row[1].text.split(" → ")[0], row[2].value, row[3].value, row[4].value) for row in chart.rows if row[0].text == "执业资格"]
    told = {before for before, *_ in rows if before in names}
    assert told
    for before in told:
        risen = sum(persons or 0.0 for name, persons, *_ in rows if name == before)
        for shared in [(rate, base) for name, _, rate, base in rows if name == before]:
            assert shared == pytest.approx((100 * risen / years[names[before]], years[names[before]]))


@pytest.mark.parametrize(("region", "level"), AREAS)
def test_attendances_and_persons(shown: Shown, books: Books, files: Files, region: str, level: str) -> None:
    rows = files.training[(files.training["on"] >= FIRST) & (files.training["on"] <= LAST)]
    rows = rows[rows["facility"].map(books.home[level]) == region]
    posts = books.main[books.main["group"].isin(DOCTORS)]
    held = rows.reset_index().merge(posts[["person", "start", "end"]], on="person")
    held = held[(held["start"] <= held["on"]) & (held["end"] >= held["on"])].drop_duplicates("index")
    found = values(shown("training", "training_reach", region))
    expected = {mode: (len(part), part["person"].nunique()) for mode, part in held.groupby("mode")}
    assert {mode: (row["attendances"], row["persons"]) for mode, row in found.items() if "合计" not in mode and "不详" not in mode} == expected
    together = next(row for mode, row in found.items() if "合计" in mode)
    assert (together["attendances"], together["persons"]) == (len(held), held["person"].nunique())
    assert together["persons"] < sum(persons for _, persons in expected.values()), "somebody came to two modes and is one person"


@pytest.mark.parametrize(("region", "level"), AREAS)
def test_dose_and_destiny(shown: Shown, books: Books, files: Files, region: str, level: str) -> None:
    stays = presences(books, level)
    there = stays[(stays["region"] == region) & (stays["start"] <= EVE) & (stays["end"] >= EVE)].set_index("person")
    attended = files.training[files.training["on"].dt.year == 2024].groupby("person")["hours"].sum()
    hours = attended.reindex(there.index).fillna(0.0)
    titles = files.title[files.title["passed"]]
    best = titles[titles["on"] < FIRST].groupby("person")["level"].max()
    risen = titles[titles["on"].between(FIRST, LAST)]
    up = set(risen.loc[risen["level"] > risen["person"].map(best).fillna(0), "person"])
    lowest = files.licence[files.licence["on"] < FIRST].groupby("person")["rank"].min()
    new = files.licence[files.licence["on"].between(FIRST, LAST)]
    up |= set(new.loc[new["rank"] < new["person"].map(lowest), "person"])
    gone = there["end"] < LAST
    left = gone & ~there["reason"].isin(NOT_LEAVING)
    rose = there.index.isin(up) & ~gone
    dose = np.select([hours == 0, hours <= 20, hours <= 40], [0, 1, 2], 3)
    chart = shown("training", "dose_and_destiny", region)
    for i, row in enumerate(values(chart).values()):
        mine = dose == i
        assert row["n"] == mine.sum(), i
        assert row["part_left"] == pytest.approx(left[mine].mean()), i
        assert row["part_rose"] == pytest.approx(rose[mine].mean()), i
        assert row["part_stayed"] == pytest.approx((~gone & ~rose)[mine].mean()), i
    ends = [(sum(dose == i), 100 * left[dose == i].mean(), 100 * rose[dose == i].mean()) for i in (0, 3)]
    assert all(f"的 {n:,} 人中，离开 {x:.1f} %、提升 {y:.1f} %" in chart.finding for n, x, y in ends)
    assert "6.81" in chart.footer.note and "不是因果" in chart.footer.note


@pytest.mark.parametrize("period", ["2025", "2025-Q2", "2021-H1"])
@pytest.mark.parametrize(("region", "level"), AREAS)
def test_targeted_students(shown: Shown, books: Books, demo_workspace: Path, region: str, level: str, period: str) -> None:
    """As they were on the day: who arrived and broke off by it; still to come are those whose intake had begun, in September, and who had not."""
    day = {"2025": LAST, "2025-Q2": pd.Timestamp("2025-06-30"), "2021-H1": pd.Timestamp("2021-06-30")}[period]
    sheets = [s for p in sorted((demo_workspace / "incoming").glob("人事档案*.xlsx")) for s in _sheets(p, set()) if "培养状态" in s.columns]
    rows = pd.concat(sheets, ignore_index=True).drop_duplicates("协议编号")
    place = _text(rows["派驻机构代码"]).where(_text(rows["派驻机构代码"]) != "", _text(rows["定向机构代码"]))
    rows = rows.assign(
        on=pd.to_datetime(rows["上岗日期"].map(_day)), broken=pd.to_datetime(rows["违约日期"].map(_day)), state=_text(rows["培养状态"]),
        intake=rows["入学年份"].map(_number),
    )[place.map(books.home[level]) == region]
    assert ((rows["state"] == "违约") == rows["broken"].notna()).all()
    begun = rows[rows["intake"] + (0 if day.month >= 9 else 1) <= day.year]
    arrived, broken = begun[begun["on"] <= day], begun["broken"] <= day
    chart = shown("training", "targeted_students", region, period)
    found = values(chart)
    by_year = arrived.groupby(arrived["on"].dt.year).size()
    assert {int(year): row["total"] for year, row in found.items() if row["total"]} == by_year.to_dict()
    broke = arrived[arrived["broken"] <= day].groupby(arrived["on"].dt.year).size()
    assert {int(year): row["part_breached"] for year, row in found.items() if row.get("part_breached")} == broke.to_dict()
    absent, gone = ~(begun["on"] <= day), begun["state"] == "退学"
    waiting = begun[absent & ~broken & ~gone]
    waves = waiting.groupby(waiting["intake"].astype(int)).size().tail(6)
    listed = "、".join(f"{year} 级 {n} 人" for year, n in waves.items())
    assert f"未到岗即违约的 {(absent & broken).sum()} 人" in chart.footer.note and f"还未到岗的 {len(waiting)} 人：{listed}" in chart.footer.note
    assert (f"退学或违约而无日期的 {gone.sum()} 人" in chart.footer.note) == (gone.sum() > 0)
    if day.year not in by_year.index:
        assert chart.finding == (f"{day.year} 年无人到岗。" if day.month == 12 else f"{day.year} 年截至 6 月 30 日尚无人到岗。")


def _live(books: Books, support: SupportBooks, region: str, level: str, day: pd.Timestamp) -> pd.DataFrame:
    """Pairs of clinic and hospital linked on a day, with the days since the pair's link was last used (missing: never)."""
    link = support.link[(support.link["start"] <= day) & (support.link["end"].isna() | (support.link["end"] >= day))]
    link = link[link["clinic"].isin(oracle_support.standing(books, day)) & (link["clinic"].map(books.home[level]) == region)].reset_index()
    used = link.merge(support.use, on=["hospital", "clinic"], suffixes=("", "_of_use"))
    used = used[(used["kind"] == "support") | (used["kind"] == used["kind_of_use"])]
    used = used[(used["day"] >= used["start"]) & (used["day"] <= day)]
    link["ago"] = (day - link["index"].map(used.groupby("index")["day"].max())).dt.days
    return link


@pytest.mark.parametrize("period", ["2025", "2024-Q2"])
@pytest.mark.parametrize(("region", "level"), AREAS)
def test_links_as_matrix_list_and_lines(shown: Shown, books: Books, support: SupportBooks, region: str, level: str, period: str) -> None:
    day = LAST if period == "2025" else pd.Timestamp("2024-06-30")
    live = _live(books, support, region, level, day)
    pair = live.groupby(["clinic", "hospital"])["ago"].min()
    state = np.select([pair < 30, pair < 90], ["1", "watch"], "bad")  # teal as on the map
    matrix = shown("telemedicine", "link_matrix", region, period)
    if pair.index.get_level_values("clinic").nunique() <= 40:
        tones = [cell.tone for row in matrix.rows for cell in row[1:] if cell.tone]
        assert sorted(tones) == sorted(state)
        assert all(cell.text for row in matrix.rows for cell in row if cell.tone), "colour never stands alone"
    else:
        top = {head.title: cell.value for head, cell in zip(matrix.columns[1:], matrix.rows[0][1:], strict=True)}
        assert sum(v or 0 for v in top.values()) == len(pair)
        assert sorted(v for v in top.values() if v) == sorted(pair.groupby("hospital").size())
    idle = shown("telemedicine", "idle_links", region, period)
    assert len(idle.rows) == int((live["ago"].isna() | (live["ago"] >= 90)).sum())
    assert sorted(r[-1].value for r in idle.rows if r[-1].value is not None) == sorted(live.loc[live["ago"] >= 90, "ago"])
    drawn = shown("telemedicine", "link_map", region, period)
    assert drawn.map is not None
    far = pair.index.get_level_values("hospital").str.contains("-G")
    assert len(drawn.map.lines) <= (~far).sum() and (len(drawn.map.lines) == len(pair)) == ("没有画出" not in drawn.footer.note)
    assert f"{len(pair) - len(drawn.map.lines)} 对没有画出" in drawn.footer.note


@pytest.mark.parametrize(("region", "level"), AREAS)
def test_waiting_curves(shown: Shown, books: Books, support: SupportBooks, region: str, level: str) -> None:
    rows = oracle_support.requests(books, support, level, (FIRST, LAST))
    kind = support.request.loc[rows.index, "kind"]
    names = {"consultation": "远程会诊", "imaging": "远程影像", "ecg": "远程心电"}
    chart = shown("telemedicine", "reply_time", region)
    assert len(chart.series) == kind[rows["region"] == region].nunique()
    for series in chart.series:
        mine = rows[(rows["region"] == region) & (kind.map(names) == series.name)]
        steps = oracle_support._steps(mine["hours"].to_numpy(), mine["seen"].to_numpy())
        for hour in (0, 1, 5, 24, 48, 72):
            if hour >= len(series.points):
                continue
            point = series.points[hour]
            assert point.value == pytest.approx(next((s for t, s in reversed(steps) if t <= hour), 1.0)), (series.name, hour)
            assert point.n == (mine["hours"] >= hour).sum()
    assert f"未答复的 {(~rows.loc[rows['region'] == region, 'seen']).sum()} 份" in chart.footer.note


@pytest.mark.parametrize(("region", "level"), AREAS)
def test_expert_days(shown: Shown, books: Books, demo_workspace: Path, region: str, level: str) -> None:
    rows = _together(demo_workspace / "incoming", "医院协作", "下沉日期", set())
    visits = pd.DataFrame({
        "hospital": _text(rows["上级医院代码"]), "clinic": _text(rows["机构代码"]), "on": pd.to_datetime(rows["下沉日期"].map(_day)),
        "days": rows["专家人数"].map(_number).fillna(1) * rows["下沉天数"].map(_number).fillna(1),
    })
    mine = visits[(visits["clinic"].map(books.home[level]) == region) & visits["on"].between(FIRST, LAST)]
    found = values(shown("telemedicine", "expert_days", region))
    by_month = mine.groupby(mine["on"].dt.strftime("%Y-%m"))["days"].sum()
    assert {month: row["total"] for month, row in found.items() if row["total"]} == by_month.to_dict()
    assert len(found) == 12, "a month without a visit is a month of none, not left out"


def test_a_colleague_from_elsewhere_sees_no_single_records(demo_workspace: Path) -> None:
    gate = Gate(demo_workspace)
    viewer = Viewer("b", "planner", (("140321", "internal"), ("542500", "restricted")))
    cards = {"training": ("training_reach", "dose_and_destiny", "title_flows", "licence_flows", "ladder_of_the_year", "targeted_students"),
             "telemedicine": ("link_map", "reply_time", "link_matrix", "idle_links", "expert_days")}
    for page in (p for p in all_pages() if p.name in cards):
        for region, is_mine in (("542500", False), ("140321", True)):
            state = read_state(page.path, f"?region={region}&period=2025&lang=en", choices(gate.edition(), viewer))
            assert state is not None
            for card in (c for c in page.cards if c.name in cards[page.name]):
                chart = chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), card)
                assert bool(chart.rows) == is_mine, (card.name, region)
                assert ("internal profile only" in chart.empty) != is_mine, (card.name, region)
    gate.close()

"""A figure that rests on a count of people has that count's limits wherever it is shown, and its changes are judged as they were without them."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import openpyxl
import pandas as pd
import pytest

from dashboard.charts.chart import Chart
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.render.workbook import workbook
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.compare import compare_over_time
from pipelines.engine.observe import all_indicators
from pipelines.engine.timing import timing_of
from tests.backtest.conftest import Ask
from tests.backtest.oracle import Books, stock

Z = 1.959963984540054
CHANCE = [i for i in all_indicators().values() if i.chance not in ("", "untold") and i.kind in ("count", "ratio", "statistic")]
COUNTY = "140322"


def byar(count: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Byar's limits of a count, by hand; none is at least none."""
    low = count * (1 - 1 / (9 * count) - Z / (3 * count**0.5)) ** 3
    return low.where(count > 0, 0.0).clip(lower=0.0), (count + 1) * (1 - 1 / (9 * (count + 1)) + Z / (3 * (count + 1) ** 0.5)) ** 3


def expected(frame: pd.DataFrame, chance: str, scale: float) -> tuple[pd.Series, pd.Series]:
    """Limits of a rate of two parts, by hand: of the count above, of that below turned round, of odds by Wilson's score."""
    top, bottom = frame["numerator"].astype(float), frame["denominator"].astype(float)
    if chance == "numerator":
        low, high = byar(top)
        return low / bottom * scale, high / bottom * scale
    if chance == "denominator":
        low, high = byar(bottom)
        return top / high * scale, (top / low).where(low > 0) * scale
    n, share = top + bottom, top / (top + bottom)
    half = Z * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    low, high = ((share + Z**2 / (2 * n) + sign * half) / (1 + Z**2 / n) for sign in (-1, 1))
    return low / (1 - low) * scale, (high / (1 - high)).where(bottom > 0) * scale


@pytest.mark.parametrize("of", CHANCE, ids=lambda of: of.name)
@pytest.mark.parametrize("level", ["county", "township"])
def test_a_rate_has_the_limits_of_its_count_and_a_change_the_verdict_it_has_without(demo: Ask, of, level: str) -> None:
    frame = demo(of.name, level=level)
    frame = frame[frame["period"].isin(["2022", "2023", "2024", "2025"])].reset_index(drop=True)
    bare = frame.assign(lower=np.nan, upper=np.nan)
    pd.testing.assert_frame_equal(*(compare_over_time(f, of, ("same_last_year",), timing_of(of)) for f in (frame, bare)))
    told = frame[frame["value"].notna()]
    if of.kind == "count":
        assert frame["lower"].isna().all(), "a bare count is what it is"
        return
    low, high = expected(told, of.chance, of.scale)
    high = high.clip(upper=1.0) if of.unit == "share" else high
    for name, wanted in (("lower", low), ("upper", high)):
        np.testing.assert_allclose(told[name].astype(float), wanted, rtol=1e-6, atol=1e-12)


@pytest.fixture(scope="module")
def seen(gate: Gate) -> Mapping[str, Sight]:
    """Pages of a county in 2025."""
    viewer, edition, found = Viewer.local(gate.site), gate.edition(), {}
    for page in ("services", "supply", "overview"):
        path = next(p.path for p in all_pages() if p.name == page)
        state = read_state(path, f"?region={COUNTY}&period=2025&lang=zh", choices(edition, viewer))
        assert state is not None
        found[page] = Sight(edition=edition, viewer=viewer, state=state)
    return found


def card(sight: Sight, name: str) -> Chart:
    return chart_of(sight, next(c for c in sight.state.page.cards if c.name == name))


def test_tile_table_ranking_and_workbook_agree_on_how_sure_residents_for_each_doctor_are(seen: Mapping[str, Sight], books: Books) -> None:
    """By hand from the workbooks: people and full-time equivalents of the county and of its townships."""
    sight, county, towns = seen["services"], stock(books, "county", 2025).loc[COUNTY], stock(books, "township", 2025)
    low, high = (float(x.iloc[0]) for x in byar(pd.Series([county["fte"]])))
    (tile,) = [h for h in headlines(sight) if h.name == "residents_per_doctor"]
    assert f"95\u00a0% 区间 {county['persons'] / high:,.0f}–{county['persons'] / low:,.0f}" in tile.aside
    ranked, table = card(sight, "residents"), card(sight, "services_table")
    points = {p.code: p for p in ranked.series[0].points}
    for code, point in points.items():
        few, many = (float(x.iloc[0]) for x in byar(pd.Series([towns.loc[code, "fte"]])))
        assert (point.lower, point.upper) == pytest.approx((towns.loc[code, "persons"] / many, towns.loc[code, "persons"] / few), rel=1e-6)
    method = "分母计数的随机波动（泊松，Byar 近似，取倒数），95 %"
    assert ranked.footer.method == method
    said = dict(part.split("：", 1) for part in table.footer.method.split("；"))
    assert said["每名全时当量医生服务人口"] == method, "not a full count in one place and a count with chance in another"
    book = openpyxl.load_workbook(io.BytesIO(workbook([ranked, table])))
    words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(point.interval in words for point in points.values())
    assert sum(method in text for text in words) == 1, "the table shows no interval, and says nothing of how one is made"

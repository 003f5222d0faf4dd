"""What was said of pay in remote townships, held against plain pandas on the clerks' workbooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data import Gate, Viewer
from dashboard.page import all_pages
from dashboard.readings import readings
from dashboard.said import Claim
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.analysis.claim import Relation, holds, verdict
from tests.backtest import oracle_pay
from tests.backtest.oracle import Books
from tests.backtest.workbooks_pay import read_files

SAID, FEW = 100_000.0, 5  # yuan of the claim; people below which a township is not told
NOT_REMOTE = ("0类", "不边远", "非边远", "一般地区")


@pytest.fixture(scope="module")
def people(books: Books, demo_workspace: Path) -> pd.DataFrame:
    """Annual pay of 2024 of rural doctors of remote townships: the township and the prefecture it lies in."""
    found = oracle_pay.person_years(books, read_files(demo_workspace / "incoming"), 2024).dropna(subset=["annual"])
    found = found.assign(township=found["facility"].map(books.home["township"]), root=found["facility"].map(books.home["prefecture"]))
    assert set(found["remoteness"]) & set(NOT_REMOTE)
    return found[~found["remoteness"].isin(NOT_REMOTE)]


@pytest.fixture(scope="module")
def ngari(people: pd.DataFrame) -> pd.DataFrame:
    """Those of Ngari."""
    return people[people["root"] == "542500"]


def claim_of(sight: Sight, place: str) -> Claim:
    """Something said of pay of 2024 in a prefecture."""
    homes = sight.edition.rows("select place_code, region_code from facility_home")
    return Claim(
        text="", measure="money", value=SAID, place=place, level="prefecture", period="2024", first=pd.Timestamp("2024-01-01"),
        last=pd.Timestamp("2024-12-31"), within=frozenset(homes.loc[homes["region_code"] == place, "place_code"]),
    )


def sight_of(gate: Gate, lang: str = "zh") -> Sight:
    """The register of what was said of Ngari."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == "claims")
    state = read_state(page.path, f"?region=542500&lang={lang}", choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


@pytest.mark.parametrize(("lang", "one", "held"), [("zh", "一人", "成立"), ("en", "best-paid", "holds")])
def test_pay_of_remote_townships_is_the_mean_and_the_median_of_each(gate: Gate, ngari: pd.DataFrame, lang: str, one: str, held: str) -> None:
    sight = sight_of(gate, lang)
    chart = chart_of(sight, sight.state.page.cards[0])
    (row,) = (row for row in chart.rows if row[0].text == "部分偏远乡镇年收入已达 10 万元")
    (said,) = (cell.text for head, cell in zip(chart.columns, row, strict=True) if head.name == "recomputed")
    by = ngari.groupby("township")["annual"]
    told = by.filter(lambda pay: len(pay) >= FEW)
    by_told, left_out = told.groupby(ngari["township"]), (by.size() < FEW).sum()
    assert left_out > 0 and by.mean().idxmax() != by_told.mean().idxmax(), "the highest of all has too few ngari: it must not be told"
    names = {p.code: p.name.of(sight.lang) for p in sight.edition.places(sight.viewer)}
    lead, *parts = said.split({"zh": "最高的偏远乡镇（", "en": "the highest remote township ("}[lang])
    assert len(parts) == 2 and {"zh": "2 种口径中 2 种成立", "en": "2 of 2 readings hold"}[lang] in lead
    for part, values in zip(parts, (by_told.mean(), by_told.median()), strict=True):
        top = values.max()
        assert part.startswith(names[str(values.idxmax())]) and f"{top:,.0f}" in part and f"+{top - SAID:,.0f}" in part and held in part
        reached = (values >= SAID).sum()
        whole = {"zh": f"{len(values)} 个偏远乡镇中 {reached} 个达到；另 {left_out} 个", "en": f"{reached} of {len(values)}; left out"}[lang]
        assert whole in part and (lang == "zh" or f"reports: {left_out}" in part)
    share = {"zh": f"{len(told)} 人中 {(told >= SAID).sum()} 人达到，占 {100 * (told >= SAID).mean():.1f} %",
             "en": f"{(told >= SAID).sum()} of {len(told)} persons reach it, {100 * (told >= SAID).mean():.1f}%"}[lang]
    assert share in parts[0] and one not in said and f"{ngari['annual'].max():,.0f}" not in said


def test_the_verdict_is_of_townships_where_they_were_meant_and_of_one_person_only_where_the_words_say_so(gate: Gate, ngari: pd.DataFrame) -> None:
    """Sums of 2024 between what the highest township, the place as a whole and the best-paid person have."""
    sight = sight_of(gate)
    claim = claim_of(sight, "542500")

    def judged(text: str, value: float, relation: Relation = "up_to") -> str:
        found = readings(sight, "pay", replace(claim, text=text, value=value), is_open=True)
        assert found
        return verdict([holds(relation, value, None, r.measured) for r in found])

    by = ngari.groupby("township")["annual"]
    by = by.filter(lambda pay: len(pay) >= FEW).groupby(ngari["township"])
    mean, median = by.mean().max(), by.median().max()
    assert ngari["annual"].max() > max(mean, median) + 1000 and median > mean
    assert judged("部分偏远乡镇年收入已达", mean - 1) == "verified" and judged("部分偏远乡镇年收入已达", median + 1) == "doubtful"
    assert judged("部分偏远乡镇年收入已达", mean + 1) == "unverifiable", "the median reaches it and the mean does not"
    assert judged("部分偏远乡镇年收入超过", mean - 1, "over") == "verified", "some: the highest decides"
    assert judged("偏远乡镇年收入均超过", mean - 1, "over") == "doubtful" and judged("偏远乡镇年收入均超过", 20_000, "over") == "verified"
    assert judged("乡村医生年收入已达", ngari["annual"].max() - 1) == "doubtful", "one person is not what was said"
    assert judged("收入最高的乡村医生年收入已达", ngari["annual"].max() - 1) == "unverifiable"


def test_townships_that_are_not_remote_are_not_counted_among_them(gate: Gate, people: pd.DataFrame) -> None:
    sight = sight_of(gate)
    by = people[people["root"] == "140300"].groupby("township")["annual"]
    by = by.filter(lambda pay: len(pay) >= FEW).groupby(people["township"])
    found = readings(sight, "pay", replace(claim_of(sight, "140300"), text="偏远乡镇年收入均达到", value=30_000.0), is_open=True)
    assert found and [(r.measured.low, r.measured.high) for r in found] == [
        (pytest.approx(values.min()), pytest.approx(values.max())) for values in (by.mean(), by.median())
    ]
    towns = sum(p.level == "township" for p in sight.edition.places(sight.viewer).under("140300"))
    assert 0 < len(by.size()) < towns and found[0].aside is not None and f"{len(by.size())} 个偏远乡镇" in found[0].aside.zh

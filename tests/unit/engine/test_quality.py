"""What the dashboard and the shell ask of data quality: scores, their parts, findings in words, completeness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.rule import DIMENSION_TITLES
from pipelines.engine import quality
from tests.unit.engine.small_build import small_build, small_site
from tests.unit.engine.test_quality_rules import ONLY, PLACES, person, population, returned


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    """A build with a return that T3 did not send, a blank field in T1 and a population that jumped in T2."""
    raw = {
        "workforce_return": returned(F1={"2020": 2, "2021": 2}, F3={"2020": 1, "2021": 1}, G1={"2020": 1}),
        "roster": [person(f"p{i}", "F1", day="2021-12-31", education="college" if i else None, licence="none") for i in range(4)],
        "population": population(T1={"2020": 900, "2021": 900}, T2={"2020": 900, "2021": 1800}, T3={"2020": 900, "2021": 900}),
    }
    with small_build(small_site(), {**PLACES, **raw}, date(2020, 1, 1), date(2021, 12, 31), ONLY) as made:
        yield made


def test_scores_come_with_passed_and_made_tests(con: Any) -> None:
    frame = quality.scores(con, "C1", "2021")
    assert tuple(frame.columns) == quality.SCORE_COLUMNS and set(frame["place_code"]) == {"C1", "T1", "T2"}
    row = frame.set_index(["place_code", "dimension"]).loc[("C1", "completeness")]
    assert (row["passed"], row["tests"], row["score"]) == (9, 10, 90.0), (
        "returns and populations of both (4), headcounts (2), places of clinics (2), licence (1); an education is lacking"
    )
    assert frame["score"].between(0, 100).all() and set(frame["dimension"]) <= set(DIMENSION_TITLES)
    assert (frame["passed"] * 100 / frame["tests"]).equals(frame["score"])
    yearly = quality.scores(con, "T2")
    assert set(yearly["period"]) == {"2020", "2021"}, "every year, no months"
    assert set(quality.scores(con, level="county", period="2021")["place_code"]) == {"C1", "C2"}


def test_parts_add_up_to_the_score(con: Any) -> None:
    parts = quality.parts(con, "C1", "2021")
    assert tuple(parts.columns) == quality.PART_COLUMNS
    whole = quality.scores(con, "C1", "2021").query("place_code == 'C1'").set_index("dimension")
    sums = parts.groupby("dimension")[["passed", "tests"]].sum()
    assert sums.to_dict() == {name: whole[name].to_dict() for name in ("passed", "tests")}
    site = quality.parts(con, None, "2021").groupby("dimension")["tests"].sum()
    assert (site >= sums["tests"]).all() and site.sum() > sums["tests"].sum()


def test_every_point_lost_is_a_finding_said_in_words(con: Any) -> None:
    found = quality.findings(con)
    assert tuple(found.columns) == quality.FINDING_COLUMNS
    lost = con.execute("select count(*) from quality_test where passed = 0").fetchone()[0]
    assert len(found) == lost == found["finding_id"].nunique() and found["finding_id"].str.fullmatch("[0-9a-f]{12}").all()
    said = {(r.rule, r.place_code, r.period): (r.detail_en, r.detail_zh) for r in found.itertuples()}
    assert said["field_blank", "T1", "2021-12"] == ('"Education" is filled in 3 of 4 rows', "“学历”应填 4 行，只填了 3 行")
    assert said["population_growth", "T2", "2021"] == (
        "Resident population: 1,800 people, 900 the year before", "常住人口 1,800 人，上年 900 人",
    )
    assert said["not_sent", "T3", "2021"][0] == "was not sent, while 2 units sent it"
    assert all("{" not in text + zh for text, zh in said.values())
    assert found["period"].tolist()[0].startswith("2021"), "newest first"


def test_findings_of_a_place_and_a_period(con: Any) -> None:
    assert set(quality.findings(con, "C1", "2021")["place_code"]) == {"T1", "T2"}
    assert set(quality.findings(con, "T3", "all")["rule"]) == {"not_sent"}
    assert quality.findings(con, "C1", "2021-Q1").empty


def test_an_id_stays_the_same_in_the_next_build(con: Any) -> None:
    raw = {"population": population(T2={"2020": 900, "2021": 2700})}
    with small_build(small_site(), {**PLACES, **raw}, date(2020, 1, 1), date(2021, 12, 31), ONLY) as later:
        now = quality.findings(later).query("rule == 'population_growth'")
    before = quality.findings(con).query("rule == 'population_growth'")
    assert now["finding_id"].tolist() == before["finding_id"].tolist() and now["found"].tolist() != before["found"].tolist()


def test_completeness_by_dataset(con: Any) -> None:
    frame = quality.completeness(con, "P", "2021")
    assert tuple(frame.columns) == quality.COMPLETENESS_COLUMNS
    rows = {(r.dataset, r.period): (r.reported, r.expected, r.filled, r.asked) for r in frame.itertuples()}
    assert rows["workforce_return", "2021"][:2] == (2, 3) and rows["population", "2021"][:2] == (3, 3)
    assert rows["roster", "2021-12"][2:] == (7, 8), "education and licence of four people"
    assert ("roster", "2021-12") not in {(r.dataset, r.period) for r in quality.completeness(con, "T3", "2021").itertuples()}


def test_places_and_periods_that_are_not_there(con: Any) -> None:
    assert quality.newest_year(con) == "2021"
    quality.check_place_and_period(con, "C1", "2021-Q1")
    quality.check_place_and_period(con, None, "all")
    for region, period in (("Z", "2021"), ("C1", "1999")):
        with pytest.raises(XiangyiError) as caught:
            quality.check_place_and_period(con, region, period)
        assert caught.value.code == ExitCode.NOT_FOUND


def test_an_empty_build_has_nothing_to_say() -> None:
    with small_build(small_site(), {}, only=ONLY) as empty:
        assert quality.scores(empty).empty and quality.findings(empty).empty and quality.parts(empty, None, "2021").empty
        assert quality.completeness(empty, None, "all").empty


@pytest.mark.parametrize(("item", "title"), [
    ("education", "Education"), ("rows", "records"), ("nothing_known", "nothing_known"),
])  # fmt: skip
def test_items_have_names(item: str, title: str) -> None:
    assert quality.item_title("roster", item).en == title

"""What a headline says of change: the seven comparisons, each against figures asked for apart and compared by hand."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.compared import _worded, change_of
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.command import comparing
from pipelines.engine.compare import compare_over_time
from pipelines.engine.compare_places import compare_with_target
from pipelines.engine.comparing import compare
from pipelines.engine.observe import Query, all_indicators, observe
from pipelines.engine.timing import timing_of


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate, search):
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    state = read_state("/", search, choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def value(gate, name, level, region, period):
    frame = observe(gate.edition()._cursor(), gate.site, Query(name, level=level, region=region, period=period))
    return float(frame["value"].iloc[0])


def told(gate, search, name, level, region, period):
    return change_of(seen(gate, search), all_indicators()[name], Query(name, level=level, region=region, period=period))


def number_in(text):
    return float(re.search(r"[\d.]+", text).group())


def test_on_last_year_a_count_changes_in_per_cent(gate):
    found = told(gate, "?region=140300&period=2024&lang=en", "headcount", "prefecture", "140300", "2024")
    now, before = (value(gate, "headcount", "prefecture", "140300", y) for y in ("2024", "2023"))
    assert found.arrow == ("▲" if now > before else "▼") and found.against == "2023"
    assert number_in(found.text) == pytest.approx(abs(now / before - 1) * 100, abs=0.05) and found.text.endswith("on 2023")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_line_tells_a_change_as_the_tile_does(gate, lang):
    """Licences that run out: from so few to nearly ten times as many is told by how many more, on the tile, by the command line and in its file."""
    asked = Query("licences_expiring", level="prefecture", region="140300", period="2025")
    now, before = (value(gate, "licences_expiring", "prefecture", "140300", y) for y in ("2025", "2024"))
    assert now > 3 * before > 0
    rows = gate.edition().ask(lambda con: compare(con, gate.site, asked, gate.edition().observe(Viewer.local(gate.site), asked), ["same_last_year"]))
    printed = comparing._cells(rows.astype(object).where(rows.notna(), None).to_dict("records")[0], all_indicators()["licences_expiring"], lang)
    assert printed[8] == f"+{now - before:.0f}" and (rows.iloc[0]["change"], rows.iloc[0]["change_unit"]) == (now - before, "own_unit")
    tile = told(gate, f"?region=140300&period=2025&lang={lang}", "licences_expiring", "prefecture", "140300", "2025")
    assert f"{now - before:.0f} {'人' if lang == 'zh' else 'people'}" in tile.text and f"{before:.0f} → {now:.0f}" in tile.text


def test_part_of_a_year_meets_the_same_part_only(gate):
    found = told(gate, "?region=140300&period=2024-H1", "headcount", "prefecture", "140300", "2024-H1")
    now, before = (value(gate, "headcount", "prefecture", "140300", y) for y in ("2024-H1", "2023-H1"))
    assert found.against == "2023-H1" and number_in(found.text) == pytest.approx(abs(now / before - 1) * 100, abs=0.05)
    previous = told(gate, "?region=140300&period=2024-H1&compare=previous", "headcount", "prefecture", "140300", "2024-H1")
    assert previous.against == "2023-H2"


def test_a_share_changes_in_points_and_only_beyond_chance_with_an_arrow(gate):
    found = told(gate, "?region=140300&period=2024&lang=en", "licensed_share", "prefecture", "140300", "2024")
    now, before = (value(gate, "licensed_share", "prefecture", "140300", y) for y in ("2024", "2023"))
    assert number_in(found.text) == pytest.approx(abs(now - before) * 100, abs=0.05) and " pp " in found.text
    assert found.arrow == "" and "within chance" in found.text and found.direction == "neither"


def sent_in(gate, year):
    """Applications of one site's root submitted in a year, from the register alone: how many, how many paid, how many not decided."""
    rows = gate.edition().rows("select application_id, decision from stg_application where facility_code like '1403%' "
                               f"and submitted_on between date '{year}-01-01' and date '{year}-12-31'")
    paid = set(gate.edition().rows("select application_id from stg_grant where paid_yuan > 0 and application_id is not null")["application_id"])
    return len(rows), int(rows["application_id"].isin(paid).sum()), int((rows["decision"] == "waiting").sum())


def test_applications_are_set_against_the_year_before_once_none_can_be_open(gate):
    """The data end with 2025. Of 2024 and before nothing waits, so 2024 meets 2023; of 2025 some wait, and it meets no year yet."""
    (n, paid, waiting), (n_before, paid_before, waiting_before), (_, _, open_now) = (sent_in(gate, year) for year in (2024, 2023, 2025))
    assert waiting == waiting_before == 0 < open_now
    ripe = told(gate, "?region=140300&period=2024&lang=en", "paid_application_share", "prefecture", "140300", "2024")
    assert ripe.against == "2023" and number_in(ripe.text) == pytest.approx(100 * abs(paid / n - paid_before / n_before), abs=0.05)
    for name in ("paid_application_share", "employer_pass_share"):
        young = told(gate, "?region=140300&period=2025&lang=en", name, "prefecture", "140300", "2025")
        assert (young.arrow, young.direction, young.told) == ("", "neither", "")
        assert young.text == "not compared yet: applications submitted in this period may still be open"
    old = told(gate, "?region=140300&period=2018&lang=zh", "paid_application_share", "prefecture", "140300", "2018")
    assert old.against == "2017" and "暂不" not in old.text
    reasons = {}
    for year in ("2024", "2025"):
        asked = Query("paid_application_share", level="prefecture", region="140300", period=year)
        answer = gate.edition().observe(Viewer.local(gate.site), asked)
        reasons[year] = gate.edition().ask(lambda con, a=asked, f=answer: compare(con, gate.site, a, f, ["same_last_year"]))["reason"].tolist()
    assert reasons == {"2024": [""], "2025": ["undecided"]}, "the command line asks the engine, and is told the same"
    above = told(gate, "?region=140321&period=2025&compare=parent&lang=en", "paid_application_share", "county", "140321", "2025")
    assert "still be open" not in above.text, "of one period all had the same time"


def test_money_after_breaches_is_set_against_the_year_before_once_it_is_no_longer_coming_in(gate):
    """Of what was broken up to 2023 the last money came more than a year before the data end; of 2025 some is still owed."""
    rows = gate.edition().rows("select breach_on, repaid_on, repay_due_yuan, repaid_yuan from stg_agreement where facility_code like '1403%'")
    rows = rows[rows["breach_on"].notna()].assign(year=lambda r: pd.to_datetime(r["breach_on"]).dt.year.astype(str))
    last = pd.to_datetime(rows["repaid_on"]).groupby(rows["year"]).max()
    assert last[last.index <= "2023"].max() < pd.Timestamp("2024-12-31")
    due, repaid = (rows.groupby("year")[c].sum() for c in ("repay_due_yuan", "repaid_yuan"))
    assert repaid["2025"] < due["2025"]
    ripe = told(gate, "?region=140300&period=2023&lang=en", "repayment_recovery", "prefecture", "140300", "2023")
    apart = 100 * (repaid["2023"] / due["2023"] - repaid["2022"] / due["2022"])
    assert ripe.against == "2022" and number_in(ripe.text) == pytest.approx(abs(apart), abs=0.05) and ripe.arrow == ("▲" if apart > 0 else "▼")
    assert ripe.direction == "neither", "money of a dozen cases: nobody knows its chance"
    for year in ("2024", "2025"):
        young = told(gate, f"?region=140300&period={year}&lang=zh", "repayment_recovery", "prefecture", "140300", year)
        assert young.text == "本期违约的款项可能还在追缴，暂不与往期比" and young.direction == "neither"


def test_days_are_judged_by_their_interval(gate):
    """Medians of 83 (79-87) and 78 (73-83) days: the limits of the difference hold 0."""
    frame = gate.edition().observe(Viewer.local(gate.site), Query("disbursement_days", level="prefecture", region="140300"))
    now, before = (frame[frame["period"] == y].iloc[0] for y in ("2025", "2024"))
    low = (now["value"] - before["value"]) - ((now["value"] - now["lower"]) ** 2 + (before["upper"] - before["value"]) ** 2) ** 0.5
    high = (now["value"] - before["value"]) + ((now["upper"] - now["value"]) ** 2 + (before["value"] - before["lower"]) ** 2) ** 0.5
    found = told(gate, "?region=140300&period=2025&lang=en", "disbursement_days", "prefecture", "140300", "2025")
    assert (found.direction == "neither") == ("within chance" in found.text) == (low <= 0 <= high)


def made_up(name, year, top, bottom):
    """A figure of a made-up place, by the sums it is made of."""
    indicator = all_indicators()[name]
    value = top if indicator.kind != "ratio" else top / bottom * indicator.scale
    return {"indicator": name, "region_code": "140300", "region_name": "阳泉", "level": "prefecture", "period": year, "breakdown": None,
            "category": None, "at": None, "numerator": top, "denominator": bottom, "value": value, "lower": np.nan, "upper": np.nan,
            "status": "ok", "reported": 1.0, "expected": 1.0, "build": "b"}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "now", "expected"), [
    # people, posts, villages, cases: 1.96 x the root of the sum is 15.7 of 64, 52.2 of 710, 89.4 of 2,080, 89.8 of 2,100; 0 and 6 have p = 0.03
    ("headcount", 33, 31, ("▼", "neither")), ("headcount", 400, 310, ("▼", "worse")), ("headcount", 310, 400, ("▲", "better")),
    ("headcount", 1080, 1000, ("▼", "neither")), ("headcount", 1100, 1000, ("▼", "worse")), ("fte", 32.5, 30.5, ("▼", "neither")),
    ("fte", 390.5, 300.5, ("▼", "worse")), ("agreement_breaches", 1, 2, ("▲", "neither")), ("blank_villages", 1, 2, ("▲", "neither")),
    ("licences_expired", 0, 1, ("▲", "neither")), ("licences_expired", 1, 3, ("▲", "neither")), ("licences_expired", 0, 6, ("▲", "worse")),
    ("licences_expired", 6, 0, ("▼", "better")), ("vacant_posts", 4, 6, ("▲", "neither")),
    # residents for each doctor: of 33 and 31 doctors no more is known than of the doctors themselves
    ("residents_per_doctor", (33000, 33), (33000, 31), ("▲", "neither")), ("residents_per_doctor", (400000, 400), (400000, 310), ("▲", "worse")),
    # what can be no count: balances, whichever side of 0 they are on
    ("headcount_change", 2, -3, ("▼", "neither")), ("headcount_change", -3, -40, ("▼", "neither")), ("norm_gap", 0, 3, ("▲", "neither")),
    ("norm_gap", 3, 60, ("▲", "neither")),
    # money: a twentieth, and from nothing whatever it came to
    ("pay_arrears", 100000, 104000, ("▲", "neither")), ("pay_arrears", 100000, 106000, ("▲", "worse")), ("pay_arrears", 0, 5000, ("▲", "worse")),
    ("facility_count", 761, 700, ("▼", "neither")),
])  # fmt: skip
def test_which_changes_of_full_counts_are_coloured(gate, name, before, now, expected):
    sums = [value if isinstance(value, tuple) else (value, np.nan) for value in (before, now)]
    frame = pd.DataFrame([made_up(name, str(2024 + i), float(top), float(bottom)) for i, (top, bottom) in enumerate(sums)])
    indicator = all_indicators()[name]
    row = compare_over_time(frame, indicator, ("same_last_year",), timing_of(indicator), periods=["2025"]).iloc[0].to_dict()
    found = _worded(seen(gate, "?region=140300&period=2025&lang=en"), indicator, row, "same_last_year")
    assert (found.arrow, found.direction) == expected and " on 2024" in found.text


@pytest.mark.parametrize(("name", "value", "target", "expected"), [
    ("headcount", 926.0, 1000.0, ("▼", "worse")), ("headcount", 980.0, 1000.0, ("▼", "neither")), ("blank_villages", 2.0, 1.0, ("▲", "worse")),
    ("norm_gap", 3.0, 1.0, ("▲", "neither")),
])  # fmt: skip
def test_a_count_against_a_target_is_coloured_by_its_size_for_a_target_is_a_fixed_number(gate, name, value, target, expected):
    indicator = all_indicators()[name]
    row = compare_with_target(pd.DataFrame([made_up(name, "2025", value, np.nan)]), indicator, target).iloc[0].to_dict()
    found = _worded(seen(gate, "?region=140300&period=2025&lang=en&compare=target"), indicator, row, "target")
    assert (found.arrow, found.direction) == expected


def test_figures_made_of_the_same_doctors_never_contradict_each_other(gate):
    """Every township of the demo: density has an interval, residents per doctor that of its doctors, headcount and full-time equivalents none."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    towns = [p for root in gate.site.roots for p in edition.places(viewer).under(root.code) if p.level == "township"]
    told_apart = []
    for place in [*towns, *(p for root in gate.site.roots for p in edition.places(viewer).under(root.code) if p.level == "county")]:
        sides = {told(gate, f"?region={place.code}&period=2025", name, place.level, place.code, "2025").direction
                 for name in ("headcount", "fte", "density", "residents_per_doctor")}  # fmt: skip
        told_apart += [place.code] if len(sides) > 1 else []
    assert len(towns) == 79 and told_apart == []
    few = [p.code for p in towns if value(gate, "headcount", "township", p.code, "2025") < 5]
    assert few and all("例数很少" in told(gate, f"?region={code}&period=2025", name, "township", code, "2025").text
                       for code in few for name in ("headcount", "fte", "residents_per_doctor"))  # fmt: skip


def test_an_indicator_whose_figures_have_limits_says_by_what_method(gate):
    """Else its changes are taken for those of a full count, and coloured however small they are. Those of a count it rests on are told apart."""
    viewer, names = Viewer.local(gate.site), [i.name for i in all_indicators().values() if i.interval == "none" and not i.has_chance]
    held = [gate.edition().observe(viewer, Query(name, level="prefecture", region="140300")) for name in names]
    assert len(held) > 20 and [f["indicator"].iloc[0] for f in held if f["lower"].notna().any()] == []


def test_the_target_is_the_places_own_and_the_region_above_is_named(gate):
    target = told(gate, "?region=140300&period=2025&compare=target&lang=en", "density", "prefecture", "140300", "2025")
    assert number_in(target.text) == pytest.approx(abs(value(gate, "density", "prefecture", "140300", "2025") - 1.2), abs=0.006)
    assert target.arrow == "▼" and target.direction == "worse" and target.text.endswith("vs target")
    parent = told(gate, "?region=140321&period=2025&compare=parent", "density", "county", "140321", "2025")
    own, above = value(gate, "density", "county", "140321", "2025"), value(gate, "density", "prefecture", "140300", "2025")
    assert parent.against == "140300" and number_in(parent.text) == pytest.approx(abs(own - above), abs=0.006)


def test_what_is_not_compared_says_why(gate):
    total = told(gate, "?region=140321&period=2025&compare=parent&lang=en", "headcount", "county", "140321", "2025")
    assert total.arrow == "" and total.text == "not compared: a total depends on the size of the place; use a rate"
    flow = told(gate, "?region=140300&period=2024-H1&compare=year_opening&lang=en", "leaver_rate", "prefecture", "140300", "2024-H1")
    assert "a flow has no level at the start of the year" in flow.text
    opening = told(gate, "?region=140300&period=2024-H1&compare=year_opening", "headcount", "prefecture", "140300", "2024-H1")
    assert opening.against.startswith("2023")


def test_a_light_stands_by_a_word_and_by_the_sites_own_thresholds(gate):
    tops = {h.name: h for h in headlines(seen(gate, "?region=140300&period=2025&lang=en"))}
    density = value(gate, "density", "prefecture", "140300", "2025")
    limits = gate.site.lights["density"]
    assert tops["density"].light == ("green" if density >= limits.green else "amber" if density >= limits.amber else "red")
    assert tops["density"].light_word == tops["density"].light and tops["headcount"].light == ""


def test_the_population_switch_changes_density_and_stands_beside_it(gate):
    kinds = choices(gate.edition(), Viewer.local(gate.site)).populations
    assert len(kinds) > 1
    names, values = set(), set()
    for kind in kinds:
        top = next(h for h in headlines(seen(gate, f"?region=140300&period=2025&population={kind}")) if h.name == "density")
        names.add(top.population)
        values.add(top.value)
    assert len(names) == len(kinds) and len(values) > 1


def test_whose_figure_is_at_fault_is_said(gate):
    """Absence of 2024 was not collected, that of 2025 was: the tile beside 2.8 % does not say that it is not there."""
    said = told(gate, "?region=140300&period=2025", "absence_rate", "prefecture", "140300", "2025").text
    assert said == "2024 未采集，不作比较"


@pytest.mark.parametrize(("lang", "said"), [("zh", "{more} 人 同比（{before} → {now}）"), ("en", "{more} people on 2024 ({before} → {now})")])
def test_a_count_that_grew_tenfold_is_told_in_numbers_and_not_in_per_cent(gate, lang, said):
    found = told(gate, f"?region=140300&period=2025&lang={lang}", "licences_expiring", "prefecture", "140300", "2025")
    now, before = (round(value(gate, "licences_expiring", "prefecture", "140300", year)) for year in ("2025", "2024"))
    assert now > 3 * before and found.text == said.format(more=now - before, before=before, now=now) and found.arrow == "▲"


def test_a_count_from_a_base_below_twenty_is_told_in_numbers(gate):
    found = told(gate, "?region=140300&period=2025&lang=zh", "blank_villages", "prefecture", "140300", "2025")
    now, before = (round(value(gate, "blank_villages", "prefecture", "140300", year)) for year in ("2025", "2024"))
    assert 0 < before < 20 and found.text == f"{abs(now - before)} 个村 同比（{before} → {now}）" and "%" not in found.told
    place = told(gate, "?region=140321&period=2025&lang=zh&compare=previous", "headcount", "county", "140321", "2025")
    assert "%" in place.text, "of many people a per cent is told as before"

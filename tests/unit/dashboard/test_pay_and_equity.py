"""Cards of pay and of equity on the demo: parts add up, a reason stands where there is no number, neighbours are never invented."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.asking import card_frame
from dashboard.cards.clusters import NO_OUTLINES, SCHEMATIC, TOO_MANY, clusters_of, neighbours
from dashboard.cards.inside import NOT_INSIDE
from dashboard.cards.pay_components import UNTOLD, parts_of
from dashboard.context import context, geography
from dashboard.data import Gate, Viewer
from dashboard.render.sentence import finding
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.engine.pay_parts import MONTHS, PAY


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate, page, search="", viewer=None):
    edition = gate.edition()
    viewer = viewer or Viewer.local(edition.site)
    state = read_state(page, f"?region=140300&period=2024&lang=en{search}", choices(edition, Viewer.local(edition.site)))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def card_of(sight, name):
    return next(c for c in sight.state.page.cards if c.name == name)


def chart(gate, page, name, search=""):
    sight = seen(gate, page, search)
    return chart_of(sight, card_of(sight, name))


def steps_of(made):
    """The bars of a waterfall in their order."""
    return sorted((p for s in made.series for p in s.points), key=lambda p: p.x)


@pytest.mark.parametrize("search", ["", "&region=542500", "&region=140321", "&period=2025-H1"])
def test_the_parts_of_growth_stand_on_one_another_and_end_at_growth_in_all(gate, search):
    points = steps_of(chart(gate, "/pay", "growth_parts", search))
    reached = 0.0
    for step in points[:-1]:
        assert step.base == pytest.approx(reached, abs=1e-12)
        reached += step.value
    assert points[-1].base == 0.0 and points[-1].value == pytest.approx(reached, abs=1e-9)


def test_the_finding_of_growth_says_how_much_of_it_is_the_same_people(gate):
    made = chart(gate, "/pay", "growth_parts")
    told = {p.code: p.value for p in steps_of(made)}
    same = sum(told[f"pay_growth_{part}"] for part in ("prices", "subsidy", "rest"))
    assert f"Mean pay grew by {told['pay_growth_total'] * 100:.1f}% in 2024: {same * 100:.1f} points" in finding(made)


def test_growth_that_is_not_known_says_which_part_is_missing(gate):
    made = chart(gate, "/pay", "growth_parts", "&period=2015")
    assert "not estimable" in made.empty and made.finding == ""


def test_parts_of_pay_keep_what_is_told_as_a_total_apart():
    lines = pd.DataFrame(
        [("2023", "base", 60.0), ("2023", PAY, 100.0), ("2023", MONTHS, 24.0), ("2024", "base", 80.0), ("2024", "performance", 40.0),
         ("2024", PAY, 120.0), ("2024", MONTHS, 12.0), ("2024", "emergency", 5.0)], columns=["period", "part", "amount"],
    )
    parts = parts_of(lines)
    assert parts.people.tolist() == [2.0, 1.0]
    assert parts.yuan["base"].tolist() == [30.0, 80.0] and parts.yuan["emergency"].iloc[1] == 5.0
    assert parts.yuan[UNTOLD].iloc[0] == 20.0 and np.isnan(parts.yuan[UNTOLD].iloc[1])
    assert parts_of(lines.iloc[:0]) is None


def test_what_pay_consists_of_is_for_internal_areas_alone(gate):
    viewer = Viewer("colleague", "planner", (("140300", "restricted"),))
    sight = seen(gate, "/pay", viewer=viewer)
    made = chart_of(sight, card_of(sight, "pay_components"))
    assert made.series == () and made.empty == NOT_INSIDE.en


def test_gaps_between_people_without_anything_alike_are_not_estimable(gate):
    made = chart(gate, "/pay", "pay_gaps")
    adjusted = {p.code: p for p in made.series[1].points}
    assert adjusted["pay_gap_contract_adjusted"].value is None and adjusted["pay_gap_sex_adjusted"].value is not None
    assert "Pay gap by contract, adjusted: not estimable" in made.footer.note


@pytest.mark.parametrize("name", ["pay_gaps", "pay_remoteness", "relative_pay", "arrears"])
def test_half_a_year_of_pay_is_refused_for_what_it_is(gate, name):
    made = chart(gate, "/pay", name, "&period=2024-H1")
    assert made.empty == "Counted over whole years only: choose a year."


def test_contracts_are_named_in_words(gate):
    names = [label for _, label in chart(gate, "/pay", "pension").y.ticks]
    assert "Established post" in names or all(" " in n or n[0].isupper() for n in names)
    assert not {"village_hired", "county_managed"} & set(names)


def test_the_lorenz_curve_is_the_engines_and_ends_in_the_corner(gate):
    made = chart(gate, "/equity", "lorenz")
    values = [p.value for p in made.series[0].points]
    assert values[0] == 0.0 and values[-1] == pytest.approx(1.0) and values == sorted(values) and made.has_diagonal
    assert all(p.value <= p.x / 100 + 1e-12 for p in made.series[0].points), "never above the line of equality"


def test_measures_say_how_to_read_them_and_why_there_is_none(gate):
    made = chart(gate, "/equity", "measures")
    rows = {row[0].text: row for row in made.rows}
    parts = [rows[f"Theil's T{part}"][1].value for part in ("", " between groups", " within groups")]
    assert parts[0] == pytest.approx(parts[1] + parts[2], abs=1e-9)
    assert rows["Concentration index of doctors"][1].value is not None and "poorer places have more" in rows["Concentration index of doctors"][4].text
    alone = {row[0].text: row for row in chart(gate, "/equity", "measures", "&region=140321").rows}["Concentration index of doctors"]
    assert alone[1].text == "not estimable" and "needs rural disposable incomes" in alone[4].text, "a county's townships share one income"


@pytest.mark.parametrize(("lang", "units", "areas"), [("zh", "诊所", "临床委托组"), ("en", "practices", "CCGs")])
def test_measures_name_what_a_site_compares(england_workspace, lang, units, areas):
    """Elsewhere units are no townships and what lies above them no counties."""
    england = Gate(england_workspace)
    edition, viewer = england.edition(), Viewer.local(england.site)
    state = read_state("/equity", f"?region=ENG&period=2022-23&lang={lang}", choices(edition, viewer))
    sight = Sight(edition=edition, viewer=viewer, state=state)
    made = chart_of(sight, card_of(sight, "measures"))
    england.close()
    reading = {row[0].text: row[4].text for row in made.rows}
    within = next(text for name, text in reading.items() if {"zh": "T（组内）", "en": "T within"}[lang] in name)
    assert units in within and areas in within and units in made.footer.note
    said = " ".join((*reading, *reading.values(), made.footer.note))
    assert not [word for word in ("乡镇", "县区", "township", "count", "{") if word in said], said


def test_a_rate_in_force_reads_as_a_phrase(gate):
    english, chinese = ([row[1].text for row in chart(gate, "/subsidies", "rates", f"&lang={lang}").rows] for lang in ("en", "zh"))
    assert "12,000 yuan per year" in english and "每年 1.2 万元" in chinese and any(text.endswith(" yuan, once") for text in english)
    assert not [text for text in (*english, *chinese) if " / " in text or "Per" in text or "Once" in text]


def test_a_county_has_nothing_between_counties(gate):
    assert chart(gate, "/equity", "theil_parts", "&region=140321").empty.startswith("The place chosen is one of the counties or a part of one: ")
    assert chart(gate, "/equity", "theil_parts", "&region=140321103").empty == chart(gate, "/equity", "theil_parts", "&region=140321").empty


def test_nothing_is_said_of_neighbours_on_schematic_cells(gate):
    for search in ("", "&region=542500", "&region=140321"):
        made = chart(gate, "/equity", "clusters", search)
        assert made.rows == () and made.empty == SCHEMATIC.en


def of_own_boundaries(gate, search=""):
    """The card's frame, context and the same outlines as if the bureau had drawn them."""
    sight = seen(gate, "/equity", search)
    card = card_of(sight, "clusters")
    outlines = geography(sight, "township")
    own = replace(outlines, features=dict.fromkeys(outlines.features, "user"))
    return card, card_frame(sight, card), context(sight, card), own


def test_own_boundaries_give_the_moran_of_plain_loops(gate):
    card, frame, about, own = of_own_boundaries(gate)
    made = clusters_of(card, frame, about, own)
    shapes = {f["properties"]["code"]: f["geometry"] for f in own.geojson["features"]}
    corners = {code: {tuple(np.round(xy, 6)) for xy in _vertices(shapes[code])} for code in frame["region_code"] if code in shapes}
    value = dict(zip(frame["region_code"], frame["value"], strict=True))
    near = {a: [b for b in corners if b != a and corners[a] & corners[b]] for a in corners}
    mean = sum(value[c] for c in corners) / len(corners)
    top = sum((value[a] - mean) * sum(value[b] - mean for b in near[a]) / len(near[a]) for a in corners)
    index = top / sum((value[a] - mean) ** 2 for a in corners)
    assert f"Moran's I {index:.3f} (" in made.footer.note and len(made.rows) == len(corners) == 42
    shown = {row[0].text: row for row in made.rows}
    names = dict(zip(frame["region_code"], frame["region_name_en"], strict=True))
    for code in corners:
        assert shown[names[code]][2].value == pytest.approx(sum(value[b] for b in near[code]) / len(near[code]))


def _vertices(geometry):
    return np.array([xy for ring in _rings(geometry["coordinates"]) for xy in ring])


def _rings(part):
    return [part] if isinstance(part[0][0], int | float) else [ring for inner in part for ring in _rings(inner)]


def test_places_side_by_side_touch_at_sides_and_corners_and_slivers_do_not_part_them():
    def square(west, south):
        ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}

    cells = {"a": square(0, 0), "b": square(1.000001, 0), "c": square(1, 1), "d": square(5, 5)}
    geojson = {"features": [{"type": "Feature", "properties": {"code": c}, "geometry": g} for c, g in cells.items()]}
    first, second = neighbours(json.loads(json.dumps(geojson)), ["a", "b", "none", "c", "d"])
    assert sorted(zip(first, second, strict=True)) == [(0, 1), (0, 3), (1, 3)]


def test_too_few_too_many_and_no_outlines_are_said(gate):
    card, frame, about, own = of_own_boundaries(gate)
    assert clusters_of(card, frame, about, None).empty == NO_OUTLINES.en
    assert clusters_of(card, frame.head(6), about, own).empty.startswith("Only ")
    many = pd.concat([frame] * 10, ignore_index=True)
    assert clusters_of(card, many, about, own).empty == TOO_MANY.format(n=len(many), most=400).en

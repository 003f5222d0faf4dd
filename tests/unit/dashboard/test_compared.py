"""What a headline says of change: the seven comparisons, each against figures asked for apart and compared by hand."""

from __future__ import annotations

import re

import pytest

from dashboard.compared import change_of
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.engine.observe import Query, all_indicators, observe


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
    assert tops["density"].light == ("green" if density >= limits.green else "yellow" if density >= limits.yellow else "red")
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

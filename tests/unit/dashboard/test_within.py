"""What lies within a place has two readings: on a day (a clinic counts where it stood) and as last known (a ledger stays with who answers now)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.cards.within import Within
from dashboard.data import Gate, Viewer
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.demo.people import id_number
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import FACILITIES, load, write

REGIONS = """地区代码,地区名称,英文名称,层级,上级代码,生效日期,失效日期
140321,平定县,Pingding County,县,140300,2015-01-01,
140322,盂县,Yuxian County,县,140300,2015-01-01,
140321100,冠山镇,Guanshan Town,乡镇,140321,2015-01-01,
140321101,冶西镇,Yexi Town,乡镇,140321,2015-01-01,2022-12-31
140321101,冶西镇,Yexi Town,乡镇,140322,2023-01-01,
"""
POSTS = "身份证号,机构代码,人员类别,入职日期,离岗日期,是否主要岗位\n" + "".join(
    f"{id_number(date(1970, 1, 1), False, n, 1)},{home},乡村医生,2015-01-01,,是\n" for n, home in enumerate(("A-V01", "B-V01"), start=1)
)
YEARS = "机构代码,年份,人员类别,在岗人数\n" + "".join(f"{home},{year},乡村医生,1\n" for home in ("A-V01", "B-V01") for year in (2021, 2024))


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("within")
    workspace = Workspace.create(folder / "workspace", site_text("yangquan"))
    files = [write(folder, f"{name}.csv", text) for name, text in {"地区": REGIONS, "机构": FACILITIES, "任职": POSTS, "年报": YEARS}.items()]
    result = load(workspace, *files)
    assert result.build is not None and {p.severity for p in result.plan.problems} <= {"warning"}, [p.line("en") for p in result.plan.problems]
    opened = Gate(workspace.path)
    yield opened
    opened.close()


def seen(gate, region, period, lang="zh", viewer=None):
    edition, viewer = gate.edition(), viewer or Viewer.local(gate.site)
    state = read_state("/services", f"?region={region}&period={period}&lang={lang}", choices(edition, viewer))
    assert state is not None
    return Within(Sight(edition=edition, viewer=viewer, state=state))


def clinics(codes):
    return sorted(code for code in codes if code.endswith("V01"))


def test_on_a_day_a_clinic_counts_where_its_township_then_stood(gate):
    for period, here, there in (("2021", ["A-V01", "B-V01"], []), ("2024", ["A-V01"], ["B-V01"])):
        assert clinics(seen(gate, "140321", period).places()) == here, period
        assert clinics(seen(gate, "140322", period).places()) == there, period
    assert clinics(seen(gate, "140321", "2024").places(pd.Timestamp("2021-12-31"))) == ["A-V01", "B-V01"], "the day goes before the period"
    assert seen(gate, "140321", "2021").home("county")["B-V01"] == "140321" and seen(gate, "140321", "2024").home("county")["B-V01"] == "140322"


def test_as_last_known_a_clinic_is_where_its_township_stands_now_whatever_the_period(gate):
    for period in ("2021", "2024"):
        assert clinics(seen(gate, "140321", period).homes) == ["A-V01"] and clinics(seen(gate, "140322", period).homes) == ["B-V01"], period
        assert "140321" in seen(gate, "140321", period).homes, "the place itself is within it"
    parts = seen(gate, "140300", "2021", "en").parts()
    assert (parts["A-V01"], parts["B-V01"]) == (("140321", "Pingding County"), ("140322", "Yuxian County"))
    assert seen(gate, "140321100", "2024").parts() == dict.fromkeys(("A-V01", "140321100"), ("140321100", "冠山镇"))


def test_both_readings_hold_nothing_for_who_may_not_see_records(gate):
    outside = Viewer("guest", "reader", tuple((root.code, "public") for root in gate.site.roots))
    within = seen(gate, "140321", "2024", viewer=outside)
    assert within.places() == frozenset() == within.homes


def test_the_window_is_the_period_and_never_goes_beyond_the_data(gate):
    within = seen(gate, "140321", "2021")
    window = within.window()
    assert window is not None and (window.first, window.last) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31")) == (within.start, within.day)
    whole = Within(replace(within.sight, state=replace(within.sight.state, period="all"))).window()
    assert whole is not None and whole.first <= pd.Timestamp("2015-01-01")


def test_a_place_has_its_name_in_the_language_of_the_reader_and_the_column_the_level_below(gate):
    assert (seen(gate, "140300", "2024").part_name(), seen(gate, "140300", "2024", "en").part_name()) == ("县区", "County")
    assert seen(gate, "140321", "2024", "en").name("140321100") == "Guanshan Town"
    assert seen(gate, "140321", "2024").name("A-V01") == "甲村卫生室"
    assert seen(gate, "140321", "2024", "en").name("A-V01") == "甲村卫生室", "a name that has no translation stays as it is"
    assert seen(gate, "140321", "2024").name("nowhere") == "nowhere"

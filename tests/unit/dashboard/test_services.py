"""Cards of services and subsidies in a small real workspace: months where they are filed, and who may see rows of people."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pptx import Presentation

from dashboard.cards.inside import NOT_INSIDE
from dashboard.data import Gate, Viewer
from dashboard.layout.card import card_inside
from dashboard.page import all_pages
from dashboard.render.powerpoint import DeckTitle, deck
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.demo.people import id_number
from tests.unit.intake.files import FACILITIES, load, registered, write

WHO = id_number(date(1970, 1, 1), False, 1, 1)
SERVICES = "机构代码,所属时期,门诊人次\n" + "".join(f"A-V01,2024-{m:02d},{10 * m}\n" for m in range(1, 13)) + "B-V01,2024-01,7\nB-V01,2024-03,0\n"
MORE = "A-V02,甲村卫生室,村卫生室,140321100\nA-V03,乙村卫生室,村卫生室,140321100\nA-V04,丙村卫生室,村卫生室,140321100\n"
MORE += "".join(f"C-{n:03d},县直{n:03d}门诊,村卫生室,140321\n" for n in range(120))
SERVICES += "".join(f"{code},2023-01,{n}\n" for code, n in {"A-V01": 5, "A-V02": 6, "A-V03": 7, "A-V04": 10, "B-V01": 9}.items())
SERVICES += "A-V01,2022-01,3\nA-V01,2021-01,3\n" + "".join(f"C-{n:03d},2021-01,1\n" for n in range(120))
POSTS = f"身份证号,机构代码,人员类别,入职日期,离岗日期,是否主要岗位\n{WHO},A-V01,乡村医生,2015-01-01,,是\n"
AGREEMENTS = f"协议编号,身份证号,机构代码,协议起始日期,协议截止日期,协议状态\nX1,{WHO},A-V01,2020-07-01,2025-06-30,履行中\n"
PEOPLE = ("talk", "expiries", "around_end", "stay", "rates", "cases")  # cards that read records, not observations


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("services")
    workspace = registered(folder)
    result = load(workspace, *(write(folder, f"{n}.csv", t) for n, t in {"机构": FACILITIES + MORE, "服务": SERVICES, "任职": POSTS, "协议": AGREEMENTS}.items()))
    assert result.build is not None and not result.plan.problems, [p.line("en") for p in result.plan.problems]
    opened = Gate(workspace.path)
    yield opened
    opened.close()


def shown(gate, page, card, viewer=None, search="?region=140321&period=2024&lang=en"):
    edition, viewer = gate.edition(), viewer or Viewer.local(gate.site)
    state = read_state(f"/{page}", search, choices(edition, viewer))
    assert state is not None
    found = next(c for p in all_pages() if p.name == page for c in p.cards if c.name == card)
    return chart_of(Sight(edition=edition, viewer=viewer, state=state), found)


def test_months_stand_side_by_side_where_they_are_filed(gate):
    chart = shown(gate, "services", "work")
    assert [head.title for head in chart.columns[1:]] == [f"2024-{m:02d}" for m in range(1, 13)]
    assert chart.title == "Outpatient visits by facility" and "quintiles" in chart.footer.note and "ground" not in chart.footer.note
    first, second = chart.rows
    assert [cell.value for cell in first[1:]] == [10.0 * m for m in range(1, 13)]
    assert [cell.text for cell in second[1:4]] == ["7", "not filed", "0"], "not filed is not zero"
    assert second[2].value is None and second[2].tone == "none" and second[3].value == 0.0


@pytest.mark.parametrize(("region", "own"), [("140321", "冠山镇 · "), ("140321100", "")])
def test_clinics_of_one_name_are_rows_of_their_own_that_say_where_or_which_they_are(gate, region, own):
    """甲村 stands twice in one township, 乙村 once in each of two: those keep their codes, these are told apart by their township."""
    search = f"?region={region}&period=2023&lang=zh"
    rows = {row[0].text: row[1].value for row in shown(gate, "services", "work", search=search).rows}
    told = {f"{own}甲村卫生室 A-V01": 5.0, f"{own}甲村卫生室 A-V02": 6.0, "丙村卫生室": 10.0}
    assert rows == told | ({"冠山镇 · 乙村卫生室": 7.0, "冶西镇 · 乙村卫生室": 9.0} if own else {"乙村卫生室": 7.0})
    finding = shown(gate, "services", "work", search=search).finding
    assert finding.endswith("丙村卫生室最多，为 10 人次。"), "two of one name together have 11 and are not one"


def test_one_facility_is_told_of_as_one(gate):
    finding = shown(gate, "services", "work", search="?region=140321&period=2022&lang=en").finding
    assert finding == "3 outpatient visits in 2022-01 (1 facility filed)."


def test_every_part_of_a_large_place_has_a_name(gate):
    """120 clinics stand right under the county, in no township, and one in a township."""
    chart = shown(gate, "services", "work", search="?region=140321&period=2021&lang=zh")
    assert {row[0].text: row[1].text for row in chart.rows} == {"未归属": "120（120）", "冠山镇": "3（1）"} and chart.title == "门诊人次：各地"
    english = shown(gate, "services", "work", search="?region=140321&period=2021&lang=en")
    assert {row[1].text for row in english.rows} == {"120 (120)", "3 (1)"}


def test_an_agreement_that_ends_within_the_year_is_listed_with_a_shortened_key(gate):
    (row,) = shown(gate, "subsidies", "talk").rows
    assert [cell.text for cell in row][4:6] == ["2020-07-01", "2025-06-30"] and row[6].value == 181.0
    assert len(row[2].text) == 10 and row[2].text not in WHO
    chart = shown(gate, "subsidies", "expiries")
    assert {p.label for s in chart.series for p in s.points if p.value} == {"2025-06"}
    assert "cannot be estimated" in shown(gate, "subsidies", "around_end").empty


def test_what_nobody_handed_in_is_said_and_never_drawn_as_zero(gate):
    assert shown(gate, "subsidies", "rates").empty and shown(gate, "services", "standards").empty.startswith("No activity standards")
    for card in ("steps", "audit", "rates"):
        chart = shown(gate, "subsidies", card)
        assert "not collected" in chart.empty and chart.lack == "not_collected" and not chart.rows, card
    assert shown(gate, "subsidies", "breach").empty and shown(gate, "subsidies", "liability").empty
    assert shown(gate, "subsidies", "cases").empty.startswith("Neither pay nor grants"), "what nothing was held against is not found to add up"
    for card in ("talk", "expiries", "around_end"):  # the only agreement is of the next township
        assert shown(gate, "subsidies", card, search="?region=140321101&period=2024&lang=en").empty.startswith("No service agreement is on record"), card
    assert shown(gate, "claims", "register").empty.startswith("No published claim")


@pytest.mark.parametrize("card", PEOPLE)
def test_records_are_shown_internally_only(gate, card):
    outside = Viewer("guest", "reader", tuple((root.code, "public") for root in gate.site.roots))
    chart = shown(gate, "subsidies", card, outside)
    assert chart.rows == () and chart.empty == NOT_INSIDE.en and not any(p.value for s in chart.series for p in s.points)


def test_shades_of_a_matrix_say_what_they_stand_for(gate):
    """Every figure lies in the limits of its own shade; the legend under the table is painted by the rule of its cells."""
    chart = shown(gate, "services", "work")
    ends = {str(one.index): [float(end) for end in one.label.split("–")] for one in chart.shades}
    cells = [cell for row in chart.rows for cell in row[1:] if cell.value is not None]
    assert len(cells) == 14 and all(ends[cell.tone][0] <= cell.value <= ends[cell.tone][-1] for cell in cells)
    assert [one.label for one in chart.shades] == ["0–10", "20–40", "50–60", "70–90", "100–120"], "limits 16, 42, 68 and 94 by hand"
    assert "at most five shades, cut at the quintiles" in chart.footer.note and "legend" not in chart.footer.note
    slide = Presentation(io.BytesIO(deck(DeckTitle(title="T", subtitle="S", lang="en"), [chart]))).slides[1]
    note = next(shape.text_frame.text for shape in slide.shapes if shape.name == "Note")
    assert "shades from light to dark: 0–10, 20–40, 50–60, 70–90, 100–120" in note, "a slide has no legend beside its table"
    state = read_state("/services", "?region=140321&period=2024&lang=en", choices(gate.edition(), Viewer.local(gate.site)))
    card = next(c for c in state.page.cards if c.name == "work")
    drawn = str(card_inside(chart, card, state)[0].tree)
    assert "100–120" in drawn and all(drawn.count(f"swatch tone-{one.index}'") == 1 for one in chart.shades), "painted as the cells are"


@pytest.mark.parametrize(("lang", "short", "tight"), [("zh", "负数为缺人", "小于 1 为人手紧张"), ("en", "below 0 is a shortage", "below 1 is pressure")])
def test_the_table_of_wisn_says_what_its_signs_mean(demo_workspace, lang, short, tight):
    demo = Gate(demo_workspace)
    try:
        note = shown(demo, "services", "wisn", search=f"?region=140300&period=2024&lang={lang}").footer.note
        assert short in note and tight in note
    finally:
        demo.close()

"""A county in the middle of its year: pages open on what is over, the as-at day is the data's own, lists say which rows are where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pandas as pd
import pytest
from pptx import Presentation

from dashboard import holdings
from dashboard.answer import answer
from dashboard.cards.records import record_chart
from dashboard.charts.chart import Chart
from dashboard.context import context
from dashboard.data import Gate, Viewer
from dashboard.export import deck_of
from dashboard.headline import headlines, left_out
from dashboard.page import all_pages
from dashboard.sight import Sight, as_at, choices
from dashboard.span import last_day, opening_period, year_of
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.demo.people import id_number
from pipelines.intake.moment import local_time
from tests.unit.intake.files import load, registered, returns, undo, write

ROSTER = "身份证号,基准日期,机构代码,人员类别,执业资格\n"


def _roster() -> str:
    """Four persons at the end of 2024 and in the middle of 2025; the last row has a mistake."""
    numbers = [id_number(date(1970 + i, 5, 6), i % 2 == 0, i, 0) for i in range(4)]
    rows = [f"{n},{day},{'A-V01' if i < 2 else 'B-V01'},乡村医生,乡村医生证\n"
            for day in ("2024-12-31", "2025-06-30") for i, n in enumerate(numbers)]
    return ROSTER + "".join(rows) + f"{numbers[0]},2025-06-30,A-V01,魔术师,乡村医生证\n"


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """The gate to such a county, with a batch that was undone beside those in force."""
    folder = tmp_path_factory.mktemp("span")
    workspace = registered(folder)
    load(workspace, write(folder, "r.csv", returns(A_V01=2)), sender="张三")
    undo(workspace, by="王五")
    events = write(folder, "培训项目.csv", "培训项目代码,年份,培训名称,培训类别,培训层级\nE1,2025,急救,岗位技能培训,县级\n")
    result = load(workspace, write(folder, "花名册.csv", _roster()), events)
    assert result.build, [p.line("zh") for p in result.plan.problems]
    opened = Gate(workspace.path)
    yield opened
    opened.close()


def seen(gate: Gate, name: str, search: str = "?lang=zh") -> Sight:
    """What a reader sees at a page's address."""
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == name)
    state = read_state(page.path, search, choices(edition, viewer))
    assert state is not None
    return Sight(edition=edition, viewer=viewer, state=state)


def card_of(sight: Sight, name: str) -> Chart:
    """A card of the page."""
    return chart_of(sight, next(c for c in sight.state.page.cards if c.name == name))


def test_the_last_day_is_that_of_the_last_roster_and_not_the_end_of_its_year(gate: Gate) -> None:
    edition = gate.edition()
    assert "2025" in edition.years, "else this test says nothing"
    assert last_day(edition) == date(2025, 6, 30)
    assert as_at(seen(gate, "overview", "?period=2025")) == date(2025, 6, 30)
    assert as_at(seen(gate, "overview", "?period=2024")) == date(2024, 12, 31)


@pytest.mark.parametrize("name", ["overview", "supply", "data"])
def test_a_page_opens_on_the_last_period_that_is_over_and_has_a_number(gate: Gate, name: str) -> None:
    sight = seen(gate, name)
    shown = headlines(sight)
    assert not shown or "4" in {h.value for h in shown if h.name == "headcount"}
    ends = gate.edition().periods().set_index("label")["end_on"]
    assert pd.Timestamp(ends[sight.state.period]) == pd.Timestamp("2025-06-30")


def test_a_year_with_a_number_is_where_a_page_of_yearly_figures_opens(gate: Gate) -> None:
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if p.name == "retention")
    assert opening_period(edition, viewer, "140300", page) in ("2024", "2025-H1", "2025-Q2", "2025-06")


def test_a_month_belongs_to_its_year(gate: Gate) -> None:
    edition = gate.edition()
    assert [year_of(edition, p) for p in ("2025-06", "2024-H2", "2024", "unknown")] == ["2025", "2024", "2024", "2025"]


def test_the_cases_say_which_year_they_are_of(gate: Gate) -> None:
    chart = card_of(seen(gate, "data", "?lang=zh&period=2025-06"), "cases")
    assert chart.subtitle == "2025 年" or "2025 年" in chart.empty


def test_the_sentence_counts_what_is_in_force_and_promises_reasons_only_where_they_are(gate: Gate) -> None:
    edition = gate.edition()
    sight = seen(gate, "data")
    said = answer(sight, ())
    account = edition.rows("select q.* from quality q join batch_info b using (batch) where b.state = 'published'")
    assert f"由 {account['file'].nunique()} 个文件的 {account['loaded'].sum():,.0f} 行" in said
    assert f"隔离的 {len(holdings.kept_out(edition, sight.viewer))} 行逐行列出原因" in said
    assert "质量明细" not in card_of(sight, "scores").footer.note


def test_times_are_those_of_the_site_as_in_the_terminal(gate: Gate) -> None:
    edition, zone = gate.edition(), gate.site.time_zone
    raw = edition.rows("select batch, made_at from batch_info").set_index("batch")["made_at"]
    shown = holdings.batches(edition).set_index("batch")["made_at"]
    assert {b: local_time(moment, zone) for b, moment in raw.items()} == shown.to_dict()
    hours = (datetime.fromisoformat(shown.iloc[0]).replace(tzinfo=UTC) - datetime.fromisoformat(str(raw[shown.index[0]]))).total_seconds() / 3600
    assert round(hours) == 8
    page = next(p for p in all_pages() if p.name == "data")
    card = next(c for c in page.cards if c.name == "builds")
    made = record_chart("builds", card, holdings.builds(edition), context(seen(gate, "data"), card), {}, card.title)
    assert made.rows and not any("UTC" in cell.text for row in made.rows for cell in row)


def test_rows_kept_out_stand_in_order_of_file_and_row(gate: Gate) -> None:
    frame = holdings.kept_out(gate.edition(), Viewer.local(gate.site))
    assert len(frame) and frame[["file", "source_sheet", "source_row"]].values.tolist() == sorted(
        frame[["file", "source_sheet", "source_row"]].values.tolist()
    )


def test_every_slide_of_the_page_says_where_it_comes_from(gate: Gate) -> None:
    body, count = deck_of(seen(gate, "data"))
    slides = list(Presentation(BytesIO(body)).slides)
    assert len(slides) == count == len(next(p for p in all_pages() if p.name == "data").cards) - 2, "the three gaps of the page share the last"
    assert "本页未能显示的内容" in next(s.text_frame.text for s in slides[-1].shapes if s.name == "Title")
    for slide in slides[1:-1]:
        foot = next(s.text_frame.text for s in slide.shapes if s.name == "Foot")
        assert "来源" in foot and "2025-06-30" in foot and gate.build in foot


def test_headlines_are_of_what_the_site_collects_and_one_line_names_the_others(gate: Gate) -> None:
    sight = seen(gate, "overview")
    shown = [h.name for h in headlines(sight)]
    assert shown[0] == "headcount" and "median_pay" not in shown and "fte" in shown, "pay was never sent; another figure takes its place"
    assert "年收入中位数" in left_out(sight) and "在岗人数" not in left_out(sight)
    assert headlines(seen(gate, "pay")) == () and "年收入中位数" in left_out(seen(gate, "pay"))

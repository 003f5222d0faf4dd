"""The gate: cut to the viewer's areas, the engine's own numbers, one build at a time, following the pointer."""

from __future__ import annotations

import json
import os
import shutil
import threading
from dataclasses import replace

import pandas as pd
import pytest

from dashboard import holdings
from dashboard.answer import answer
from dashboard.cards.quality import finding_list
from dashboard.cards.records import OF_SITE, record_chart
from dashboard.charts.words import AS_RECORDED
from dashboard.context import context
from dashboard.data import MAX_QUERY_MS, Gate, Viewer
from dashboard.headline import headlines
from dashboard.kept import Kept
from dashboard.render.table import is_paged
from dashboard.sight import Sight, choices, dataset_titles
from dashboard.state import read_state
from dashboard.view import chart_of
from dashboard.words import NO_ROWS
from pipelines.engine.observe import Query, all_indicators, observe
from tests.unit.intake.files import registered

KEY = ["region_code", "period", "category", "at"]
ASKED = [
    {"level": "township", "region": "140322100"}, {"level": "township", "parent": "140322", "period": "2022"},
    {"level": "county", "region": "140322", "period": "2021"}, {"level": "county", "parent": "140300", "period": "2024"},
    {"level": "prefecture", "region": "140300"}, {"level": "county", "region": "140322", "period": "2022-H1"},
]


@pytest.fixture(scope="module")
def gate(demo_workspace):
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize("number", range(0, len(all_indicators()), 6))
def test_an_answer_is_the_engines_own(gate, number):
    """Every sixth indicator: they share a few kinds, and each question is asked twice."""
    viewer, edition = Viewer.local(gate.site), gate.edition()
    indicator = list(all_indicators().values())[number]
    for asked in ASKED:
        if indicator.yearly and asked.get("period") == "2022-H1":
            continue
        for by in (None, *indicator.breakdowns[:1]):
            query = Query(indicator.name, by=by, **asked)
            got = edition.observe(viewer, query).sort_values(KEY).reset_index(drop=True)
            wanted = observe(edition._cursor(), gate.site, query).sort_values(KEY).reset_index(drop=True)
            pd.testing.assert_frame_equal(got, wanted, check_dtype=False, obj=str(query))


def test_no_statement_of_a_reader_runs_without_end(tmp_path):
    """Of a workspace of its own: a build opened without a limit elsewhere in the process would lend its own to this one."""
    opened = Gate(registered(tmp_path).path)
    (limit,) = opened.edition().ask(lambda con: con.execute("select current_setting('max_execution_time')").fetchone())
    assert int(limit) == MAX_QUERY_MS
    opened.close()


def test_an_empty_scope_sees_nothing(gate):
    nobody = Viewer("nobody", "none", ())
    assert len(gate.edition().places(nobody)) == 0
    assert len(gate.observe(nobody, Query("headcount", level="prefecture"))) == 0
    assert len(gate.observe(nobody, Query("headcount", level="township", parent="140322", period="2022"))) == 0
    assert gate.edition().geography(nobody, "140300", "township") is None
    assert len(holdings.unmatched(gate.edition(), nobody)) == 0


def test_a_viewer_of_one_county_sees_that_county_alone(gate):
    clerk = Viewer("clerk", "planner", (("140322", "internal"),))
    assert {p.code for p in gate.edition().places(clerk).tops} == {"140322"}
    assert list(gate.observe(clerk, Query("headcount", level="county", parent="140300", period="2022"))["region_code"]) == ["140322"]
    assert len(gate.observe(clerk, Query("headcount", level="prefecture", region="140300"))) == 0
    inside = gate.observe(clerk, Query("headcount", level="township", parent="140322", period="2022"))
    assert len(inside) > 5 and inside["region_code"].str.startswith("140322").all()
    choice = choices(gate.edition(), clerk)
    assert choice.region == "140322" and read_state("/", "?region=140321", choice) is None
    state = read_state("/", "", choice)
    assert state is not None
    sight = Sight(edition=gate.edition(), viewer=clerk, state=state)
    drawn = chart_of(sight, next(c for c in state.page.cards if c.kind == "map"))
    assert drawn.map is not None and all(c.point.code.startswith("140322") for c in drawn.map.cells)
    assert "阳泉" not in answer(sight, headlines(sight))


def test_a_returned_frame_may_be_written_to_without_harm(gate):
    viewer, query = Viewer.local(gate.site), Query("headcount", level="prefecture", region="140300")
    frame = gate.observe(viewer, query)
    frame.loc[:, "value"] = -1.0
    assert (gate.observe(viewer, query)["value"].dropna() > 0).all()


def test_a_new_build_is_followed_and_an_unreadable_pointer_is_not(demo_workspace, tmp_path):
    copy = tmp_path / "workspace"
    shutil.copytree(demo_workspace, copy, ignore=shutil.ignore_patterns("archive", "cleaned", "incoming"))
    gate = Gate(copy)
    first = gate.edition()
    newer = f"b{int(first.build[1:]) + 1:06d}"
    shutil.copy(copy / "builds" / f"{first.build}.duckdb", copy / "builds" / f"{newer}.duckdb")
    beside = copy / "builds" / "CURRENT.tmp"
    beside.write_text(newer + "\n", encoding="utf-8")
    os.replace(beside, copy / "builds" / "CURRENT")
    second = gate.edition()
    assert second.build == newer and first is not second
    assert len(first.observe(Viewer.local(gate.site), Query("headcount", level="prefecture"))) > 0  # an answer under way goes on
    (copy / "builds" / "CURRENT").write_bytes(b"\xff\xfe\x00")
    assert gate.edition() is second
    first.close()
    gate.close()


def test_what_many_ask_for_at_once_is_made_once():
    kept, made, start = Kept(2), [], threading.Barrier(6)

    def ask() -> None:
        start.wait()
        kept.get("a", lambda: made.append(1))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    for key in ("b", "c"):
        kept.get(key, lambda: made.append(2))
    kept.get("a", lambda: made.append(3))
    assert made == [1, 2, 2, 3]  # two are kept; the one used longest ago went


def sight_of(gate, page, search="", viewer=None):
    """What is seen at an address of the demo."""
    viewer = viewer or Viewer.local(gate.site)
    state = read_state(page, search, choices(gate.edition(), viewer))
    assert state is not None
    return Sight(edition=gate.edition(), viewer=viewer, state=state)


def test_a_curve_is_of_the_careers_known_on_the_day_of_its_page_and_names_it(gate):
    for period, day in (("2019", "2019-12-31"), ("2022-H1", "2022-06-30")):
        sight = sight_of(gate, "/retention", f"?period={period}&lang=en")
        for card in (c for c in sight.state.page.cards if c.kind == "survival"):
            assert chart_of(sight, card).subtitle.endswith(f"as at {day}")


def test_a_change_within_the_intervals_is_neither_coloured_nor_told(gate):
    doubted = plain = 0
    for page in ("/", "/retention", "/pay", "/supply"):
        for region in ("140300", "140322"):
            sight = sight_of(gate, page, f"?region={region}&lang=en")
            shown = headlines(sight)
            for h in shown:
                if "(within chance)" in h.change or "(no interval)" in h.change:
                    doubted += 1
                    assert (h.arrow, h.direction) == ("", "neither") and h.change[0] in "+−"
                    assert h.change not in answer(sight, shown)
                plain += h.arrow != ""
    assert doubted > 3 and plain > 1


@pytest.mark.parametrize(("lang", "reason"), [("zh", "应不小于 0"), ("en", "expected at least 0")])
def test_rows_kept_out_stand_on_the_data_page_with_their_reason(gate, lang, reason):
    sight = sight_of(gate, "/data", f"?lang={lang}")
    chart = chart_of(sight, next(c for c in sight.state.page.cards if c.kind == "kept_out"))
    assert [c.name for c in chart.columns] == ["file", "source_sheet", "source_row", "dataset", "reason"]
    assert len(chart.rows) == holdings.quality(gate.edition())["quarantined"].sum()
    assert chart.footer.note == {"zh": OF_SITE.zh, "en": f"{OF_SITE.en}; {AS_RECORDED.en}"}[lang]
    truth = json.loads((gate.workspace.path / "incoming" / "truth.json").read_text(encoding="utf-8"))
    row = next(str(m["row"]) for m in truth["mistakes"] if m["file"] == "人员年报_盂县.xlsx" and m["outcome"] == "quarantine")
    shown = next(r for r in chart.rows if r[0].text == "人员年报_盂县.xlsx" and r[2].text == row)
    assert [shown[i].text for i in (1, 4)] == ["2019年", reason]


def test_rows_kept_out_are_for_those_who_see_something_and_listed_to_the_last(gate):
    assert len(holdings.kept_out(gate.edition(), Viewer("nobody", "none", ()))) == 0
    sight = sight_of(gate, "/data", "?lang=en")
    card = next(c for c in sight.state.page.cards if c.kind == "kept_out")
    frame = pd.DataFrame({"file": ["a.csv"] * 1_205, "source_row": range(1_205), "reason_zh": "错", "reason_en": "wrong"})
    chart = record_chart("kept_out", card, frame, context(sight, card), {}, NO_ROWS)
    assert len(chart.rows) == 1_205 and chart.footer.note == OF_SITE.en and is_paged(chart), "the grid asks for them page by page, files hold them all"


def test_every_finding_is_in_the_list_and_so_in_its_files(gate):
    sight = sight_of(gate, "/data", "?lang=en")
    card = next(c for c in sight.state.page.cards if c.kind == "findings")
    one = dict.fromkeys(("name_en", "period", "title_en", "detail_en", "remedy_en", "why", "by", "at"), "") | {"dataset": "roster", "state": "open"}
    chart = finding_list(card, pd.DataFrame([one | {"finding_id": f"f{n}"} for n in range(450)]), context(sight, card), dataset_titles())
    assert [row[-1].finding for row in chart.rows] == [f"f{n}" for n in range(450)] and chart.footer.note == ""


def test_an_area_is_answered_in_its_own_profile_and_what_is_not_listed_is_not_answered(gate):
    edition = gate.edition()
    mixed = Viewer("neighbour", "planner", (("140300", "restricted"), ("140322", "internal")))
    asked = Query("headcount", level="county", parent="140300", period="2023", by="licence")
    seen = edition.observe(mixed, asked)
    inside = observe(edition._cursor(), gate.site, asked)
    own = seen[seen["region_code"] == "140322"]
    assert own["value"].tolist() == inside.loc[inside["region_code"] == "140322", "value"].tolist()
    released = observe(edition._cursor(), gate.site, replace(asked, profile="restricted"))
    others = seen[seen["region_code"] != "140322"]
    assert others["status"].tolist() == released.loc[released["region_code"] != "140322", "status"].tolist()
    assert "suppressed" in set(others["status"])
    monthly = edition.observe(mixed, Query("headcount", level="county", parent="140300", period="2023-05"))
    assert set(monthly["region_code"]) == {"140322"}


def test_records_of_persons_are_shown_for_internal_areas_alone(gate):
    edition, public = gate.edition(), Viewer("reader", "reader", (("140300", "public"),))
    assert len(holdings.cases(edition, Viewer.local(gate.site), "140300", "2023")) > 0
    assert len(holdings.cases(edition, public, "140300", "2023")) == 0
    assert holdings.cases_ever(edition, public, "140300") == (0, 0.0)
    fte = edition.observe(public, Query("fte", level="prefecture", region="140300"))
    assert fte.empty and "value" in fte

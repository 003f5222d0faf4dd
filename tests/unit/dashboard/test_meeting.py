"""What a meeting writes down and pins: kept by several writers, guarded, escaped, printed on the slide, taken away from one build."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import stat
import threading
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from dashboard.addressed import page_at
from dashboard.app import make_app
from dashboard.callbacks import content, mounted
from dashboard.cards.agreed import HEADS, NOTHING
from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.numbers import scale_for
from dashboard.data import Gate, Viewer
from dashboard.layout.plain import plain_table
from dashboard.notes import LONGEST, Spot, all_notes, mark_note, notes_on, write_note
from dashboard.page import all_pages
from dashboard.report import MOST_PINS, add_pin, drop_pin, move_pin, pins_of, report_name, reports
from pipelines.core.errors import XiangyiError
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import load, registered, returns, write

HEADERS = {"X-Xiangyi": "desk"}
SPOT = Spot("supply", "headcount_trend", "140321", "2022")
SAID = {"conclusion": "人员偏少", "measure": "定向招录两名", "unit": "县卫健局", "due_on": "2026-03-31", "by": "张三"}
SEARCH = "region=140321&period=2022"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county with two clinics and a return of their staff, loaded once."""
    folder = tmp_path_factory.mktemp("county")
    made = registered(folder)
    assert load(made, write(folder, "报表.csv", returns(A_V01=3, B_V01=2))).build
    return made


@pytest.fixture
def workspace(county, tmp_path):
    """The county's workspace, to be written to."""
    shutil.copytree(county.path, tmp_path / "workspace")
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def client(workspace):
    return make_app(workspace.path, warm=False).server.test_client()


def post(client, path, headers=HEADERS, **body):
    return client.post(path, json=body, headers=headers)


def note(client, **changes):
    return post(client, "/notes", **({"page": SPOT.page, "card": SPOT.card, "search": SEARCH} | SAID | changes))


def told(client, search=SEARCH):
    return client.get(f"/notes/{SPOT.page}/{SPOT.card}.json?{search}").get_json()


def shown(workspace, page="supply", search=SEARCH):
    """The whole of a page as a browser gets it, as text."""
    gate = Gate(workspace.path)
    viewer, declared = Viewer.local(gate.site), next(p for p in all_pages() if p.name == page)
    state = page_at(gate, viewer, declared.path, f"?{search}", None)[-1]
    parts = content(gate, viewer, state, *mounted(declared))
    gate.close()
    return json.dumps(parts[:2], default=lambda c: c.to_plotly_json() if hasattr(c, "to_plotly_json") else str(c), ensure_ascii=False)


def test_a_note_is_kept_marked_and_never_written_over(workspace, client):
    assert note(client).status_code == 200
    kept = all_notes(workspace.minutes_path)
    assert [(n.spot, n.conclusion, n.measure, n.unit, n.due_on, n.by) for n in kept] == [
        (SPOT, "人员偏少", "定向招录两名", "县卫健局", date(2026, 3, 31), "张三")
    ]
    assert kept[0].is_open and stat.S_IMODE(workspace.minutes_path.stat().st_mode) == 0o600
    assert post(client, "/notes/mark", number=1, do="done", by="李四").status_code == 200
    done = all_notes(workspace.minutes_path)[0]
    assert not done.is_open and (done.action, done.action_by) == ("done", "李四") and done.conclusion == "人员偏少"
    assert is_refused(post(client, "/notes/mark", number=1, do="done", by="李四"))
    assert post(client, "/notes/mark", number=1, do="reopened", by="王五").status_code == 200
    assert all_notes(workspace.minutes_path)[0].is_open
    with sqlite3.connect(workspace.minutes_path) as db:
        assert [r[0] for r in db.execute("select action from note_mark order by number")] == ["done", "reopened"]


@pytest.mark.parametrize(
    "changes",
    [{"by": ""}, {"by": "   "}, {"conclusion": "", "measure": ""}, {"conclusion": "长" * (LONGEST["conclusion"] + 1)}, {"unit": "长" * 61},
     {"by": "长" * 61}, {"due_on": "soon"}, {"due_on": "2026-02-30"}, {"due_on": "20260331"}, {"due_on": ["2026-03-31"]}],
)
def test_a_note_that_lacks_something_is_refused_in_words(workspace, client, changes):
    answer = note(client, **changes)
    assert is_refused(answer)
    assert all_notes(workspace.minutes_path) == []


@pytest.mark.parametrize(
    "changes",
    [{"page": "nowhere"}, {"card": "nowhere"}, {"page": "data", "card": "desk"}, {"search": "region=999999"}, {"search": 7}, {"page": ["supply"]},
     {"card": {"a": 1}}],
)
def test_a_note_on_nothing_is_refused(workspace, client, changes):
    assert note(client, **changes).status_code == 404
    assert not workspace.minutes_path.exists()


@pytest.mark.parametrize("body", [{}, {"number": 1}, {"number": "1", "do": "done"}, {"number": 9, "do": "done"}, {"number": 1, "do": "erase"},
                                  {"number": True, "do": "done"}, {"number": -1, "do": "done"}])  # fmt: skip
def test_only_a_note_that_is_there_is_marked(workspace, client, body):
    note(client)
    assert post(client, "/notes/mark", by="李四", **body).status_code == 404
    assert is_refused(post(client, "/notes/mark", number=1, do="done", by=""))
    assert all_notes(workspace.minutes_path)[0].is_open


@pytest.mark.parametrize("path", ["/notes", "/notes/mark", "/report"])
@pytest.mark.parametrize("headers", [{}, {"X-Xiangyi": "other"}, HEADERS | {"Origin": "http://evil.example"}, HEADERS | {"Sec-Fetch-Site": "cross-site"}])
def test_nothing_is_taken_from_a_page_of_others(workspace, client, path, headers):
    body = {"page": SPOT.page, "card": SPOT.card, "search": SEARCH, "do": "pin", "number": 1} | SAID
    assert client.post(path, json=body, headers=headers).status_code == 403
    assert not workspace.minutes_path.exists()


@pytest.mark.parametrize("part", ["conclusion", "measure", "unit", "by"])
@pytest.mark.parametrize("number", ["99900119800101123X", "电话 13900000000", "９９９００１１９８００１０１１２３Ｘ", "999001\u200b19800101123X"])
def test_a_note_with_the_number_of_a_person_is_refused_and_kept_nowhere(workspace, client, part, number):
    answer = note(client, **{part: f"张某 {number}"})
    assert is_refused(answer) and "身份证号" in answer.get_json()["error"]
    assert all_notes(workspace.minutes_path) == []
    assert note(client, **{part: "** 2 名 **"}).status_code == 200, "a star is none"


def test_markup_is_text(workspace, client):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
    assert note(client, conclusion=hostile, measure="张某", unit="=HYPERLINK(\"x\")").status_code == 200
    line = told(client)["notes"][0]["line"]
    assert "<script>" in line and "\u202e" not in line
    page = client.get(f"/card/{SPOT.page}/{SPOT.card}.xlsx?{SEARCH}")
    book = openpyxl.load_workbook(io.BytesIO(page.get_data()))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert any("<script>" in str(c.value) for c in cells) and all(c.data_type != "f" for c in cells)
    assert "<script>" not in client.get(f"/supply?{SEARCH}").get_data(as_text=True)


def test_a_card_carries_a_mark_and_the_next_meeting_sees_what_is_open(workspace, client):
    assert NOTHING.zh in shown(workspace, "overview")
    late = (date.today() - timedelta(days=30)).isoformat()
    note(client, due_on=late)
    note(client, conclusion="已妥善处理", due_on="")
    assert "议定 2 条 · 逾期 1 条" in shown(workspace)
    listed = shown(workspace, "overview", "region=140300&period=2022")
    assert re.search(r"截至 \d{4}-\d\d-\d\d 逾期 \d+ 天", listed) and "定向招录两名" in listed and '"data-note": "done 1"' in listed and "标为完成" in listed
    assert listed.index("人员偏少") < listed.index("已妥善处理"), "what is overdue stands first"
    post(client, "/notes/mark", number=1, do="done", by="李四")
    listed = shown(workspace, "overview", "region=140300&period=2022")
    assert "已完成（李四" in listed and listed.index("已妥善处理") < listed.index("人员偏少"), "what is open stands before what is done"
    post(client, "/notes/mark", number=2, do="withdrawn", by="李四")
    assert "已妥善处理" not in shown(workspace, "overview", "region=140300&period=2022")
    assert "Mark done" not in listed and "Reopen" in shown(workspace, "overview", "region=140300&period=2022&lang=en")


@pytest.mark.parametrize(("lang", "none", "said"), [
    ("zh", "还没有议定事项。", "议定的 3 条中，已完成 1 条，逾期 1 条。"), ("en", "Nothing has been agreed yet.", "1 of 3 items agreed done, 1 overdue."),
])
def test_the_slide_of_what_was_agreed_is_called_by_how_far_it_came(workspace, client, lang, none, said):
    def title():
        post(client, "/report", do="pin", page="overview", card="agreed", search="region=140300&period=2022")
        slides = Presentation(io.BytesIO(client.get(f"/report/slides.pptx?lang={lang}").get_data())).slides
        return next(s.text_frame.text for s in list(slides)[-1].shapes if s.name == "Title")

    assert title() == none
    for late in (30, 20, -20):
        note(client, due_on=(date.today() - timedelta(days=late)).isoformat())
    post(client, "/notes/mark", number=1, do="done", by="李四")
    assert title() == said


def test_a_note_of_another_period_is_shown_while_it_is_open():
    made = []
    for number, (period, action) in enumerate([("2022", ""), ("2022", "done"), ("2021", ""), ("2021", "done"), ("2022", "withdrawn")], 1):
        made.append(_note(number, Spot("supply", "headcount_trend", "140321", period), action))
    assert [n.number for n in notes_on(made, SPOT)] == [1, 2, 3]
    assert notes_on(made, Spot("supply", "headcount_trend", "140322", "2022")) == []


def _note(number, spot, action):
    from dashboard.notes import Note

    return Note(number=number, spot=spot, conclusion="c", measure="", unit="", due_on=None, by="x", at="2026-01-01", action=action)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slide_says_under_its_chart_what_was_agreed(workspace, client, lang):
    for number in range(12):
        note(client, conclusion=f"第{number}条结论" + "很长" * 60)
    made = client.get(f"/export/supply.pptx?{SEARCH}&lang={lang}")
    slides = list(Presentation(io.BytesIO(made.get_data())).slides)
    agreed = [(slide, shape) for slide in slides for shape in slide.shapes if shape.name == "Agreed"]
    assert len(agreed) == 1
    slide, shape = agreed[0]
    assert "第0条结论" in shape.text_frame.text and ("另有" if lang == "zh" else "more were agreed") in shape.text_frame.text
    others = [s for s in slide.shapes if s.name in ("headcount_trend", "Reason", "Foot", "Note")]
    assert others and all(s.top >= shape.top + shape.height or s.top + s.height <= shape.top for s in others), "nothing is written over"


def test_several_writers_lose_nothing(workspace):
    def work(number: int) -> None:
        for turn in range(5):
            write_note(workspace.minutes_path, SPOT, SAID | {"conclusion": f"{number}-{turn}"}, "b000001")
            add_pin(workspace.minutes_path, "", "supply", "headcount_trend", SEARCH, "b000001")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = all_notes(workspace.minutes_path)
    assert len({n.conclusion for n in kept}) == len({n.number for n in kept}) == 30
    assert len(pins_of(workspace.minutes_path, "")) == 30


def is_refused(answer):
    """Whether a page was told in words that what a person sent was not taken, without a status a browser reports as a fault."""
    return answer.status_code == 200 and set(answer.get_json()) == {"error"} and bool(answer.get_json()["error"])


def pin(client, card="headcount_trend", search=SEARCH, page="supply", name=""):
    return post(client, "/report", do="pin", report=name, page=page, card=card, search=search)


def test_what_is_written_on_a_page_of_another_build_is_not_kept(workspace, client):
    served = Workspace.open(workspace.path).current_build()
    for answer in (note(client, search=f"{SEARCH}&build=b000000"), pin(client, search=f"{SEARCH}&build=b000000")):
        assert answer.status_code == 200 and "b000000" in answer.get_json()["error"] and served in answer.get_json()["error"]
    assert not all_notes(workspace.minutes_path) and not pins_of(workspace.minutes_path, "")
    assert note(client, search=f"{SEARCH}&build={served}").get_json()["number"]
    assert pin(client, search=f"{SEARCH}&build={served}").get_json()["pins"]
    assert "build" not in pins_of(workspace.minutes_path, "")[0].search


def test_a_card_is_not_pinned_twice_in_the_same_view(workspace, client):
    pin(client)
    again = pin(client)
    assert again.status_code == 200 and again.get_json()["error"] == "汇报中已有这张卡片（第 1 张）"
    assert len(pin(client, search="region=140300&period=2022").get_json()["pins"]) == 2 == len(pins_of(workspace.minutes_path, ""))


def test_cards_are_pinned_ordered_and_removed(workspace, client):
    assert [len(pin(client, search=f"region={region}&period=2022&by=sex&compare=previous&mode=wall&theme=dark").get_json()["pins"])
            for region in ("140321", "140300")] == [1, 2]
    assert pin(client, page="overview", card="density_ranking", search="region=140321&lang=en").status_code == 200
    pins = pins_of(workspace.minutes_path, "")
    assert [p.card for p in pins] == ["headcount_trend", "headcount_trend", "density_ranking"]
    assert "by=sex" in pins[0].search and "compare=previous" in pins[0].search and "period=2022" in pins[2].search
    assert not any(own in p.search for own in ("mode", "theme", "lang") for p in pins)
    moved = post(client, "/report", do="up", number=pins[2].number).get_json()
    assert [p["number"] for p in moved["pins"]] == [pins[0].number, pins[2].number, pins[1].number]
    assert moved["title"] == "本次会议" and moved["pins"][1]["title"] == "配备排名"
    post(client, "/report", do="up", number=pins[0].number)
    left = post(client, "/report", do="drop", number=pins[0].number).get_json()
    assert [p["number"] for p in left["pins"]] == [pins[2].number, pins[1].number]
    assert post(client, "/report", do="drop", number=pins[0].number).status_code == 404
    assert post(client, "/report", do="sell", number=1).status_code == 400 and pin(client, card="nowhere").status_code == 404
    assert pin(client, search="region=140322").status_code == 404


def test_a_pin_is_put_where_it_is_let_go_and_nowhere_beyond_the_ends(workspace, client):
    for region in ("140300", "140321", "140321100", "140321101"):
        pin(client, search=f"region={region}&period=2022")
    first, second, third, fourth = [p.number for p in pins_of(workspace.minutes_path, "")]
    for number, place, order in (
        (fourth, 1, [fourth, first, second, third]), (fourth, 3, [first, second, fourth, third]), (first, 4, [second, fourth, third, first]),
        (first, 5, [second, fourth, third, first]), (second, 0, [second, fourth, third, first]), (second, "2", [second, fourth, third, first]),
    ):
        told = post(client, "/report", do="place", number=number, place=place).get_json()
        assert [p["number"] for p in told["pins"]] == order, (number, place)
    assert post(client, "/report", do="place", number=fourth + 1, place=1).status_code == 404


def test_reports_have_names_and_hold_so_many_cards(workspace, client):
    path = workspace.minutes_path
    assert pin(client, name="三季度调度会").get_json()["title"] == "三季度调度会"
    assert pins_of(path, "") == [] and reports(path) == ["", "三季度调度会"]
    assert [r["label"] for r in client.get("/report.json?lang=en").get_json()["reports"]] == ["This meeting", "三季度调度会"]
    assert report_name("This meeting") == "" and len(report_name("长" * 90)) == 40
    for _ in range(MOST_PINS):
        add_pin(path, "", "supply", "headcount_trend", SEARCH, "b000001")
    assert is_refused(pin(client))
    with pytest.raises(XiangyiError):
        move_pin(path, "三季度调度会", pins_of(path, "")[0].number, "up")
    with pytest.raises(XiangyiError):
        drop_pin(path, "三季度调度会", pins_of(path, "")[0].number)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_in_the_language_of_its_reader_whoever_pinned_what(workspace, client, lang):
    pin(client)
    assert is_refused(pin(client, search=f"{SEARCH}&lang=en")), "the same view in another language is the same card"
    add_pin(workspace.minutes_path, "", "supply", "headcount_trend", "region=140300&period=2022&lang=en", "b000001")  # as once kept
    add_pin(workspace.minutes_path, "", "supply", "supply_table", "region=140321&lang=zh", "b000001")
    slides = Presentation(io.BytesIO(client.get(f"/report/slides.pptx?lang={lang}").get_data())).slides
    titles = [shape.text_frame.text for slide in list(slides)[1:] for shape in slide.shapes if shape.name in ("Title", "Subtitle")]
    listed = client.get(f"/report.json?lang={lang}").get_json()["pins"]
    sheets = openpyxl.load_workbook(io.BytesIO(client.get(f"/report/sheets.xlsx?lang={lang}").get_data())).sheetnames[:3]
    for words in (titles, [p["title"] for p in listed], sheets):
        assert len(words) in (3, 6) and all(any("\u4e00" <= c <= "\u9fff" for c in said.replace("平定县", "")) == (lang == "zh") for said in words), words
    assert {"zh": "阳泉市", "en": "Yangquan"}[lang] in listed[1]["where"], "the register has no other name of the county"
    assert all(f"lang={lang}" in p["href"] and p["href"].count("lang=") == 1 for p in listed)


def test_a_card_pinned_when_pins_still_kept_a_language_is_not_pinned_again(workspace, client):
    pin(client)
    path, kept = workspace.minutes_path, pins_of(workspace.minutes_path, "")[0]
    drop_pin(path, "", kept.number)
    add_pin(path, "", kept.page, kept.card, f"{kept.search}&lang=en", "b000001")
    assert is_refused(pin(client)) and len(pins_of(path, "")) == 1


def test_a_report_is_taken_away_from_one_build_with_each_pins_own_view(workspace, client, tmp_path):
    pin(client)
    pin(client, search="region=140300&period=2022&lang=en")
    pin(client, page="supply", card="supply_table", search="region=140321&period=2022")
    assert load(workspace, write(tmp_path, "再报.csv", returns(A_V01=4, B_V01=2))).build == "b000003"
    with sqlite3.connect(workspace.minutes_path) as db:
        db.execute("update pin set search = 'region=gone' where number = 3")
    made = client.get("/report/slides.pptx?lang=zh")
    slides = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in Presentation(io.BytesIO(made.get_data())).slides]
    assert made.status_code == 200 and len(slides) == 3
    assert "本次会议" in slides[0] and "共 2 张卡片" in slides[0] and "另有 1 张" in slides[0]
    assert all("b000003" in words and "b000002" not in words for words in slides)
    assert "平定县：" in slides[1] and "阳泉市：" in slides[2]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/report/sheets.xlsx").get_data()))
    assert len(book.sheetnames) == 3 and book.sheetnames[0].startswith("平定县")
    listed = client.get("/report.json").get_json()["pins"]
    assert "固定时为版本 b000002" in listed[0]["where"] and listed[2]["href"] == ""
    assert client.get("/report/slides.pptx?name=none").status_code == 404 and client.get("/report/sheets.xlsx?name=none").status_code == 404


def test_marks_need_a_name_even_without_the_web(workspace):
    write_note(workspace.minutes_path, SPOT, SAID, "b000001")
    with pytest.raises(XiangyiError):
        mark_note(workspace.minutes_path, 1, "done", " ")
    with pytest.raises(XiangyiError):
        mark_note(workspace.minutes_path, 1, "reopened", "李四")


def test_paper_gives_room_to_columns_by_their_names_whatever_their_order():
    """The style speaks of cells "of-measure", which stand in the column of that name."""
    style = (Path(__file__).parents[3] / "dashboard" / "assets" / "style.css").read_text(encoding="utf-8")
    rules = [line for line in style.splitlines() if line.lstrip().startswith('.notes td')]
    named = set(re.findall(r"[.]of-([a-z_]+)", " ".join(rules)))
    assert {"conclusion", "measure"} <= named <= set(HEADS) and "nth-child" not in " ".join(rules)
    heads = tuple(ColumnHead(name, name, is_control=name == "act") for name in reversed(HEADS))
    row = tuple(TableCell(f"cell of {name}", tone="bad" if name == "state" else "") for name in reversed(HEADS))
    made = Chart(name="agreed", kind="table", mark="", lang="en", title="", unit="", subtitle="", scale=scale_for((), "share", "", "en"), columns=heads, rows=(row,))
    cells = plain_table(made).children[0].children[1].children[0].children
    assert {cell.children.removeprefix("cell of "): cell.className.split() for cell in cells} == {
        name: [f"of-{name}", *{"act": ["pressed"], "state": ["tone", "tone-bad"]}.get(name, [])] for name in HEADS
    }

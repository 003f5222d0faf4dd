"""The desk: a file handed in by the browser is checked, handed back marked, loaded in the sender's name, or refused."""

from __future__ import annotations

import io
import time
from datetime import date

import openpyxl
import pytest

from dashboard import words
from dashboard.app import make_app
from dashboard.desk import MOST_DELIVERIES, MOST_FILES, Desk, plain_name
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.demo.people import id_number
from pipelines.intake.lock import hold_lock
from pipelines.site import site_text
from pipelines.warehouse.ledger import Ledger
from pipelines.warehouse.workspace import Workspace
from tests.unit.intake.files import FACILITIES, REGIONS

HEADERS = {"X-Xiangyi": "desk"}


def roster_csv() -> bytes:
    """A roster of four, two in each clinic."""
    rows = [
        f"{id_number(date(1970 + i, 5, 6), i % 2 == 0, i, 0)},2022-12-31,{code},乡村医生,乡村医生证"
        for i, code in enumerate(("A-V01", "A-V01", "B-V01", "B-V01"))
    ]
    return "\n".join(["身份证号,基准日期,机构代码,人员类别,执业资格", *rows, ""]).encode()


@pytest.fixture
def workspace(tmp_path):
    """An empty workspace."""
    return Workspace.create(tmp_path / "w", site_text("yangquan"))


@pytest.fixture
def client(workspace):
    return make_app(workspace.path, warm=False).server.test_client()


def send(client, name, body, token="", **headers):
    return client.post("/desk/files", query_string={"name": name, "token": token}, data=body, headers=HEADERS | headers)


def waited_for(client, token, seen=None):
    """Return the state of a delivery once nobody works on it; what it was doing meanwhile goes into `seen`."""
    for _ in range(600):
        state = client.get(f"/desk/{token}").get_json()
        if seen is not None:
            seen.add(state["doing"])
        if state["stage"] not in ("checking", "loading"):
            return state
        time.sleep(0.05)
    raise AssertionError(state)


def finish(client, token, what, **wishes):
    """Ask for a check or a load and wait for its end."""
    state = client.post(f"/desk/{token}/{what}", json=wishes, headers=HEADERS).get_json()
    return waited_for(client, token) if state.get("stage") in ("checking", "loading") else state


def hand_in(client, files):
    token = ""
    for name, body in files.items():
        answer = send(client, name, body, token)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        token = answer.get_json()["token"]
    return token


def table(state, name):
    return next(t for t in state["tables"] if t["name"] == name)["rows"]


def test_files_are_checked_compared_and_loaded_in_the_senders_name(client, workspace):
    token = hand_in(client, {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode(), "花名册.csv": roster_csv()})
    state = finish(client, token, "check")
    assert state["stage"] == "checked" and workspace.current_build() is None
    assert {row[2] for row in table(state, "files")} == {"地区名录", "机构名录", "人员花名册"}
    assert sum(int(row[3]) for row in table(state, "diffs")) > 0 and table(state, "problems") == []
    refused = client.post(f"/desk/{token}/load", json={"sender": " "}, headers=HEADERS)
    assert refused.status_code == 200 and "报送人" in refused.get_json()["error"]
    client.post(f"/desk/{token}/load", json={"sender": "张三"}, headers=HEADERS)
    doing: set[str] = set()
    state = waited_for(client, token, doing)
    assert doing and doing <= {"", "地区.csv", "机构.csv", "花名册.csv"}, "files are named; tables of the store are nobody's business"
    assert state["stage"] == "loaded" and str(workspace.current_build()) in state["done"]
    assert not list(workspace.tmp.rglob("*.csv")), "the archive has them; no second copy lies about"
    with Ledger(workspace.ledger_path) as ledger:
        assert [b["sender"] for b in ledger.batches()] == ["张三"]


def test_there_is_a_load_only_where_there_is_something_to_load_and_problems_stand_in_row_order(client):
    lines = roster_csv().decode().replace("A-V01,乡村医生", "A-V01,魔术师", 1).splitlines()
    lines[4] = lines[4].replace("2022-12-31", "2022-13-41")
    lines[1], lines[2] = lines[2], lines[1]
    register = {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()}
    state = finish(client, hand_in(client, {**register, "花名册.csv": "\n".join([*lines, ""]).encode()}), "check")
    assert state["loadable"] is True
    places = [(p[1], int(p[3] or 0)) for p in table(state, "problems")]
    assert len(places) > 1 and places == sorted(places, key=lambda p: (list(dict.fromkeys(f for f, _ in places)).index(p[0]), p[1]))
    state = finish(client, hand_in(client, {"x.csv": b"a,b\n1,2\n"}), "check")
    assert state["loadable"] is False
    state = finish(client, hand_in(client, {"花名册.csv": roster_csv()}), "check", period="abc")
    assert state["loadable"] is False and table(state, "files")[0][2] == "不加载：给出的时期“abc”不是时期"
    assert not any("--period" in cell for row in table(state, "problems") for cell in row)


def test_a_bad_workbook_comes_back_with_its_cells_marked_and_the_rest_loads(client, workspace):
    hand_in_first = hand_in(client, {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()})
    finish(client, hand_in_first, "check")
    finish(client, hand_in_first, "load", sender="张三")
    rows = [line.split(",") for line in roster_csv().decode("utf-8-sig").strip().splitlines()]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    column = rows[0].index("人员类别") + 1
    book.active.cell(2, column).value = "魔术师"
    buffer = io.BytesIO()
    book.save(buffer)
    token = hand_in(client, {"花名册.xlsx": buffer.getvalue()})
    state = finish(client, token, "check")
    (problem,) = [p for p in table(state, "problems") if p[0] == "错误"]
    assert problem[3:6] == ["2", "人员类别", "魔术师"]
    (marked,) = state["marked"]
    answer = client.get(marked["href"])
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    back = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = back[book.active.title]
    cell = sheet.cell(2, column)
    assert cell.value == "魔术师" and "人员类别" in cell.comment.text
    assert any(cell.coordinate in found.sqref for found in sheet.conditional_formatting)
    assert "错误" in back.sheetnames
    assert client.get(marked["href"].replace(token, "x" * 32)).status_code == 404
    state = finish(client, token, "load", sender="李四")
    assert state["stage"] == "loaded" and state["error"] == ""


def test_only_what_was_shown_is_loaded(client, workspace):
    registers = {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()}
    token = hand_in(client, registers)
    state = finish(client, token, "load", sender="张三")
    assert state["stage"] == "checked" and "尚未加载" in state["error"] and workspace.current_build() is None
    state = finish(client, token, "load", sender="张三", correct=True)
    assert state["stage"] == "checked" and "尚未加载" in state["error"] and workspace.current_build() is None
    state = finish(client, token, "check")
    assert state["stage"] == "checked" and state["error"] == ""
    assert send(client, "花名册.csv", roster_csv(), token).get_json()["stage"] == "receiving"
    state = finish(client, token, "load", sender="张三")
    assert state["stage"] == "checked" and len(table(state, "files")) == 3 and workspace.current_build() is None
    assert finish(client, token, "load", sender="张三")["stage"] == "loaded"


def test_what_was_loaded_since_the_check_is_shown_before_anything_is_replaced(client, workspace):
    registers = hand_in(client, {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()})
    finish(client, registers, "check")
    finish(client, registers, "load", sender="张三")
    mine, theirs = (hand_in(client, {"花名册.csv": body}) for body in (roster_csv(), roster_csv().replace("乡村医生证".encode(), "无证".encode(), 1)))
    for token in (mine, theirs):
        assert finish(client, token, "check")["stage"] == "checked"
    assert finish(client, theirs, "load", sender="李四")["stage"] == "loaded"
    state = finish(client, mine, "load", sender="张三")
    assert state["stage"] == "checked" and "与刚才显示的不同" in state["error"]
    assert sum(int(row[4]) for row in table(state, "diffs")) == 1
    with Ledger(workspace.ledger_path) as ledger:
        assert [b["sender"] for b in ledger.batches()] == ["张三", "李四"]
    assert finish(client, mine, "load", sender="张三")["stage"] == "loaded"


def test_a_load_that_had_to_give_way_can_be_asked_for_again(client, workspace, monkeypatch):
    monkeypatch.setattr("dashboard.desk.WAIT_SECONDS", 0.0)
    token = hand_in(client, {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()})
    finish(client, token, "check")
    with hold_lock(workspace.path / "lock", by="李四"):
        state = finish(client, token, "load", sender="张三")
    assert state["stage"] == "checked" and "李四" in state["error"]
    assert finish(client, token, "load", sender="张三")["stage"] == "loaded"


def test_a_check_and_a_load_that_are_stopped_change_nothing_and_can_be_asked_for_again(client, workspace):
    token, other = (hand_in(client, {"地区.csv": REGIONS.encode(), "机构.csv": FACILITIES.encode()}) for _ in range(2))
    finish(client, token, "check")
    with hold_lock(workspace.path / "lock"):  # so that there is time to stop the load, and the check that waits behind it
        client.post(f"/desk/{token}/load", json={"sender": "张三"}, headers=HEADERS)
        client.post(f"/desk/{other}/check", json={}, headers=HEADERS)
        for waiting in (token, other):
            assert client.post(f"/desk/{waiting}/stop", json={}, headers=HEADERS).get_json()["stopping"]
    load, check = waited_for(client, token), waited_for(client, other)
    assert (load["stage"], check["stage"]) == ("checked", "failed") and "已停止" in load["error"] and "已停止" in check["error"]
    with Ledger(workspace.ledger_path) as ledger:
        assert workspace.current_build() is None and ledger.live() == []
    assert not client.post(f"/desk/{token}/stop", json={}, headers=HEADERS).get_json()["stopping"]  # nothing runs that could be stopped
    assert finish(client, other, "check")["stage"] == "checked"
    assert finish(client, token, "load", sender="张三")["stage"] == "loaded" and workspace.current_build() == "b000001"


def test_what_stands_in_a_file_does_not_get_into_the_log(workspace, caplog):
    desk, number = Desk(workspace), id_number(date(1971, 3, 4), True, 9, 0)
    delivery = desk.open("zh")
    desk._guarded(delivery, lambda: int(number[:-1] + "X"))
    assert delivery.stage == "failed" and delivery.error is not None
    assert "ValueError" in caplog.text and "test_desk.py" in caplog.text and number[:17] not in caplog.text


def test_a_delivery_that_is_dropped_leaves_nothing_behind(client, workspace):
    token = hand_in(client, {"花名册.csv": roster_csv()})
    (folder,) = [p for p in workspace.tmp.iterdir() if "desk" in p.name]
    assert client.post(f"/desk/{token}/drop", json={}, headers=HEADERS).get_json() == {"stage": "dropped"}
    assert not folder.exists()
    gone = client.get(f"/desk/{token}")
    assert gone.status_code == 404 and "过期" in gone.get_json()["error"]


def test_old_deliveries_make_room_and_a_delivery_has_a_size(client, workspace):
    tokens = [hand_in(client, {"a.csv": b"x"}) for _ in range(MOST_DELIVERIES + 3)]
    assert [client.get(f"/desk/{t}").status_code for t in (tokens[0], tokens[-1])] == [404, 200]
    for _ in range(MOST_FILES - 1):
        assert send(client, "a.csv", b"x", tokens[-1]).status_code == 200
    refused = send(client, "a.csv", b"x", tokens[-1])
    assert refused.status_code == 200 and "60" in refused.get_json()["error"]


@pytest.mark.parametrize("headers", [
    {"X-Xiangyi": ""}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
])  # fmt: skip
def test_what_another_site_sends_is_refused(client, headers):
    assert send(client, "a.csv", b"x", **headers).status_code == 403
    assert client.post("/followup", json={}, headers=HEADERS | headers).status_code == 403


def test_what_is_too_long_or_nameless_is_refused_before_it_is_read(client):
    query, too_long = {"name": "a.csv"}, {"CONTENT_LENGTH": "300000000"}
    answer = client.post("/desk/files", query_string=query, data=b"x", headers=HEADERS, environ_overrides=too_long)
    assert answer.status_code == 413 and words.TOO_LONG.zh in answer.get_data(as_text=True)
    assert send(client, "", b"x").status_code == 400
    renamed = send(client, "..", b"x")
    assert renamed.status_code == 200 and set(renamed.get_json()) == {"error"}


@pytest.mark.parametrize(("sent", "kept"), [
    ("../../etc/花名册.xlsx", "花名册.xlsx"), ("C:\\表\\人员.csv", "人员.csv"), ("a\u202ecsv.xlsx", "acsv.xlsx"), ('a<b>"c.csv', "a_b__c.csv"),
])  # fmt: skip
def test_a_name_stays_in_its_folder(sent, kept):
    assert plain_name(sent) == kept


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_record_has_its_template(client, lang):
    for name, dataset in collect("pipelines.datasets", Dataset).items():
        answer = client.get(f"/template/{name}.xlsx?lang={lang}")
        assert answer.status_code == 200, name
        book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
        assert len(book.sheetnames) >= 2 and dataset.title
    assert client.get("/template/nothing.xlsx").status_code == 404


def test_an_explanation_needs_a_name_and_a_reason(client):
    answer = client.post("/followup?lang=en", json={"finding": "x", "by": "", "why": "it is so"}, headers=HEADERS)
    assert answer.status_code == 200 and answer.get_json() == {"error": words.EXPLAIN_NEEDS.en}

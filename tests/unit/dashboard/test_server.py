"""What the web server refuses, and what stands on every answer."""

from __future__ import annotations

import gzip
import io
import json
import re

import pytest
from pptx import Presentation

from dashboard import words
from dashboard.app import make_app
from dashboard.boundaries import read_packs
from dashboard.mistaken import SAID
from dashboard.page import all_pages
from dashboard.render.powerpoint import GROUNDS
from dashboard.script_words import SLIDE_TEMPLATES
from dashboard.server import CALL, MAX_BODY
from dashboard.theme import LIGHT
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import LANGS


@pytest.fixture(scope="module")
def app(demo_workspace):
    return make_app(demo_workspace, warm=False)


@pytest.fixture
def client(app):
    return app.server.test_client()


def call(client, pathname="/", search="", **changes):
    """Send the call of the first callback as a browser does that has no card mounted yet, with `changes` to its body."""
    layout = json.loads(client.get("/_dash-dependencies").get_data())
    first = next(d for d in layout if d["output"].startswith("..navigation"))
    body = {
        "output": first["output"],
        "outputs": sent(first["output"][2:-2].split("...")),
        "inputs": [
            {"id": "address", "property": "pathname", "value": pathname}, {"id": "address", "property": "search", "value": search},
        ],
        "state": sent([f"{state['id']}.{state['property']}" for state in first["state"]]),
        "changedPropIds": ["address.pathname"],
    }
    return client.post(CALL, json=body | changes)


def sent(names, card=None, value=None):
    """What a browser sends for components called `names`: of one kind those of `card`, none without it; `value` for those that stand alone."""
    found = []
    for name in names:
        own, prop, part = *name.rsplit(".", 1), part_of(name)
        if not part:
            found.append({"id": own, "property": prop, "value": value})
        else:
            found.append([{"id": card | {"part": part}, "property": prop, "value": card | {"part": part}}] if card else [])
    return found


def said(answer) -> str:
    """What a call was answered, with its Chinese readable."""
    return json.dumps(answer.get_json(), ensure_ascii=False)


def part_of(name: str) -> str:
    """The kind of component an output belongs to, "" for one that stands alone."""
    return json.loads(name.rsplit(".", 1)[0])["part"] if name.startswith("{") else ""


def test_every_page_opens_and_every_answer_is_guarded(client):
    for page in all_pages():
        answer = client.get(page.path)
        assert answer.status_code == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'; script-src 'self' 'sha256-" in policy and "unsafe-eval" not in policy
        assert policy.endswith("object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/nowhere", "/_mcp", "/supply/x", "/export/nowhere.pptx", "/boundaries/../secret.geojson",
                                  "/export/supply.pptx?region=X", "/assets/nothing.css", "/boundaries/secret.geojson"])
def test_an_unknown_path_is_a_friendly_404(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert words.NOT_FOUND_TITLE.zh in answer.get_data(as_text=True)
    assert "Content-Security-Policy" in answer.headers and "Traceback" not in answer.get_data(as_text=True)


def test_a_404_has_both_languages_a_way_home_in_each_and_the_colours_of_the_program(client):
    page = client.get("/nosuch").get_data(as_text=True)
    for lang in LANGS:
        assert words.NOT_FOUND_TITLE.of(lang) in page and f"<a href='/?lang={lang}'>{words.HOME.of(lang)}</a>" in page
    assert LIGHT.accent in page and words.BRAND.zh in page and not re.search(r"\{\w*\}|\{\{", page)


@pytest.mark.parametrize("asked", ["", "?region=140300&lang=en"])
def test_the_overview_is_found_under_its_name_too(client, asked):
    found = client.get(f"/overview{asked}")
    assert found.status_code == 302 and found.headers["Location"] == f"/{asked}"
    assert client.get(found.headers["Location"]).status_code == 200 and "Content-Security-Policy" in found.headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", ""])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:8050"])
def test_this_machine_is_served(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_other_methods_are_refused(client):
    assert client.put("/").status_code == 405
    assert client.post("/").status_code == 405
    assert client.delete(CALL).status_code == 405


def test_the_layout_holds_no_data(client):
    text = client.get("/_dash-layout").get_data(as_text=True)
    assert "142" not in text and "阳泉" not in text and "540" not in text


def test_an_honest_call_is_answered(client):
    answer = call(client, "/", "?region=140300")
    assert answer.status_code == 200 and "阳泉" in said(answer)


@pytest.mark.parametrize(
    "value", ["/nowhere", 7, None, [], {}, {"a": 1}, "/x" * 2500, "' OR 1=1", "\x00", "../../etc/passwd"]
)
def test_an_unknown_address_in_a_call_says_so(client, value):
    of_place = SAID["region"][0] if len(str(value)) < 100 else words.NOT_FOUND_TITLE
    for answer, title in ((call(client, value, ""), words.NOT_FOUND_TITLE), (call(client, "/", f"?region={value}"), of_place)):
        assert answer.status_code == 200
        assert title.zh in said(answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "x.children"}, {"output": 3}, {"inputs": []}, {"inputs": "x"}, {"state": None}, {"outputs": []},
        {"inputs": [{"id": "county", "property": "pathname", "value": "/"}, {"id": "address", "property": "search"}]},
        {"changedPropIds": [{}]},
    ],
)
def test_a_forged_call_gets_the_constant_answer(client, changes):
    answer = call(client, **changes)
    assert answer.status_code == 400
    assert answer.get_json() == {"message": words.REFUSED.zh, "message_en": words.REFUSED.en}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"[" * 100_000, b"\xff\xfe", b"9" * 5000, b"x" * (MAX_BODY + 1)])
def test_a_body_that_is_no_call_is_refused(client, body):
    answer = client.post(CALL, data=body, content_type="application/json")
    assert answer.status_code in (400, 413) and "Traceback" not in answer.get_data(as_text=True)


def test_a_forged_state_changes_no_card(client):
    layout = json.loads(client.get("/_dash-dependencies").get_data())
    fills = next(d for d in layout if [i["id"] for i in d["inputs"]] == ["mounted"] and "figure" in d["output"])
    card = {"card": "density_map", "page": "overview"}
    for value in (None, 5, [], {"page": "overview", "search": 7}, {"page": "nowhere"}, {"page": "overview", "search": "?region=X"}):
        body = {
            "output": fills["output"],
            "outputs": sent(fills["output"][2:-2].split("..."), card),
            "inputs": [{"id": "mounted", "property": "data", "value": value}],
            "state": sent([f"{state['id']}.{state['property']}" for state in fills["state"]], card, value),
            "changedPropIds": ["mounted.data"],
        }
        answer = client.post(CALL, json=body)
        assert answer.status_code in (200, 204)
        assert "figure" not in answer.get_data(as_text=True) and "children" not in answer.get_data(as_text=True)


def test_scripts_are_compressed_once_and_kept(client):
    page = client.get("/").get_data(as_text=True)
    path = next(part.split('"')[0] for part in page.split('src="')[1:] if "dash_renderer" in part)
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    again = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == again.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.data) == gzip.decompress(again.data) == client.get(path).data
    assert "max-age=31536000" in again.headers["Cache-Control"]


def test_boundaries_are_served_by_their_content(client, demo_workspace):
    packs = read_packs(demo_workspace / "boundaries")
    assert len(packs) == 2
    for pack in packs:
        answer = client.get(pack.url)
        assert answer.status_code == 200 and answer.get_data() == pack.body
        assert "immutable" in answer.headers["Cache-Control"]


def test_slides_come_as_a_file_that_is_not_kept(client):
    answer = client.get("/export/supply.pptx?region=140300&lang=en")
    assert answer.status_code == 200 and answer.get_data()[:2] == b"PK"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "xiangyi-supply-140300-2025.pptx" in answer.headers["Content-Disposition"]


def test_slides_by_steps_say_how_far_they_are_and_end_with_the_deck(client):
    head, _, deck = client.get("/export/data.pptx?region=140300&lang=en&steps=1").get_data().partition(b"\n\n")
    shares = [float(line) for line in head.split()]
    assert shares == sorted(shares) and len(set(shares)) == len(shares) > 5 and shares[-1] == 1
    assert deck[:2] == b"PK" and client.get("/export/none.pptx?steps=1").status_code == 404


def test_an_open_door_in_the_environment_stops_the_start(demo_workspace, monkeypatch):
    monkeypatch.setenv("DASH_MCP_ENABLED", "true")
    with pytest.raises(XiangyiError) as refused:
        make_app(demo_workspace, warm=False)
    assert refused.value.code == ExitCode.REFUSED


@pytest.mark.parametrize("lang", LANGS)
def test_slides_have_the_look_that_is_asked_for(client, lang):
    """Blue, or red and gold; an unknown one is blue. Read back from the ground of the first slide and the bar of another."""
    asked = {"": "blue", "&template=blue": "blue", "&template=red_gold": "red_gold", "&template=none": "blue"}
    assert set(asked.values()) == set(SLIDE_TEMPLATES) == set(GROUNDS)
    for said, name in asked.items():
        made = client.get(f"/export/indicators.pptx?region=140300&lang={lang}{said}")
        first, second = list(Presentation(io.BytesIO(made.get_data())).slides)[:2]
        grounds = {str(slide.shapes[0].fill.fore_color.rgb) for slide in (first, second)}
        assert grounds == {GROUNDS[name].ground.removeprefix("#")}, said

"""The addresses of the desk: hand a file in, see what it would change, take the marked copy, load; templates; explanations."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask

from dashboard import holdings, words
from dashboard.data import Gate, Viewer
from dashboard.desk import NOT_YET, Delivery, Desk
from dashboard.server import MAX_UPLOAD, lang_asked, refused, said_page, untaken
from dashboard.told import told
from pipelines.core.dataset import Dataset
from pipelines.core.errors import XiangyiError
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.intake.followup import LONGEST_NAME, LONGEST_REASON, explain, reopen
from pipelines.intake.template import write_template
from pipelines.warehouse.loads import Mode

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_NAME = Text("请先填写报送人姓名", "enter the sender's name first")
_BAD_NAME = Text("文件名太长，或没有可用的字符；请改名后再选", "the file's name is too long or has no usable character; rename it and choose it again")
_GONE = Text("这次报送已过期；请重新选择文件", "this delivery is gone; choose the files again")
_EXPLAINED = Text("说明已保存；已说明的排在清单末尾", "Saved: what is explained stands at the end of the list")
_REOPENED = Text("已重新打开，回到待核实之列", "Saved: it is open again, among those to be followed up")
_NO_FINDING = Text("没有这一条；请刷新页面", "there is no such finding; reload the page")
Answer = flask.Response


def add_routes(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    """Put the desk's routes on `server`; all of them serve the person at this machine."""
    desk = Desk(gate.workspace)
    _receiving(server, desk)
    _working(server, desk)
    _ending(server, desk)
    _papers(server, desk)
    _explaining(server, gate, viewer)


def _with(desk: Desk, token: str, then: Callable[[Delivery], Answer]) -> Answer:
    delivery = desk.find(token)
    return refused(_GONE, 404) if delivery is None else then(delivery)


def _state(delivery: Delivery) -> Answer:
    return flask.jsonify(told(delivery))


def _receiving(server: flask.Flask, desk: Desk) -> None:
    @server.post("/desk/files")
    def receive() -> Answer:
        """Take one file as the raw body of the request; `token` adds it to a delivery that is open."""
        request = flask.request
        request.max_content_length = MAX_UPLOAD
        length, name = request.content_length, request.args.get("name", "")
        if length is None or not name:
            return refused(words.REFUSED, 400)
        delivery = desk.find(request.args.get("token", "")) or desk.open(lang_asked())
        if delivery.is_busy:
            return refused(NOT_YET)
        try:
            desk.receive(delivery, name, request.stream, length)
        except ValueError:
            return refused(_BAD_NAME)
        except XiangyiError as error:
            return untaken(error, desk.workspace.path)
        return _state(delivery)


def _working(server: flask.Flask, desk: Desk) -> None:
    def asked() -> tuple[str | None, str, Mode]:
        given = flask.request.get_json(silent=True)
        found: dict[str, Any] = given if isinstance(given, dict) else {}
        period, sender = str(found.get("period") or "").strip(), " ".join(str(found.get("sender") or "").split())
        return period[:40] or None, sender[:LONGEST_NAME], "correct" if found.get("correct") is True else "replace"

    @server.get("/desk/<token>")
    def look(token: str) -> Answer:
        return _with(desk, token, _state)

    @server.post("/desk/<token>/check")
    def check(token: str) -> Answer:
        def then(delivery: Delivery) -> Answer:
            period, _, mode = asked()
            desk.check(delivery, period, mode)
            return _state(delivery)

        return _with(desk, token, then)

    @server.post("/desk/<token>/load")
    def load(token: str) -> Answer:
        def then(delivery: Delivery) -> Answer:
            period, sender, mode = asked()
            if not sender:
                return refused(_NO_NAME)
            desk.load(delivery, period, sender, mode)
            return _state(delivery)

        return _with(desk, token, then)


def _ending(server: flask.Flask, desk: Desk) -> None:
    @server.post("/desk/<token>/stop")
    def stop(token: str) -> Answer:
        def then(delivery: Delivery) -> Answer:
            desk.stop(delivery)
            return _state(delivery)

        return _with(desk, token, then)

    @server.post("/desk/<token>/drop")
    def drop(token: str) -> Answer:
        def then(delivery: Delivery) -> Answer:
            desk.drop(delivery)
            return flask.jsonify({"stage": "dropped"})

        return _with(desk, token, then)


def _papers(server: flask.Flask, desk: Desk) -> None:
    @server.get("/desk/<token>/marked/<int:number>.xlsx")
    def marked(token: str, number: int) -> Answer:
        delivery = desk.find(token)
        path = desk.marked(delivery, delivery.files[number]) if delivery and number < len(delivery.files) else None
        if path is None or not path.is_file():
            return said_page(404, words.NOT_FOUND_TITLE)
        return _download(path.read_bytes(), path.name)

    @server.get("/template/<name>.xlsx")
    def template(name: str) -> Answer:
        dataset = collect("pipelines.datasets", Dataset).get(name)
        if dataset is None:
            return said_page(404, words.NOT_FOUND_TITLE)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "template.xlsx"
            write_template([dataset], path, lang_asked())
            return _download(path.read_bytes(), f"{dataset.title.of(lang_asked())}.xlsx")


def _download(body: bytes, name: str) -> Answer:
    return flask.send_file(io.BytesIO(body), XLSX, as_attachment=True, download_name=name)  # writes a Chinese name as RFC 5987 asks


def _explaining(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    @server.post("/followup")
    def follow() -> Answer:
        """Mark a finding as explained, or open an explained one again; a reason and a name are asked for."""
        given = flask.request.get_json(silent=True)
        found: dict[str, Any] = given if isinstance(given, dict) else {}
        by, why = (" ".join(str(found.get(k) or "").split()) for k in ("by", "why"))
        if not by or not why or len(by) > LONGEST_NAME or len(why) > LONGEST_REASON:
            return refused(words.EXPLAIN_NEEDS)
        known = holdings.finding(gate.edition(), viewer, str(found.get("finding")))
        if known is None:
            return refused(_NO_FINDING, 404)
        is_explained = known["state"] == "explained"
        try:
            (reopen if is_explained else explain)(gate.workspace, known, by, why)
        except XiangyiError as error:
            return untaken(error, gate.workspace.path)
        return flask.jsonify({"done": True, "said": (_REOPENED if is_explained else _EXPLAINED).of(lang_asked())})

"""The addresses of a meeting: notes on a card, written and marked; cards pinned to a report, ordered and taken away as slides or a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import flask

from dashboard import notes, report, words
from dashboard.asking import drawn_by
from dashboard.cards.agreed import spot_of, today_of
from dashboard.data import Gate, Viewer
from dashboard.page import Card
from dashboard.pinned import charts_of, report_deck, report_steps, shown_pins, where
from dashboard.render.workbook import workbook
from dashboard.server import by_steps, lang_asked, refused, said_page, untaken
from dashboard.sight import Sight, sees_records, sight_at
from dashboard.takeaway import template_asked, unlike
from pipelines.core.errors import XiangyiError
from pipelines.core.text import Text

Answer = flask.Response
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OWN = ("region", "facility", "period", "compare", "by", "population")  # what a pin keeps, chosen or not; a report has its reader's language
_ONCE_KEPT = re.compile(r"&?lang=[a-z]+")  # in pins of earlier days
NO_CARD = Text("没有这张卡片，或它不在您的权限之内", "there is no such card, or it is not yours to see")
EMPTY = Text("汇报中还没有卡片；在卡片右上角的菜单中选“加入汇报”", 'The report holds no card yet: choose "Pin to the report" in the menu of a card')
ANOTHER = Text("固定时为版本 {build}", "pinned at build {build}")
STALE = Text(
    "页面是数据版本 {seen} 的，现在使用的是 {served}，因此没有记录。请刷新本页，核对数字后再记（写好的内容请先复制）。",
    "The page is of build {seen}; build {served} is in use now, so nothing was recorded. Reload the page and look at its figures first "
    "(copy what you have written before).",
)
THERE = Text("汇报中已有这张卡片（第 {n} 张）", "The report holds this card already (card {n})")
LOST = Text("该视图在现用版本中已不存在，导出时略去", "this view does not exist in the build in use; it is left out of the download")
_WORDS: Mapping[str, Text] = {
    **notes.FIELDS, "by": Text("姓名（必填）", "Your name (required)"),
    "save": Text("保存", "Save"), "close": Text("关闭", "Close"), "done": Text("标为完成", "Mark done"),
    "reopened": Text("重新打开", "Reopen"), "withdrawn": Text("撤回", "Withdraw"), "heading": Text("结论与措施", "Conclusions and measures"),
    "calendar": Text("从日历选择时限", "Choose the due day from a calendar"),
    "lost": Text("与服务器的连接中断；请刷新页面", "The connection to the server was lost; reload the page"), "none": Text("还没有记录", "Nothing written yet"),
    "confirm": Text("由谁确认？", "Who says so?"), "cancel": Text("取消", "Cancel"),
    "hidden": Text("不要填写身份证号等个人信息", "do not write ID numbers or other personal data"),
}
_REPORT_WORDS: Mapping[str, Text] = {
    "heading": Text("汇报", "Report"), "up": Text("上移", "Move up"), "down": Text("下移", "Move down"), "drop": Text("移去", "Remove"),
    "drag": Text("按住一张卡片拖动，也可调整顺序", "Cards can be dragged into another order as well"),
    "slides": Text("下载 PowerPoint", "Download PowerPoint"), "sheets": Text("下载 Excel", "Download Excel"), "close": Text("关闭", "Close"),
    "which": Text("哪一份", "Which report"), "new": Text("另起一份，名称", "Begin another, named"), "empty": EMPTY,
    "pinned": Text("已加入“{name}”（第 {n} 张）", 'Pinned to "{name}" (card {n})'), "lost": _WORDS["lost"],
}


def add_meeting(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    """Put the addresses of notes and of reports on `server`."""
    _notes(server, gate, viewer)
    _pins(server, gate, viewer)
    _downloads(server, gate, viewer)


def _given() -> dict[str, Any]:
    found = flask.request.get_json(silent=True)
    return found if isinstance(found, dict) else {}


def _number(given: object) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 < given < 2**53 else 0


def _seen(gate: Gate, viewer: Viewer, page: object, card: object, search: object) -> tuple[Sight, Card] | None:
    """Return the view and the card that are meant; None where either is unknown or the viewer may not see everything of the place."""
    if not isinstance(page, str) or not isinstance(search, str):
        return None
    sight = sight_at(gate.edition(), viewer, page, search.lstrip("?"))
    found = next((c for c in sight.state.page.cards if c.name == card and c.kind != "desk"), None) if sight else None
    inside = sight is not None and sees_records(sight)
    return (sight, found) if sight and found and inside else None


def _stale(sight: Sight, search: object) -> Answer | None:
    """Return what is said where the page shows another build than is served: what is agreed on is agreed on figures somebody saw."""
    said = unlike(sight.edition, parse_qs(str(search)).get("build", [""])[-1], STALE)
    return refused(said) if said else None


def _notes(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    path = gate.workspace.minutes_path

    @server.get("/notes/<page>/<card>.json")
    def notes_there(page: str, card: str) -> Answer:
        """Tell the notes a card shows, each in words with what may be done to it."""
        seen = _seen(gate, viewer, page, card, flask.request.query_string.decode("ascii", "replace"))
        return refused(NO_CARD, 404) if seen is None else _notes_told(*seen)

    @server.post("/notes")
    def notes_write() -> Answer:
        given = _given()
        seen = _seen(gate, viewer, given.get("page"), given.get("card"), given.get("search"))
        if seen is None:
            return refused(NO_CARD, 404)
        if (stale := _stale(seen[0], given.get("search"))) is not None:
            return stale
        try:
            number = notes.write_note(path, spot_of(*seen), given, seen[0].edition.build)
        except XiangyiError as error:
            return untaken(error, gate.workspace.path)
        return flask.jsonify({"number": number})

    @server.post("/notes/mark")
    def notes_mark() -> Answer:
        given = _given()
        action, number = given.get("do"), _number(given.get("number"))
        try:
            mine = {n.number for n in notes.all_notes(path) if n.spot.region in gate.edition().places(viewer.inside)}
            if action not in notes.ACTIONS or number not in mine:
                return refused(notes.NO_NOTE, 404)
            notes.mark_note(path, number, action, str(given.get("by") or ""))
        except XiangyiError as error:
            return untaken(error, gate.workspace.path)
        return flask.jsonify({"done": True})


def _notes_told(sight: Sight, card: Card) -> Answer:
    lang, today = sight.lang, today_of(sight)
    kept = notes.all_notes(sight.edition.workspace.minutes_path, sight.edition.site.time_zone)
    told = [
        {"number": note.number, "line": note.line(today, lang), "by": f"{note.by} {note.at[:10]} · {note.spot.period}",
         "can": ["done", "withdrawn"] if note.is_open else ["reopened"]}
        for note in notes.notes_on(kept, spot_of(sight, card))
    ]
    said = {name: text.of(lang) for name, text in _WORDS.items()}
    title = drawn_by(sight, card).title.of(lang)
    return flask.jsonify({"title": title, "where": where(sight), "notes": told, "words": said, "longest": dict(notes.LONGEST)})


def _pins(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    path = gate.workspace.minutes_path

    @server.get("/report.json")
    def report_there() -> Answer:
        """Tell the pins of a report in their order, and the names of the reports there are."""
        return _report_told(gate, viewer, report.report_name(flask.request.args.get("name")))

    @server.post("/report")
    def report_change() -> Answer:
        given = _given()
        name, number, wish = report.report_name(given.get("report")), _number(given.get("number")), given.get("do")
        try:
            if wish == "pin":
                seen = _seen(gate, viewer, given.get("page"), given.get("card"), given.get("search"))
                if seen is None:
                    return refused(NO_CARD, 404)
                if (stale := _stale(seen[0], given.get("search"))) is not None:
                    return stale
                state = seen[0].state
                own = {part: getattr(state, part) for part in OWN}
                search = state.href(**own, mode="", card="", theme="", lang="").partition("?")[2]
                there = [(pin.page, pin.card, _ONCE_KEPT.sub("", pin.search)) for pin in report.pins_of(path, name)]
                if (same := (state.page.name, seen[1].name, search)) in there:
                    return refused(THERE.format(n=there.index(same) + 1))
                report.add_pin(path, name, state.page.name, seen[1].name, search, seen[0].edition.build)
            elif wish in ("up", "down"):
                report.move_pin(path, name, number, wish)
            elif wish == "place":
                report.move_pin(path, name, number, _number(given.get("place")))
            elif wish == "drop":
                report.drop_pin(path, name, number)
            else:
                return refused(words.REFUSED, 400)
        except XiangyiError as error:
            return untaken(error, gate.workspace.path)
        return _report_told(gate, viewer, name)


def _report_told(gate: Gate, viewer: Viewer, name: str) -> Answer:
    lang, edition, path = lang_asked(), gate.edition(), gate.workspace.minutes_path
    told = []
    for one in shown_pins(edition, viewer, report.pins_of(path, name), lang):
        sight, card, pin = one.sight, one.card, one.pin
        if sight is None or card is None:
            told.append({"number": pin.number, "title": f"{pin.page} / {pin.card}", "where": LOST.of(lang), "href": ""})
            continue
        older = f" · {ANOTHER.of(lang).format(build=pin.build)}" if pin.build != edition.build else ""
        href = sight.state.href(lang=lang)
        told.append({"number": pin.number, "title": drawn_by(sight, card).title.of(lang), "where": where(sight) + older, "href": href})
    named = [{"value": each, "label": each or report.THIS_MEETING.of(lang)} for each in dict.fromkeys([*report.reports(path), name])]
    said = {key: text.of(lang) for key, text in _REPORT_WORDS.items()}
    return flask.jsonify({"name": name, "title": name or report.THIS_MEETING.of(lang), "pins": told, "reports": named, "words": said})


def _downloads(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    def attached(body: bytes, kind: str, ending: str) -> Answer:
        response = flask.Response(body, mimetype=kind)
        response.headers.set("Content-Disposition", "attachment", filename=f"xiangyi-report.{ending}")
        return response

    @server.get("/report/slides.pptx")
    def report_slides() -> Answer:
        """Return the report as slides, all of them from the build that is served at this moment."""
        edition, name = gate.edition(), report.report_name(flask.request.args.get("name"))
        shown = shown_pins(edition, viewer, report.pins_of(gate.workspace.minutes_path, name), lang_asked())
        if shown and "steps" in flask.request.args:
            return by_steps(report_steps(edition, name, shown, lang_asked(), template_asked()))
        if not shown:
            return said_page(404, EMPTY)
        return attached(report_deck(edition, name, shown, lang_asked(), template_asked()), PPTX, "pptx")

    @server.get("/report/sheets.xlsx")
    def report_sheets() -> Answer:
        """Return the report as a workbook, a sheet a pin, all from one build."""
        edition, name = gate.edition(), report.report_name(flask.request.args.get("name"))
        charts = charts_of(shown_pins(edition, viewer, report.pins_of(gate.workspace.minutes_path, name), lang_asked()))
        return attached(workbook(charts), XLSX, "xlsx") if charts else said_page(404, EMPTY)

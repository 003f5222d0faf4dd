"""The web application: one workspace, one viewer, loopback only."""

from __future__ import annotations

import atexit
import os
import threading
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import flask
from dash import Dash
from werkzeug.wrappers import Response

from dashboard import words
from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted, register
from dashboard.data import Gate, Viewer
from dashboard.export import deck_by_steps, deck_of
from dashboard.handing import add_routes
from dashboard.layout.shell import frame
from dashboard.meeting import add_meeting
from dashboard.page import all_pages
from dashboard.server import by_steps, harden, said_page
from dashboard.sight import sight_at
from dashboard.takeaway import add_takeaways, file_name, other_build, template_asked
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import LANGS, Text

ASSETS = Path(__file__).resolve().parent / "assets"
QUIET_SECONDS = 0.4
END_SECONDS = 5.0  # that the end of the program waits for a page being asked ahead
MOST_WARMED = 8  # places, and years; a country has more than may be asked ahead
MOST_DRILLED = 24  # places under the roots, the first page of each: where a reader goes first
FIRST_PAGES = 3  # of the navigation, which are opened ahead for places and years; the roots have every page
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_INDEX = """<!DOCTYPE html>
<html lang="{lang}">
<head>{%metas%}<meta name="viewport" content="width=device-width, initial-scale=1"><title>{%title%}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">{%css%}</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>"""


def make_app(workspace: Path, *, warm: bool = True) -> Dash:
    """Return the application that serves `workspace` to the person at this machine.

    `warm` asks the pages' first questions in the background, so that the first reader need not wait. Raises XiangyiError
    REFUSED when the environment would open the callbacks to other programs.
    """
    _refuse_open_doors()
    gate = Gate(workspace)
    atexit.register(gate.close)
    viewer = Viewer.local(gate.site)
    app = Dash(
        "dashboard",
        title=words.BRAND.of(gate.site.language),
        update_title=None,  # type: ignore[arg-type]  # Dash documents None: the title stays while data come
        assets_folder=str(ASSETS),
        suppress_callback_exceptions=True,
        serve_locally=True,
        compress=False,
        index_string=_INDEX.replace("{lang}", "zh-CN" if gate.site.language == "zh" else "en"),
    )
    app.layout = frame
    register(app, gate, viewer)
    _routes(app.server, gate, viewer)
    harden(app.server, lambda: list(app.csp_hashes()), frozenset(p.path for p in all_pages()), app.callback_map)
    if warm:
        asked = Asked()
        app.server.before_request(asked.note)
        warming = threading.Thread(target=warm_up, args=(gate, viewer, asked), name="warm", daemon=True)
        warming.start()
        atexit.register(asked.end, warming)  # runs before the gate is closed
    return app


class Asked:
    """When a reader last asked for something; the warming up waits for a quiet moment."""

    def __init__(self) -> None:
        self._at, self._over = 0.0, threading.Event()

    def note(self) -> None:
        """Remember that somebody asks now."""
        self._at = time.monotonic()

    def is_quiet(self) -> bool:
        """Wait until nobody has asked for a while; False once the program ends."""
        while time.monotonic() - self._at < QUIET_SECONDS and not self._over.is_set():
            self._over.wait(QUIET_SECONDS / 4)
        return not self._over.is_set()

    def end(self, warming: threading.Thread) -> None:
        """Let the warming up finish the page it is at, for its build is closed next."""
        self._over.set()
        warming.join(timeout=END_SECONDS)


def _refuse_open_doors() -> None:
    if os.environ.get("DASH_MCP_ENABLED"):
        raise XiangyiError(
            Text("环境变量 DASH_MCP_ENABLED 会向其他程序公开全部回调，拒绝启动；请取消该变量",
                 "DASH_MCP_ENABLED in the environment would open every callback to other programs; refused to start, unset it"),
            ExitCode.REFUSED,
        )


def _routes(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    @server.get("/boundaries/<name>.geojson")
    def boundaries(name: str) -> flask.Response:
        pack = next((p for p in gate.edition().packs if p.url == f"/boundaries/{name}.geojson"), None)
        if pack is None:
            return said_page(404, words.NOT_FOUND_TITLE)
        return flask.Response(pack.body, mimetype="application/geo+json")

    @server.get("/export/<name>.pptx")
    def slides(name: str) -> flask.Response:
        sight = sight_at(gate.edition(), viewer, name, flask.request.query_string.decode("ascii", "replace"))
        if sight is None:
            return said_page(404, words.NOT_FOUND_TITLE)
        if (other := other_build(sight.edition)) is not None:
            return other
        if "steps" in flask.request.args:
            return by_steps(deck_by_steps(sight, template_asked()))
        response = flask.Response(deck_of(sight, template_asked())[0], mimetype=PPTX)
        response.headers.set("Content-Disposition", "attachment", filename=f"{file_name(sight)}.pptx")
        return response

    for page in all_pages():
        if page.path != f"/{page.name}":  # the overview stands at /, and is looked for under its name
            server.add_url_rule(f"/{page.name}", f"named-{page.name}", partial(_to_page, page.path))
    add_routes(server, gate, viewer)
    add_takeaways(server, gate, viewer)
    add_meeting(server, gate, viewer)


def _to_page(path: str) -> Response:
    """Lead to where a page stands, with what was asked of it."""
    asked = flask.request.query_string.decode("ascii", "replace")
    return flask.redirect(f"{path}?{asked}" if asked else path)


def warm_up(gate: Gate, viewer: Viewer, asked: Asked) -> None:
    """Answer what readers turn to first, so that it is kept: every page of the roots, places below, one place a level, years."""
    try:
        edition = gate.edition()
        places, levels, own = edition.places(viewer), edition.site.region_levels, gate.site.language
        roots = [p.code for p in places.tops]
        first = [next((p.code for p in places.under(r) if p.level == level), r) for level in levels[1:] for r in roots]
        below = [p.code for r in roots for p in places.children(r)]
        for lang in (own, *(x for x in LANGS if x != own)):
            for code in roots:
                _open_pages(gate, viewer, {"region": code, "lang": lang}, asked, None if lang == own else FIRST_PAGES)
        for code in below[:MOST_DRILLED]:
            _open_pages(gate, viewer, {"region": code}, asked, 1)
        for code in dict.fromkeys([*first, *below][:MOST_WARMED]):
            _open_pages(gate, viewer, {"region": code}, asked, FIRST_PAGES)
        for period in edition.years[:MOST_WARMED]:
            for code in roots:
                _open_pages(gate, viewer, {"region": code, "period": period}, asked, 1)
    except XiangyiError:
        return  # nothing is published yet: the page itself says so


def _open_pages(gate: Gate, viewer: Viewer, query: dict[str, str], asked: Asked, most: int | None = None) -> None:
    for page in all_pages()[:most]:
        if not asked.is_quiet():
            return
        shown = page_at(gate, viewer, page.path, "?" + urlencode(query), None)[-1]
        content(gate, viewer, shown, *mounted(page))

"""What a reader takes away of a card: its table as a workbook, CSV or picture, its map as a picture, and what it means. One address a card."""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import urlencode

import flask

from dashboard import words
from dashboard.cards.agreed import notes_of
from dashboard.charts.chart import Chart
from dashboard.charts.sift import noted, read_sift, sifted
from dashboard.charts.words import period_name
from dashboard.data import Edition, Gate, Viewer
from dashboard.page import Card, Page
from dashboard.render.asked import asked
from dashboard.render.powerpoint import GROUNDS, Template
from dashboard.render.static_map import map_png, map_svg
from dashboard.render.static_table import has_picture, table_png, table_svg
from dashboard.render.workbook import about, csv_text, origin, shown_columns, workbook
from dashboard.server import said_page
from dashboard.sight import Sight, sight_at
from dashboard.state import NAMES
from dashboard.view import chart_of, page_charts, with_notes
from pipelines.core.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 2_000  # rows told to a page; a workbook has them all


def add_takeaways(server: flask.Flask, gate: Gate, viewer: Viewer) -> None:
    """Put the addresses of cards, of a page's workbook and of the newest build on `server`."""

    @server.get("/card/<page>/<name>.<form>")
    def card(page: str, name: str, form: str) -> flask.Response:
        found = _card(gate, viewer, page, name)
        if found is None or form not in (*FORMS, "csv", "json"):
            return said_page(404, words.NOT_FOUND_TITLE)
        if form != "json" and (other := other_build(found[0].edition)) is not None:  # a dialog is told the build and says so itself
            return other
        try:
            chart = _as_asked(with_notes(*found, notes_of(found[0])) if form != "json" else chart_of(*found))
        except ValueError:
            return said_page(400, words.REFUSED)
        if form == "json":
            return _told(chart, found[0].edition.build)
        if form == "csv":
            return _csv(chart, found[0], file_name(found[0], name))
        return FORMS[form](chart, file_name(found[0], name))

    @server.get("/export/<page>.xlsx")
    def sheets(page: str) -> flask.Response:
        sight = _sight(gate, viewer, page)
        if sight is None:
            return said_page(404, words.NOT_FOUND_TITLE)
        return other_build(sight.edition) or _attached(workbook(page_charts(sight)), XLSX, f"{file_name(sight)}.xlsx")

    @server.get("/build")
    def build() -> flask.Response:
        """Tell the build that is served now, so that a page that shows an older one can say so."""
        return flask.jsonify({"build": gate.edition().build})


def other_build(edition: Edition) -> flask.Response | None:
    """Return what is said where the page that asks shows another build than `edition`, None where it does not or does not say."""
    said = unlike(edition, flask.request.args.get("build", ""), words.OTHER_BUILD)
    return said_page(409, said) if said else None


def template_asked() -> Template:
    """Return the look that the slides asked for are to have: the blue one where none is known by what the address says."""
    return next((name for name in GROUNDS if name == flask.request.args.get("template")), "blue")


def unlike(edition: Edition, seen: str, said: Text) -> Text | None:
    """Return `said` of the build a page shows and the one that is served, None where they are the same or the page does not say."""
    return said.format(seen=seen[:20], served=edition.build) if seen not in ("", edition.build) else None


def file_name(sight: Sight, card: str = "") -> str:
    """Return what a download of a page, or of a card of it, is called without its ending: two places, or two years, never collide."""
    state = sight.state
    said = "-".join(part for part in ("xiangyi", state.page.name, card, state.facility or state.region, state.period) if part)
    return re.sub(r"[^\w.-]+", "_", said)


def _sight(gate: Gate, viewer: Viewer, page: str) -> Sight | None:
    search = urlencode({name: value for name, value in flask.request.args.items() if name in NAMES})
    return sight_at(gate.edition(), viewer, page, search)


def _card(gate: Gate, viewer: Viewer, page: str, name: str) -> tuple[Sight, Card] | None:
    sight = _sight(gate, viewer, page)
    declared: Page | None = sight.state.page if sight else None
    card = next((c for c in declared.cards if c.name == name), None) if declared else None
    return (sight, card) if sight and card and card.kind != "desk" else None


def _as_asked(chart: Chart) -> Chart:
    """Return the chart with the rows the reader filtered, in their order; raises ValueError where what is asked is not known."""
    asked = flask.request.args
    sift = read_sift(chart, asked.get("filter"), asked.get("sort"), asked.get("found", ""))
    found = sifted(chart, sift)
    return noted(found, chart) if sift.filters or sift.words else found


def _attached(body: bytes, kind: str, name: str) -> flask.Response:
    response = flask.Response(body, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _told(chart: Chart, build: str) -> flask.Response:
    """Return the table and what it is, for the dialog of the card, and the build they are of."""
    columns, rows = shown_columns(chart), chart.rows[:MOST_ROWS]
    leading = next((i for i, (at, _) in enumerate(columns) if any(row[at].place for row in rows)), 0)
    told: dict[str, Any] = {
        "title": chart.title, "unit": chart.unit, "empty": chart.empty,
        "columns": [{"title": head.title, "number": head.is_number} for _, head in columns],
        "rows": [[row[at].text for at, _ in columns] for row in rows],
        "places": [next((cell.place for cell in row if cell.place), "") for row in rows],
        "leading": leading, "rest": max(len(chart.rows) - MOST_ROWS, 0), "about": about(chart), "asked": asked(chart),
        "build": build, "map": chart.map is not None,
    }
    return flask.jsonify(told)


def _csv(chart: Chart, sight: Sight, name: str) -> flask.Response:
    state = sight.state
    said = origin(chart, state.facility or state.region, period_name(state.period, sight.lang), sight.edition.build)
    return _attached(csv_text(chart, said).encode("utf-8"), "text/csv; charset=utf-8", f"{name}.csv")


def _picture(chart: Chart, name: str, form: Literal["png", "svg"]) -> flask.Response:
    """Return the picture of a map or of a table; other drawings become pictures where they are drawn, in the browser.

    On paper a map stands in its card, which tells what it is.
    """
    if chart.map is not None:
        is_alone = "paper" not in flask.request.args
        return _attached(map_svg(chart) if form == "svg" else map_png(chart, is_alone=is_alone), PICTURES[form], f"{name}.{form}")
    if not has_picture(chart):
        return said_page(404, words.NOT_FOUND_TITLE)
    return _attached(table_svg(chart) if form == "svg" else table_png(chart), PICTURES[form], f"{name}.{form}")


PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
FORMS = {
    "xlsx": lambda chart, name: _attached(workbook([chart]), XLSX, f"{name}.xlsx"),
    "png": lambda chart, name: _picture(chart, name, "png"),
    "svg": lambda chart, name: _picture(chart, name, "svg"),
}

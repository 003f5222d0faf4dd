"""The callbacks that serve every page: address -> page and its cards, a control or a click -> address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, html, no_update

from dashboard import ids
from dashboard.addressed import page_at
from dashboard.cards.agreed import known_notes, mark_of
from dashboard.charts.chart import Chart
from dashboard.charts.sift import read_sift, sifted
from dashboard.data import Gate, Viewer
from dashboard.failed import failed_chart
from dashboard.layout.card import (
    GRAPH_KINDS,
    NOT_DRAWN,
    card_figure,
    card_foot,
    card_inside,
    card_text,
    mounted_drawing,
)
from dashboard.notes import Note
from dashboard.once import by_name
from dashboard.page import Card, Page, all_pages
from dashboard.render.table import row_data
from dashboard.sight import Sight, choices
from dashboard.state import State as Seen
from dashboard.state import read_state
from dashboard.view import chart_of, shown_chart
from pipelines.core.errors import XiangyiError
from pipelines.core.text import Lang

OF = "~of"  # and the address they are of: an answer that comes late is seen to be of another
NEWER = "~newer"  # among the digests of what is drawn, the build that has come meanwhile; no card is called so
MOST_SENT = 500  # rows of one answer to a grid


def register(app: Dash, gate: Gate, viewer: Viewer) -> None:
    """Register the callbacks on `app`; the four that answer from data read them through `gate`."""

    @app.callback(
        Output(ids.NAVIGATION, "children"), Output(ids.CONTROLS, "children"), Output(ids.HEAD, "children"),
        Output(ids.HEADLINES, "children"), Output(ids.BODY, "children"), Output(ids.SHOWN, "data"), Output(ids.MOUNTED, "data"), *_cards(),
        Input(ids.ADDRESS, "pathname"), Input(ids.ADDRESS, "search"), State(ids.SHOWN, "data"), *_there(),
        prevent_initial_call=True,  # the address asks when it is read; what is mounted must not ask again
    )
    def show_page(pathname: Any, search: Any, shown: Any, texts: Any, places: Any, graphs: Any, drawn: Any) -> tuple[Any, ...]:
        return answered(gate, viewer, pathname, search, shown, (texts, places, graphs, drawn))

    @app.callback(
        *_cards(again=True), Input(ids.MOUNTED, "data"), State(ids.SHOWN, "data"), *_there(), prevent_initial_call=True,
    )
    def fill_cards(_: Any, shown: Any, texts: Any, places: Any, graphs: Any, drawn: Any) -> tuple[Any, ...]:
        return content(gate, viewer, shown, texts, places, graphs, drawn)

    _register_late(app, gate, viewer)

    @app.callback(
        Output(ids.rows(MATCH, MATCH, MATCH), "getRowsResponse"),
        Input(ids.rows(MATCH, MATCH, MATCH), "getRowsRequest"), State(ids.rows(MATCH, MATCH, MATCH), "id"), State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def send_rows(asked: Any, grid: Any, shown: Any) -> Any:
        return page_of_rows(gate, viewer, asked, grid, shown)

    _register_scripts(app)


def _cards(*, again: bool = False) -> tuple[Output, ...]:
    """Return what `content` fills: every card that is mounted, and what is drawn."""
    parts = (
        (ids.text(ALL, ALL), "children"), (ids.inside(ALL, ALL), "children"), (ids.foot(ALL, ALL), "children"),
        (ids.drawn(ALL, ALL), "children"), (ids.graph(ALL, ALL), "figure"), (ids.graph(ALL, ALL), "style"), (ids.DRAWN, "data"),
    )
    return tuple(Output(part, what, allow_duplicate=again) for part, what in parts)


def _there() -> tuple[State, ...]:
    """Return what `content` asks of the browser: which cards, places and drawings are mounted, and what is drawn in them."""
    ways = ((ids.text(ALL, ALL), "id"), (ids.drawn(ALL, ALL), "id"), (ids.graph(ALL, ALL), "id"), (ids.DRAWN, "data"))
    return tuple(State(part, what) for part, what in ways)


def _register_scripts(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("address", "change"),
        Output(ids.ADDRESS, "search"),
        Input(ids.control(ALL), "value"), Input(ids.graph(ALL, ALL), "clickData"), Input(ids.rows(ALL, ALL, ALL), "cellClicked"),
        State(ids.SHOWN, "data"), State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("address", "reflect"),
        Input(ids.SHOWN, "data"), State(ids.control(ALL), "value"), State(ids.control(ALL), "id"),
    )
    app.clientside_callback(
        ClientsideFunction("address", "outdated"),
        Input(ids.DRAWN, "data"), State(ids.SHOWN, "data"), State(ids.graph(ALL, ALL), "id"), State(ids.graph(ALL, ALL), "figure"),
    )


def _register_late(app: Dash, gate: Gate, viewer: Viewer) -> None:
    @app.callback(
        Output(ids.text(ALL, ALL, late=True), "children"), Output(ids.inside(ALL, ALL, late=True), "children"),
        Output(ids.foot(ALL, ALL, late=True), "children"), Output(ids.ARRIVED, "data"),
        Input(ids.LATER, "data"), State(ids.SHOWN, "data"), State(ids.text(ALL, ALL, late=True), "id"),
        prevent_initial_call=True,
    )
    def fill_late(later: Any, shown: Any, texts: Any) -> tuple[Any, ...]:
        return late_content(gate, viewer, later, shown, texts)

    app.clientside_callback(
        ClientsideFunction("address", "later"), Output(ids.LATER, "data"), Input(ids.DRAWN, "data"), prevent_initial_call=True,
    )
    app.clientside_callback(ClientsideFunction("address", "arrived"), Input(ids.ARRIVED, "data"), State(ids.SHOWN, "data"))


def answered(gate: Gate, viewer: Viewer, pathname: Any, search: Any, shown: Any, there: tuple[Any, Any, Any, Any]) -> tuple[Any, ...]:
    """Return `page_at`, what asks for the cards of a page that is mounted anew, and `content` where the page stays and they are `there`."""
    page = page_at(gate, viewer, pathname, search, shown)
    now, stays = page[-1], page[4] is no_update
    asks = {"page": now["page"], "search": now["search"]} if now["page"] and not stays else no_update
    return (*page, asks, *content(gate, viewer, now if stays else None, *there))


def content(gate: Gate, viewer: Viewer, shown: Any, texts: Any, places: Any, graphs: Any = None, drawn: Any = None) -> tuple[Any, ...]:
    """Return texts, insides, footers of the mounted cards, what is mounted in the `places` of drawings, figures and styles of the `graphs`
    that are mounted, each in the browser's order, and what is drawn now; of another build than the heading nothing but its name.

    Nothing the browser says is taken on trust: the state is read again as an address, a card that is not of its page
    gets no update. `drawn` are the digests of the drawings that are there; what has not changed is not sent again.
    """
    named, placed, there = _names(texts), _names(places), _names(graphs)
    nothing = [[no_update] * len(keys) for keys in (named, named, named, placed, there, there)]
    state = _state(gate, viewer, shown)
    if state is None:
        return (*nothing, no_update)
    edition = gate.edition()
    if shown.get("build") != edition.build:  # published since the heading was made: a page is of one build
        return (*nothing, {NEWER: edition.build})
    sight = Sight(edition=edition, viewer=viewer, state=state)
    cards = {(card.name, state.page.name): card for card in state.cards}
    charts = {key: shown_chart(sight, card) for key, card in cards.items() if key in named}
    told, notes, filled = by_name(cards, charts), known_notes(sight), {}
    for key, own in charts.items():
        try:
            filled[key] = _filled(sight, cards[key], notes, own, told[key], is_placed=key in placed)
        except Exception as error:  # a chart that cannot be printed is a card that failed: the others stand
            failed = failed_chart(sight, cards[key], error)
            filled[key] = _filled(sight, cards[key], notes, failed, failed, is_placed=key in placed)
    before = drawn if isinstance(drawn, Mapping) and not shown.get("fresh") else {}
    made = {key: filled[key][1] for key in placed if key in filled and filled[key][1] is not None}
    parts = [filled[key][0] if key in filled else (no_update,) * 3 for key in named]
    drawn_now = {_mark(k): d for k, (d, _, _) in made.items()} | {OF: shown["search"]}
    return (*([p[i] for p in parts] for i in range(3)), *_drawings(made, placed, there, before, state.lang), drawn_now)


def late_content(gate: Gate, viewer: Viewer, later: Any, shown: Any, texts: Any) -> tuple[Any, ...]:
    """Return texts, insides and footers of the cards that come last, and which page and address they are of.

    What was agreed changes no figure in them, and a draft in hand stays: they are left alone, unless the page still awaits them.
    """
    is_told = isinstance(shown, Mapping) and shown.get("told") and not (isinstance(later, Mapping) and later.get("awaited"))
    if is_told or _state(gate, viewer, shown) is None:
        return (*[[no_update] * len(texts)] * 3, no_update)
    made = content(gate, viewer, shown, texts, [])
    return (*made[:3], made[-1] if NEWER in made[-1] else {"page": shown["page"], "search": shown.get("search", "")})


def _filled(
    sight: Sight, card: Card, notes: list[Note] | None, own: Chart, told: Chart | None, *, is_placed: bool,
) -> tuple[tuple[Any, Any, Any], Any]:
    """Return text, inside and foot of a card, and its figure where it has a place for one that shows something."""
    parts = _parts(own, told, card, sight.state, mark_of(sight, card, notes))
    return parts, card_figure(own, card.span, sight.state.theme, sight.state.mode) if is_placed and told is not None else None


def _drawings(
    made: Mapping[tuple[str, str], tuple[str, Any, Any]], placed: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]],
    before: Mapping[str, Any], lang: Lang,
) -> tuple[list[Any], list[Any], list[Any]]:
    """Return what is mounted in each place, figures and styles of the drawings that are there: one that is there stays, changed or not."""
    stays = {key for key in there if before.get(_mark(key), NOT_DRAWN) != NOT_DRAWN and key in made and made[key][0] != NOT_DRAWN}
    mounts = [
        no_update if key not in made or key in stays else [] if made[key][0] == NOT_DRAWN else mounted_drawing(*key, *made[key][1:], lang=lang)
        for key in placed
    ]
    changed = [key in stays and made[key][0] != before.get(_mark(key)) for key in there]
    figures, styles = ([made[key][i] if new else no_update for key, new in zip(there, changed, strict=True)] for i in (1, 2))
    return mounts, figures, styles


def page_of_rows(gate: Gate, viewer: Viewer, asked: Any, grid: Any, shown: Any) -> Any:
    """Return the rows a grid asks for, {rowData, rowCount}, filtered and ordered as it says; no update where anything is unknown."""
    state = _state(gate, viewer, shown)
    if state is None or shown.get("build") != gate.edition().build or not isinstance(asked, Mapping) or not isinstance(grid, Mapping):
        return no_update
    card = next((c for c in state.cards if (c.name, state.page.name) == (grid.get("card"), grid.get("page"))), None)
    first, last = asked.get("startRow"), asked.get("endRow")
    if card is None or not isinstance(first, int) or not isinstance(last, int) or not 0 <= first < last <= first + MOST_SENT:
        return no_update
    chart = chart_of(Sight(edition=gate.edition(), viewer=viewer, state=state), card)
    try:
        chart = sifted(chart, read_sift(chart, asked.get("filterModel"), asked.get("sortModel")))
    except ValueError:
        return no_update
    return {"rowData": row_data(chart, chart.rows[first:last]), "rowCount": len(chart.rows)}


def _mark(key: tuple[str, str]) -> str:
    return "/".join(reversed(key))


def _parts(own: Chart, told: Chart | None, card: Card, state: Seen, mark: str) -> tuple[Any, Any, Any]:
    """Return text, inside and foot of a card; one whose reason another card tells holds it out of sight."""
    chart = told or own
    is_in_heading = not state.mode and not state.page.headline and len(state.page.cards) == 1
    spoken = ids.alt(card.name, state.page.name) if card.kind in GRAPH_KINDS else ""
    text = card_text(replace(chart, finding="") if is_in_heading else chart, mark, spoken)
    if told is None:
        return text, [html.Div(card_inside(chart, card, state), className="told-elsewhere")], card_foot(chart, state.mode)
    return text, card_inside(chart, card, state), card_foot(chart, state.mode)


def _names(found: Any) -> list[tuple[str, str]]:
    """Return (card, page) of component ids; a malformed one stands for no card."""
    listed = found if isinstance(found, list) else []
    return [(str(i.get("card")), str(i.get("page"))) if isinstance(i, Mapping) else ("", "") for i in listed]


def _state(gate: Gate, viewer: Viewer, shown: Any) -> Seen | None:
    """Read a state out of what the browser sends back, checked like an address."""
    if not isinstance(shown, Mapping) or not shown.get("page"):
        return None
    page = next((p for p in all_pages() if p.name == shown.get("page")), None)
    search = shown.get("search", "")
    try:
        return read_state(page.path, search, choices(gate.edition(), viewer)) if page and isinstance(search, str) else None
    except XiangyiError:
        return None


def mounted(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the ids a browser sends for a page: every card's, and those of the places of drawings."""
    texts = [ids.text(card.name, page.name) for card in page.cards]
    return texts, [ids.drawn(card.name, page.name) for card in page.cards if card.kind in GRAPH_KINDS]

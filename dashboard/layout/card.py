"""The cards of a page: empty ones to begin with, then what goes into each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import ids, words
from dashboard.cards import CARDS
from dashboard.cards.attention import MOST
from dashboard.cards.inside import lack_of
from dashboard.charts.chart import Chart, TableCell
from dashboard.charts.survival import with_ends_told
from dashboard.charts.trend import unnumbered
from dashboard.charts.words import NAMED, TOO_SMALL, period_name
from dashboard.headline import Headline
from dashboard.layout.desk import desk
from dashboard.layout.draft import draft_box
from dashboard.layout.plain import class_names, drill, places, plain_table, way
from dashboard.layout.still import still
from dashboard.once import leads
from dashboard.page import Card, Page
from dashboard.render.alt_text import found_text
from dashboard.render.brief import brief
from dashboard.render.plotly import figure
from dashboard.render.plotly_map import legend
from dashboard.render.sentence import finding
from dashboard.render.table import grid, is_paged
from dashboard.state import State
from pipelines.core.light import NOT_SETTLED
from pipelines.core.text import Lang, Text

IN_DOUBT = Text("{light}？", "{light}?")
MEANS = Text("“？”：{said}", '"?": {said}')

GRAPH_KINDS = tuple(name for name, kind in CARDS.items() if kind.form == "drawing")
GRAPH_CONFIG = {"displayModeBar": False, "scrollZoom": False, "showTips": False, "doubleClick": "reset"}
LOCALE: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en"}  # of assets/locale.js
NOT_DRAWN = "none"  # the digest of a chart that has no drawing
UNBROKEN = 24  # characters of a fact in a heading or a footer that stays whole
COLUMNS, WALL_COLUMNS = 12, 24
WITH_GAP, AROUND = 81, 48  # pixels in a window 1,201 wide: of a column with the gap after it, of the last gap and what stands around a drawing
ALONE = 755  # pixels of a drawing that has its row to itself in a window 1,024 wide
WIDER_ON_WALL = {"map": -1, "attention": 1, "survival": 1, "trend": -1}
ON_WALL = 143  # pixels of a column with its gap on a wall 1,920 wide, as rankings and maps stand there
ON_WALL_SCALED = 118  # as others do, whose drawings the style sheet scales
BARE_KINDS = ("desk",)  # nothing to take away
LATE_KINDS = ("attention", "draft")  # many places over many years are judged for them: nobody waits for that with a drawing


def body(state: State) -> list[Any]:
    """Return the cards of a page without their content; drawings and the desk stay mounted while region or period change.

    Presented is one card, with room for what may be asked of it; a wall shows as many rows as stand on it.
    """
    page, lang = state.page, state.lang
    if state.mode == "present":
        named = next((c for c in state.cards if c.name == state.card), None) or next(c for c in state.cards if c.kind not in BARE_KINDS)
        aside = html.Aside(className="asked", tabIndex=0, **{"aria-label": words.MAY_BE_ASKED.of(lang)})  # its end is scrolled to by key
        return [_card(page, named, lang), aside]
    return [_card(page, card, lang) for card in (filled(on_wall(page)) if state.mode == "wall" else state.cards)]


def on_wall(page: Page) -> list[Card]:
    """Return the first drawings of a page that fill two rows of twelve columns: no list that needs scrolling or a hand; else its first list."""
    cards, columns = [], 0
    for card in page.cards:
        if (card.kind in GRAPH_KINDS or card.kind == "attention") and columns + card.span <= WALL_COLUMNS:
            cards.append(card)
            columns += card.span
    if any(card.kind == "attention" for card in cards):  # its words take a column of the map, which is tall; those of a curve one of a trend
        cards = [replace(card, span=card.span + WIDER_ON_WALL.get(card.kind, 0)) for card in cards]
    return cards or [card for card in page.cards if card.kind not in BARE_KINDS][:1]


def filled(cards: Sequence[Card]) -> list[Card]:
    """Return cards whose rows leave no hole: the last one of a row that comes to fewer than twelve columns takes the rest."""
    made: list[Card] = []
    taken = 0
    for card in cards:
        if taken + card.span > COLUMNS and made:
            made[-1] = replace(made[-1], span=made[-1].span + COLUMNS - taken)
            taken = 0
        made.append(card)
        taken += card.span
    return [*made[:-1], replace(made[-1], span=made[-1].span + COLUMNS - taken)] if made else []


def _card(page: Page, card: Card, lang: Lang) -> html.Section:
    late = card.kind in LATE_KINDS
    parts: list[Any] = [html.Div(id=ids.text(card.name, page.name, late=late), className="card-text")]
    if card.kind not in BARE_KINDS:
        colon = Text("：", ": ").of(lang)
        about = {
            "aria-label": f"{card.title.of(lang)}{colon}{words.MENU.of(lang)}", "aria-haspopup": "menu", "aria-expanded": "false", "data-menu": "yes",
        }
        parts.append(html.Button("⋯", className="card-more", type="button", title=words.MENU.of(lang), **about))
    if card.kind in GRAPH_KINDS:
        told = {"aria-labelledby": ids.alt(card.name, page.name)}
        parts.append(html.Div(id=ids.drawn(card.name, page.name), role="figure", className="drawn", **told))
    if card.kind == "desk":
        parts.append(desk(lang))
    parts.append(html.Div(id=ids.inside(card.name, page.name, late=late), className="inside"))
    parts.append(html.Div(id=ids.foot(card.name, page.name, late=late), className="foot"))
    data = {"data-card": card.name, "data-page": page.name} | ({"data-late": "yes"} if late else {})
    return html.Section(parts, className=f"card span-{card.span} {card.kind}", **data)


def card_text(chart: Chart, mark: str = "", alt: str = "") -> list[Any]:
    """Return title, unit, as-at day and the mark of what was agreed on one line, and the finding under it; under the id `alt` what stands
    for the drawing to who cannot see it."""
    facts = [p for p in (chart.unit, *chart.subtitle.split(" · ")) if p]
    aside = [part for fact in facts for part in (" · ", html.Span(fact, className=_kept(fact)))][1:]
    noted = html.Button(mark, className="note-mark", type="button", **{"data-notes": "yes"}) if mark else ""
    title = html.H2([chart.title, html.Span(aside, className="aside") if aside else "", noted])
    if chart.empty or chart.kind == "table" and not chart.finding:
        return still([title])
    sentence = finding(chart)
    spoken = [html.Span(found_text(chart), id=alt, hidden=True)] if alt else []
    return still([title, *([html.P(sentence, className="finding")] if sentence else []), *spoken])


def _kept(words: str) -> str:
    """Return the class of a few words that stay on one line: a day is not broken at its hyphens."""
    return "whole" if len(words) <= UNBROKEN else ""


def card_figure(chart: Chart, span: int = 12, theme: str = "light", mode: str = "") -> tuple[str, Mapping[str, Any], dict[str, Any]]:
    """Return a digest of the drawing, the drawing and its style; NOT_DRAWN and nothing for a chart without numbers."""
    if chart.empty or chart.kind == "table":
        return NOT_DRAWN, {}, {}
    if mode == "wall":
        chart = with_ends_told(unnumbered(chart))  # the curve has the room of those at risk
    column = ON_WALL if chart.kind in ("ranking", "map") else ON_WALL_SCALED
    beside = {"wall": span * column - AROUND, "present": ALONE}
    drawn = figure(chart, theme, beside.get(mode, min(span * WITH_GAP - AROUND, ALONE)))
    if chart.map is not None:
        drawn["layout"]["uirevision"] = f"{chart.map.url} {chart.map.bounds}"
    digest = hashlib.sha256(json.dumps(drawn, sort_keys=True, default=str).encode()).hexdigest()[:16]
    drawn["layout"]["datarevision"] = digest
    return digest, drawn, {"height": f"{drawn['layout'].get('height', 300)}px"}


def mounted_drawing(card: str, page: str, figure_: Mapping[str, Any], style: Mapping[str, Any], *, lang: Lang) -> dcc.Graph:
    """Return a drawing to be mounted: filled and as tall as it will be, for one drawn small keeps the margins it then had."""
    config = {**GRAPH_CONFIG, "locale": LOCALE[lang]}
    return dcc.Graph(id=ids.graph(card, page), config=config, className="drawing", responsive=True, figure=figure_, style=style)


def _reason(chart: Chart, state: State) -> Any:
    """Return why a card is empty, with the way to a period in which it is not, where one is known."""
    if not chart.instead:
        return chart.empty
    there = words.SEE_PERIOD.of(chart.lang).format(period=period_name(chart.instead, chart.lang))
    return [chart.empty, way(there, state.href(period=chart.instead), "button")]


def card_inside(chart: Chart, card: Card, state: State) -> list[Any]:
    """Return what stands under or instead of the drawing: a sentence, the legend of a map, a table."""
    if chart.empty:
        lack = lack_of(chart)
        looks = ["calm" if lack == "none" else lack, "leads" if leads(chart) else ""]
        alert = {"role": "alert"} if chart.lack == "error" else {}
        return still([html.P(_reason(chart, state), className=" ".join(["empty", *filter(None, looks)]), **alert)])
    if card.kind == "attention":
        return still([_signals(chart)])
    if card.kind == "draft":
        return draft_box(chart)
    if chart.kind == "table":
        return _rows(chart, card, state)
    if card.kind == "map" and chart.map is None:
        return still([html.P(words.MAP_NONE.of(chart.lang), className="notice")])
    if chart.map is None:
        return still(places(chart, state.region))
    classes = [_swatch(label, pattern, colour) for colour, label, pattern in legend(chart, state.theme)]
    return still([_legend(classes), *_tiny(chart, chart.map.tiny), *places(chart, state.region)])


def _legend(classes: Sequence[html.Span]) -> html.Div:
    return html.Div(classes, className="legend")


def _swatch(label: str, pattern: str, colour: str = "") -> html.Span:
    """Return a class of a legend; the style sheet paints one without a colour, as it does the cells of that tone."""
    return html.Span([html.Span(className=f"swatch {pattern}", style={"backgroundColor": colour} if colour else {}), label], className="class")


def _tiny(chart: Chart, cells: Sequence[TableCell]) -> list[html.P]:
    """Return the places a map is too small for, each with its figure; they lead where their outline would."""
    links = [drill(replace(cell, place=chart.steps.get(cell.place, cell).place)) for cell in cells]
    return [html.P([TOO_SMALL.of(chart.lang), *links], className="tiny")] if links else []


def _rows(chart: Chart, card: Card, state: State) -> list[Any]:
    """Return a chart's table as its kind is shown: figures as a grid, words as a plain table; the desk has none."""
    if card.kind == "desk":
        return []
    classes = [*((str(c.index), c.label) for c in chart.shades), *chart.tones]
    told = [_legend([_swatch(words, f"tone-{tone}") for tone, words in classes])] if classes else []
    if CARDS[card.kind].form == "grid":
        return [_grid(chart, card, state), *still(told)]
    is_sifted = CARDS[card.kind].is_sifted and state.mode != "wall"  # nobody types on a wall
    return still([plain_table(chart, is_sifted=is_sifted), *told])


def _grid(chart: Chart, card: Card, state: State) -> Any:
    """Return the rows as a grid; one that asks for its rows page by page is of one view alone, and another view makes it anew."""
    of = hashlib.sha256(repr((state.asked, chart.footer.build)).encode()).hexdigest()[:12] if is_paged(chart) else ""
    return grid(chart, ids.rows(card.name, state.page.name, of), state.theme, card.span * WITH_GAP - AROUND)


def _signals(chart: Chart) -> html.Ol:
    """Return the first places that need attention, each with its word, its reason and its figures; the name leads to the place."""
    items = [
        html.Li([
            html.Div([html.Span(state.text, className=f"flag {state.tone}"), drill(place)], className="signal-head"),
            html.Div(reason.text), html.Div(figures.text, className="quiet"),
        ])
        for state, place, reason, figures in chart.rows[:MOST]
    ]
    return html.Ol(items, className=f"signals of-{min(len(chart.rows), MOST)}")


def card_foot(chart: Chart, mode: str = "") -> list[Any]:
    """Return the footer: note, n, reported of expected, source, and the definition behind ⓘ; on a wall those at risk under a curve, the source
    in brief, and nothing of policies it does not mark."""
    chart = with_ends_told(unnumbered(chart)) if mode == "wall" else chart
    foot = replace(chart.footer, source=chart.footer.brief_source or chart.footer.source) if mode == "wall" else chart.footer
    looks = {foot.note: "of-note", foot.act: "pressed"}  # what is pressed stands on no wall and no paper
    fitted = {"data-whole": foot.note} if mode == "wall" else {}  # its last clauses go where they have no room
    parts: list[Any] = [
        html.Span(part, className=looks.get(part) or _kept(part), **(fitted if part == foot.note else {})) for part in foot.parts()
    ]
    if chart.footer.events:
        parts.append(definition(chart.footer.events, chart.lang, words.POLICIES.of(chart.lang)))
    if chart.footer.definition:
        parts.append(definition(_brief(chart.footer.definition, chart.lang), chart.lang, words.DEFINITION.of(chart.lang)))
    return still(parts)


def _brief(defined: str, lang: Lang) -> str:
    """Return what is told beside the pointer, where nobody can scroll: where it is not the whole, with where that is."""
    lines = brief(defined, lang)
    return "\n".join(lines if len(lines) == 1 else [*lines, words.WHOLE_IN_MENU.of(lang)])


def headline_row(shown: Sequence[Headline], lang: Lang, left_out: str = "", mode: str = "") -> list[Any]:
    """Return the headline cards, and under them the line that names what is left out; on a wall, where a card has no aside, its n stands beside the
    figure, and what "?" means under all."""
    doubt = MEANS.of(lang).format(said=NOT_SETTLED.of(lang)) if any(h.light and not h.is_settled for h in shown) else ""
    under = [html.P(said, className=style) for said, style in ((left_out, "left-out"), (doubt, "left-out means")) if said]
    return still([*(_headline(h, lang, mode) for h in shown), *under])


def _headline(h: Headline, lang: Lang, mode: str) -> html.Section:
    if h.value:
        size = [html.Span(h.size, className="size")] if h.size and mode == "wall" else []
        middle: list[Any] = [html.Div([html.Span(h.value, className="value"), html.Span(h.unit, className="unit"), *size])]
        if h.line:
            middle.append(html.Div(html.Img(src=h.line, alt=words.SPARKLINE.of(lang).format(title=h.title), className="line"), className="spark"))
    else:
        middle = [html.Div(h.status, className="no-value")]
    direction = {"better": words.BETTER, "worse": words.WORSE}.get(h.direction)
    dot = html.Span("●" if h.is_settled else "○", **{"aria-hidden": "true"})
    word = h.light_word if h.is_settled else IN_DOUBT.of(lang).format(light=h.light_word)
    lit = [html.Span([dot, word], className=f"light {h.light}")] if h.light else []
    look = class_names(("headline-title", True), ("lit", bool(lit)), ("in-doubt", bool(lit) and not h.is_settled))
    aside = " · ".join(part for part in (h.population, h.aside) if part)
    change = [html.Span(h.arrow, className="arrow", **{"aria-hidden": "true"}), h.change]
    title = f"{h.title}：{direction.of(lang)}" if direction else h.title
    about = NAMED.of(lang).format(name=h.title, said=h.definition)
    about = f"{about}\n{words.COLOUR_RULE.of(lang)}" if h.arrow else about
    return html.Section(
        [
            html.Div([html.Span([h.title, definition(about, lang)]), *lit], className=look),
            html.Div(middle, className="headline-middle"),
            html.Div(
                [html.Span(change, className=f"change {h.direction}", title=title), html.Span(aside, className="aside")],
                className="headline-foot",
            ),
        ],
        className="headline",
        **{"data-indicator": h.name},
    )


def definition(text: str, lang: Lang, label: str = "") -> html.Button:
    """Return the ⓘ that tells a definition while the pointer or the keyboard is on it."""
    about = {"aria-label": words.DEFINITION.of(lang), "data-definition": text}
    return html.Button([label, html.Span("ⓘ")], className="info", type="button", **about)

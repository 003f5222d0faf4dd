"""The shell around a page: navigation, control bar, heading. Components hold no data: what is shown comes in as an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import ids, theme, words
from dashboard.charts.words import PROFILE
from dashboard.layout.crumbs import crumbs
from dashboard.layout.plain import way
from dashboard.layout.still import still
from dashboard.page import Page, all_pages
from dashboard.places import Place
from dashboard.render.plotly_parts import text_width
from dashboard.sight import Sight, as_at, profile, seen_place
from dashboard.spelling import may_type, period_spelled, spelled
from dashboard.state import WHOLE, Choices, State
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.comparison import COMPARISONS
from pipelines.core.text import Lang, Text
from pipelines.engine.scope import ALL

BESIDE_NAME, BESIDE_WORDS = 20, 36  # pixels of a control that its name and its words leave free
WIDEST = {"region": 232, "by": 190, "population": 210}  # pixels; the others are as wide as their longest words
LISTED = {"region": 300}  # pixels of the list, where what lies above a place is named over it; other lists are as wide as their control
UNDER_NAME, NARROWEST = 46, {"region": 160, "by": 160, "population": 222}  # pixels where the name stands above the words
SKIP = Text("跳到正文", "Skip to the main part")
_MANTINE = {
    "fontFamily": theme.FONT_STACK,
    "primaryColor": "accent",
    "colors": {"accent": ["#E8F2F1", "#CFE4E2", "#A9D0CC", "#7FBAB5", "#57A39D", "#33908A", "#0E6B66", "#0C5D59", "#094E4A",
                          "#063E3B"]},
    "defaultRadius": "sm",
}


def frame() -> dmc.MantineProvider:
    """Return the empty shell every page is put into; it is public and holds no data."""
    return dmc.MantineProvider(
        theme=_MANTINE,
        forceColorScheme="light",
        children=html.Div(
            [
                dcc.Location(id=ids.ADDRESS, refresh=False),
                dcc.Store(id=ids.SHOWN),
                dcc.Store(id=ids.DRAWN),
                dcc.Store(id=ids.MOUNTED),
                dcc.Store(id=ids.LATER),
                dcc.Store(id=ids.ARRIVED),
                html.Div(id=ids.WORDS, hidden=True),
                html.Div(id=ids.TIP, hidden=True, className="tip", role="tooltip"),
                html.Button(id=ids.NEWER, hidden=True, className="newer", type="button"),
                html.Div(className="loading", **{"aria-hidden": "true"}),
                html.Nav(id=ids.NAVIGATION, className="side"),
                html.Div(
                    [
                        html.Header(id=ids.CONTROLS, className="bar"),
                        html.Main(
                            [
                                html.Div(id=ids.HEAD, className="head", **{"aria-live": "polite"}),  # says where a choice led
                                html.Div(id=ids.HEADLINES, className="headlines"),
                                html.Div(id=ids.BODY, className="grid"),
                            ],
                            className="page",
                        ),
                    ],
                    className="main",
                ),
            ],
            className="app",
        ),
    )


def navigation(pages: Sequence[Page], state: State | None, lang: Lang, *, here: bool = True) -> list[Any]:
    """Return the way past it, the brand and the links to every page, which keep what is chosen; `here` says that the state's page is shown."""
    links = []
    for page in pages:
        is_here = here and state is not None and page.name == state.page.name
        href = page_href(state, page) if state else f"{page.path}?lang={lang}"
        links.append(way(page.title.of(lang), href, "nav-link here" if is_here else "nav-link", leads=page.name, here=is_here))
    brand = html.Div(
        [html.Div(words.BRAND.of(lang), className="brand-name"), html.Div(words.BRAND_UNDER.of(lang), className="brand-under")],
        className="brand",
    )
    skip = html.A(SKIP.of(lang), href=f"#{ids.HEAD}", className="skip", **{"data-skip": "yes"})  # the address stays
    clock = html.Div(className="clock", **{"aria-hidden": "true"})
    return still([skip, brand, clock, html.Div(className="turns"), html.Div(links, className="nav-links")])


def page_href(state: State, page: Page) -> str:
    """Return the address of another page with what the reader has chosen; a card presented belongs to its own page."""
    return state.href(page=page, card="", mode="" if state.mode == "present" else state.mode)


def controls(choices: Choices, state: State, build: str) -> list[Any]:
    """Return the control bar: place, period, breakdown; export and language at the right. It stays mounted while words and choices do."""
    lang, leads = state.lang, bar_links(state, build)
    return [
        *(
            _select(name, data, value, lang, typed=words.NOTHING_FOUND.format(typed=may_type(name, choices.periods)).of(lang))
            for name, data, value in (("region", _regions(choices, lang), state.region), ("period", _periods(choices, lang), state.period))
        ),
        _select("compare", [{"value": kind, "label": words.COMPARED_WITH[kind].of(lang)} for kind in COMPARISONS], state.compare, lang),
        _select("by", **breakdown_props(choices, state), lang=lang, longest=WIDEST["by"]),
        *_populations(choices, state),
        *still([
            html.Div(className="bar-gap"),
            html.A(
                [words.EXPORT.of(lang), html.Span("pptx", className="quiet")],
                href=leads["~export"], className="button", title=words.EXPORT_HINT.of(lang), **{"data-leads": "~export"},
            ),
            html.Button(
                "▾", id=ids.TEMPLATES, className="button templates", type="button", title=words.EXPORT_IN.of(lang),
                **{"aria-label": words.EXPORT_IN.of(lang), "aria-haspopup": "menu", "aria-expanded": "false"},
            ),
            html.Button(words.REPORT.of(lang), id=ids.REPORT, className="quiet-button", type="button", title=words.REPORT_HINT.of(lang)),
            html.Button(words.PRINT.of(lang), id=ids.PRINT, className="quiet-button", type="button", title=words.PRINT_HINT.of(lang)),
            way(words.WALL.of(lang), leads["~wall"], "quiet-button", leads="~wall", title=words.WALL_HINT.of(lang)),
            way((words.DARK if state.theme == "light" else words.BRIGHT).of(lang), leads["~theme"], "quiet-button", leads="~theme"),
            way(words.OTHER_LANGUAGE.of(lang), leads["~language"], "language", leads="~language"),
        ]),
    ]


def _populations(choices: Choices, state: State) -> list[Any]:
    """Return the switch of the population counted by, where the site has more than one kind."""
    if len(choices.populations) < 2:
        return []
    titles = {kind: POPULATION_KIND.titles[kind].of(state.lang) for kind in choices.populations}
    short = {kind: title.removesuffix(" population").replace("Registered patients", "Patients") for kind, title in titles.items()}
    kinds = [{"value": kind, "label": label} for kind, label in short.items()]
    return [_select("population", kinds, state.population or choices.populations[0], state.lang)]


def state_query(state: State, build: str) -> str:
    """Return the query of a state with everything it means written out, chosen or not, and the build it was seen in."""
    named = {name: getattr(state, name) for name in ("region", "facility", "period", "compare", "by", "population", "lang")}
    return f"{state.href(**named, mode='', card='').partition('?')[2]}&build={build}"


def bar_links(state: State, build: str) -> dict[str, str]:
    """Return where the links of the control bar lead, by the name each is mounted with: slides, wall, other theme, other language."""
    elsewhere = {} if state.page.is_on_wall else {"page": next(page for page in all_pages() if page.is_on_wall)}
    return {
        "~export": f"/export/{state.page.name}.pptx?{state_query(state, build)}",
        "~wall": state.href(mode="wall", card="", **elsewhere),
        "~theme": state.href(theme="dark" if state.theme == "light" else "light"),
        "~language": state.href(lang="en" if state.lang == "zh" else "zh"),
    }


def breakdown_props(choices: Choices, state: State) -> dict[str, Any]:
    """Return what the control of the breakdown offers and says, which depends on the page: data, value, disabled."""
    lang, by = state.lang, choices.breakdowns(state.page)
    groups = [{"value": "", "label": words.CARD_DEFAULT.of(lang)}, {"value": WHOLE, "label": words.WHOLE.of(lang)}]
    groups += [{"value": b, "label": words.BREAKDOWN[b].of(lang)} for b in by]
    return {"data": groups, "value": state.by if state.by in (*by, WHOLE) else "", "disabled": not by}


def _select(
    name: str, data: list[Any], value: str, lang: Lang, *, typed: str = "", disabled: bool = False, longest: int = 0,
) -> dmc.Select:
    """Return a control as wide as its name and the longest of its words (or `longest` pixels, where the words change while it is mounted), so
    that neither is cut and the bar keeps to one line; `typed` is what is said where nothing is found by what is typed in it."""
    label = words.CONTROL[name].of(lang)
    named = text_width(label, 12) + BESIDE_NAME
    options = [option for entry in data for option in entry.get("items", (entry,))]
    said = longest or max((text_width(option["label"], 13) for option in options), default=0)
    found = {"filter": {"function": "findChoice"}, "selectFirstOptionOnChange": True} if typed else {}  # of assets/search.js; taken by Enter
    return dmc.Select(
        id=ids.control(name),
        data=data,
        value=value,
        searchable=bool(typed),
        disabled=disabled,
        allowDeselect=False,
        leftSection=html.Span(label, className="control-label"),
        leftSectionWidth=named,
        nothingFoundMessage=typed or None,
        maxDropdownHeight=420,
        comboboxProps={"width": LISTED[name], "position": "bottom-start"} if name in LISTED else {},
        className="control",
        w=min(named + said + BESIDE_WORDS, WIDEST.get(name, 250)),
        style={"--narrow": f"{min(max(named, said + UNDER_NAME), NARROWEST.get(name, 190))}px"},  # with its name above its words
        size="xs",
        **{"aria-label": label},
        **found,
    )


def _option(place: Place, path: Sequence[Place], lang: Lang) -> dict[str, Any]:
    """Return an entry of the list of places: by its depth and its root those that are typed alike are ordered."""
    return {"value": place.code, "label": place.name.of(lang), "search": spelled(place), "depth": len(path), "root": path[0].code}


def _regions(choices: Choices, lang: Lang) -> list[dict[str, Any]]:
    """Group places by the second level, each group led by the place itself; roots stand first."""
    places = choices.places

    def entries(found: Iterable[Place]) -> list[dict[str, Any]]:
        return [_option(place, places.path(place.code), lang) for place in found]

    groups: list[dict[str, Any]] = [{"group": words.TOP_GROUP.of(lang), "items": entries(places.tops)}]
    for top in places.tops:
        for second in places.children(top.code):
            title = f"{top.name.of(lang)} › {second.name.of(lang)}"
            groups.append({"group": title, "items": entries(places.under(second.code))})
    return groups


def _periods(choices: Choices, lang: Lang) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for label, kind in zip(choices.periods, choices.period_kinds, strict=True):
        title = words.EVERY_PERIOD.of(lang) if label == ALL else label
        groups.setdefault(kind, []).append({"value": label, "label": title, "search": period_spelled(label, title)})
    order = [k for k in words.PERIOD_KIND if k in groups]
    return [{"group": words.PERIOD_KIND[k].of(lang), "items": groups[k]} for k in order]


def head(sight: Sight, sentence: str) -> list[Any]:
    """Return badge, breadcrumb, as-at day, build and profile; the page's question; its answer in one sentence."""
    lang, state, edition = sight.lang, sight.state, sight.edition
    day = as_at(sight)
    line: list[Any] = []
    if edition.site.is_synthetic:
        line.append(html.Span(words.SYNTHETIC.of(lang), className="badge"))
    line.append(crumbs(sight))
    facts = [
        words.UP_TO.of(lang).format(day=day.isoformat()) if day else "",
        words.BUILD.of(lang).format(build=edition.build),
        PROFILE[profile(sight)].of(lang),
    ]
    line += [html.Span(fact, className="fact") for fact in facts if fact]
    heading = seen_place(sight).name if state.facility else state.page.question
    parts = [html.Div(line, className="where"), html.H1(heading.of(lang)), *([html.P(sentence, className="answer")] if sentence else [])]
    if edition.warning is not None:
        parts.append(html.P(words.NEWER.of(lang).format(warning=edition.warning.of(lang)), className="warning", role="alert"))
    return still(parts)


def message(title: Text, text: Text, lang: Lang, link: str = "/", leave: Text = words.HOME) -> list[Any]:
    """Return a page that only says something: an unknown address, no data. Its link, to `leave` by, is followed by Escape too."""
    return [html.H1(title.of(lang)), html.P(text.of(lang), className="answer"), html.P(way(leave.of(lang), link, "button", leads="~leave"))]

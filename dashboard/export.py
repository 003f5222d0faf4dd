"""A page as slides: the same charts as on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dashboard import words
from dashboard.answer import answer
from dashboard.cards.agreed import notes_of
from dashboard.cards.kind import CALM_KINDS
from dashboard.charts.chart import Chart
from dashboard.charts.words import BUILD, PROFILE, period_name
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.once import is_gap, told_once
from dashboard.page import Card, all_pages
from dashboard.render.powerpoint import DeckTitle, Template, deck, deck_steps
from dashboard.sight import Sight, as_at, profile, seen_place, sight_at
from dashboard.view import page_cards, page_charts, with_notes
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text


def deck_at(gate: Gate, viewer: Viewer, page: str, search: str) -> tuple[bytes, int] | None:
    """Return the slides of a page at an address' query and how many there are; None when any part of it is unknown."""
    sight = sight_at(gate.edition(), viewer, page, search)
    return None if sight is None else deck_of(sight)


def deck_of(sight: Sight, template: Template = "blue") -> tuple[bytes, int]:
    """Return the slides of what is seen, and how many there are: a title and one for each card that has something to say."""
    charts = for_meeting(page_cards(sight), page_charts(sight))
    return deck(_title(sight, template), charts), len(charts) + 1


def deck_by_steps(sight: Sight, template: Template = "blue") -> Iterator[tuple[float, bytes]]:
    """Return how much of `deck_of` is done as it is made, and the deck with the last step: nothing is made for who has gone."""
    cards, notes = page_cards(sight), notes_of(sight)
    charts = (with_notes(sight, card, notes) for card in cards)
    return steps_of(_title(sight, template), charts, len(cards), lambda made: for_meeting(cards, made))


def steps_of(
    title: DeckTitle, charts: Iterable[Chart], count: int, told: Callable[[list[Chart]], list[Chart]] = lambda made: made
) -> Iterator[tuple[float, bytes]]:
    """Yield how much is done, 0-1, after each of `count` charts and each slide of those that are `told`, and the deck with the last."""
    made = []
    for number, chart in enumerate(charts, start=1):
        made.append(chart)
        yield number / count / 2, b""
    shown = told(made)
    for number, slides in enumerate(deck_steps(title, shown), start=1):
        yield (1 + number / (len(shown) + 1)) / 2, slides


def for_meeting(cards: Sequence[Card], charts: Sequence[Chart]) -> list[Chart]:
    """Return what a meeting is shown; what the page cannot show stands behind all of it, as an appendix: a zero is an answer and stays."""
    shown = zip(cards, told_once(cards, charts), strict=True)
    return sorted((chart for card, chart in shown if chart is not None and not _says_nothing(card, chart)), key=is_gap)


def _title(sight: Sight, template: Template) -> DeckTitle:
    lang, state, edition = sight.lang, sight.state, sight.edition
    place = seen_place(sight).name.of(lang)
    day = as_at(sight)
    stamp = (
        words.SYNTHETIC.of(lang) if edition.site.is_synthetic else "",
        words.UP_TO.of(lang).format(day=day.isoformat()) if day else "",
        BUILD.of(lang).format(build=edition.build),
        PROFILE[profile(sight)].of(lang),
    )
    said, about = answer(sight, headlines(sight)), {"place": place, "period": period_name(state.period, lang)}
    is_named = said.startswith(words.ANSWER_LEAD.of(lang).partition("{parts}")[0].format(**about))
    return DeckTitle(
        title=state.page.question.of(lang),
        subtitle=said if is_named else words.DECK_SUBTITLE.of(lang).format(**about, answer=said),
        lang=lang,
        author=edition.site.title.of(lang),
        made_on=datetime.now(ZoneInfo(edition.site.time_zone)).date(),
        stamp=tuple(part for part in stamp if part),
        template=template,
    )


def _says_nothing(card: Card, chart: Chart) -> bool:
    """Say whether a card is empty because there is nothing to tell a meeting: nothing changed, nothing was agreed on, or not for who looks."""
    return bool(chart.empty) and (chart.lack in ("", "none") and card.kind in CALM_KINDS or chart.lack != "error" and card.kind == "notes")


def export_page(workspace: Path, page: str, region: str | None, period: str | None, lang: Lang, to: Path) -> int:
    """Write a page's slides to `to` and return how many there are; raises NOT_FOUND when page, region or period is unknown."""
    gate = Gate(workspace)
    given = {"region": region, "period": period, "lang": lang}
    made = deck_at(gate, Viewer.local(gate.site), page, urlencode({k: v for k, v in given.items() if v}))
    if made is None:
        pages = ", ".join(p.name for p in all_pages())
        raise XiangyiError(
            Text(f"没有这个页面、地区或时间（页面有：{pages}；地区用代码，时间如 2024）",
                 f"no such page, region or period (pages: {pages}; regions by code, periods like 2024)"),
            ExitCode.NOT_FOUND,
        )
    to.write_bytes(made[0])
    return made[1]

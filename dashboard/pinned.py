"""The pinned cards as charts of one build, each in its own view, and the report made of them: slides and a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard import words
from dashboard.cards.agreed import notes_of
from dashboard.charts.chart import Chart
from dashboard.charts.words import BUILD, PROFILE, period_name
from dashboard.data import Edition, Viewer
from dashboard.export import steps_of
from dashboard.page import Card
from dashboard.render.powerpoint import DeckTitle, Template
from dashboard.report import THIS_MEETING, Pin
from dashboard.sight import Sight, profile, seen_place, sight_at
from dashboard.view import with_notes
from pipelines.core.text import Lang, Text

TITLED = Text("{place}：{title}", "{place}: {title}")
CONTENTS = Text("共 {n} 张卡片，数字均取自版本 {build}", "{n} cards, every figure from build {build}")
GONE = Text("；另有 {n} 张的视图已不存在，未列出", "; {n} more are left out: their view no longer exists")


@dataclass(frozen=True, slots=True)
class Shown:
    """A pin with what it shows in the build that is served: nothing where its view does not exist in it."""

    pin: Pin
    sight: Sight | None
    card: Card | None


def shown_pins(edition: Edition, viewer: Viewer, pins: Sequence[Pin], lang: Lang) -> list[Shown]:
    """Return every pin read again as an address, all against one build and in one language: the reader's, whoever pinned it."""
    return [_shown(edition, viewer, pin, lang) for pin in pins]


def _shown(edition: Edition, viewer: Viewer, pin: Pin, lang: Lang) -> Shown:
    sight = sight_at(edition, viewer, pin.page, f"{pin.search}&lang={lang}")
    card = next((c for c in sight.state.page.cards if c.name == pin.card and c.kind != "desk"), None) if sight else None
    return Shown(pin, sight if card else None, card)


def charts_of(shown: Sequence[Shown]) -> list[Chart]:
    """Return the charts of the pins that show something; each names its place, because a report may hold several."""
    return list(_charts(shown))


def _charts(shown: Sequence[Shown]) -> Iterator[Chart]:
    for one in shown:
        if one.sight is None or one.card is None:
            continue
        chart = with_notes(one.sight, one.card, notes_of(one.sight))
        place = seen_place(one.sight).name.of(one.sight.lang)
        yield chart if place in chart.title else replace(chart, title=TITLED.of(one.sight.lang).format(place=place, title=chart.title))


def where(sight: Sight) -> str:
    """Return the place and the period of a view in words."""
    return f"{seen_place(sight).name.of(sight.lang)} {period_name(sight.state.period, sight.lang)}"


def report_deck(edition: Edition, name: str, shown: Sequence[Shown], lang: Lang, template: Template = "blue") -> bytes:
    """Return the report as slides: a title, then one slide a pin in order, each stamped with the build."""
    return list(report_steps(edition, name, shown, lang, template))[-1][1]


def report_steps(
    edition: Edition, name: str, shown: Sequence[Shown], lang: Lang, template: Template = "blue",
) -> Iterator[tuple[float, bytes]]:
    """Return how much of `report_deck` is done as it is made, and the deck with the last step."""
    seen = [one.sight for one in shown if one.sight is not None]
    gone = len(shown) - len(seen)
    said = CONTENTS.of(lang).format(n=len(seen), build=edition.build) + (GONE.of(lang).format(n=gone) if gone else "")
    stamp = [words.SYNTHETIC.of(lang) if edition.site.is_synthetic else "", BUILD.of(lang).format(build=edition.build)]
    stamp += sorted({PROFILE[profile(sight)].of(lang) for sight in seen})
    title = DeckTitle(
        title=name or THIS_MEETING.of(lang), subtitle=said, lang=lang, author=edition.site.title.of(lang),
        made_on=datetime.now(ZoneInfo(edition.site.time_zone)).date(), stamp=tuple(part for part in stamp if part), template=template,
    )
    return steps_of(title, _charts(shown), len(seen))

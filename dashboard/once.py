"""One reason is said once: cards of a page that show nothing for the same reason are told together, in the first of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.cards.kind import CALM_KINDS
from dashboard.charts import words
from dashboard.charts.chart import Chart
from dashboard.page import Card
from dashboard.words import MAP_NONE
from pipelines.core.text import Text

TOGETHER = Text("本页没有数据的内容", "What this page cannot show here")
ALIKE = Text("{reason}涉及 {n} 张卡片：{titles}。", "{reason} This holds for {n} cards: {titles}.")
ALONE = Text("{title}：{reason}", "{title}: {reason}")
_NAMED = "\x00"  # stands for the name of an indicator where two sentences are compared without it


def told_once(cards: Sequence[Card], charts: Sequence[Chart]) -> list[Chart | None]:
    """Return the charts; of those that are empty for one reason the first tells it for all of them, and None stands for the others. Where there are
    several such reasons one card tells them all, a line each, and with them each reason that nobody shares: the gaps of a page in one place.

    "Not collected" is one reason whichever indicator it is said of, and so is "filed by whole years"; every other reason must be the same
    sentence. Cards that are empty
    because all is well, that failed, that are withheld or lead to a period with figures are left as they are, and so is a reason that nobody
    shares on a page where no other is shared. None also stands for a map whose ranking is on the page.
    """
    groups: dict[str, list[int]] = {}
    for i, (card, chart) in enumerate(zip(cards, charts, strict=True)):
        if chart.empty and card.kind not in CALM_KINDS:
            groups.setdefault(_reason(chart), []).append(i)
    made: list[Chart | None] = _without_doubles(cards, charts)
    shared = {reason: alike for reason, alike in groups.items() if len(alike) > 1}
    if not shared:
        return made
    alone = [alike[0] for alike in groups.values() if len(alike) == 1 and _may_join(charts[alike[0]])]
    for i in (*(i for alike in shared.values() for i in alike), *alone):
        made[i] = None
    said = [_alike(reason, [charts[i] for i in alike]) for reason, alike in shared.items()]
    said += [ALONE.of(charts[i].lang).format(title=charts[i].title, reason=charts[i].empty) for i in alone]
    first = min(alike[0] for alike in shared.values())
    made[first] = _together(charts[first], "\n".join(said))
    return made


def _may_join(chart: Chart) -> bool:
    """Whether a reason that nobody shares may be told beside the others of the page."""
    return chart.lack in ("", "not_collected") and not chart.instead


def _without_doubles(cards: Sequence[Card], charts: Sequence[Chart]) -> list[Chart | None]:
    """Leave out a map that a ranking stands in for where the page has that ranking, which then says why there is no map."""
    made: list[Chart | None] = list(charts)
    ranked = {(card.indicators, card.scope): i for i, card in enumerate(cards) if card.kind == "ranking" and not charts[i].empty}
    for i, (card, chart) in enumerate(zip(cards, charts, strict=True)):
        place = ranked.get((card.indicators, card.scope), -1)
        if card.kind == "map" and chart.map is None and not chart.empty and place >= 0:
            ranking = charts[place]
            made[i], made[place] = None, ranking.with_note(MAP_NONE.of(ranking.lang).rstrip("。."), ranking.footer.note)
    return made


def leads(chart: Chart) -> bool:
    """Whether a chart speaks for others that are empty for the same reason."""
    return bool(chart.empty) and chart.title == TOGETHER.of(chart.lang)


def _reason(chart: Chart) -> str:
    """Return the sentence of an empty chart, without the name of its indicator where it was not collected, or is by the year."""
    for sentence in ("not_collected", "filed_by_year"):
        said = words.EMPTY[sentence].of(chart.lang).format(indicator=_NAMED, region=_NAMED)
        before, _, after = said.partition(_NAMED)[2].partition(_NAMED)
        name, found, rest = chart.empty.partition(before)
        if found and name and after in rest:
            return before + rest
    return chart.empty


def _alike(reason: str, charts: Sequence[Chart]) -> str:
    """Return a reason with the titles of the cards that are empty for it."""
    lang = charts[0].lang
    titles = Text("、", "; ").of(lang).join(chart.title for chart in charts)
    said = reason if reason == charts[0].empty else reason.lstrip("：: ")
    said = said if lang == "zh" else said[:1].upper() + said[1:]
    return ALIKE.of(lang).format(reason=said, n=len(charts), titles=titles)


def _together(first: Chart, empty: str) -> Chart:
    footer = replace(first.footer, note="", n="", reported="", source="", definition="", events="")
    return replace(first, title=TOGETHER.of(first.lang), unit="", subtitle="", empty=empty, footer=footer)


def by_name(cards: Mapping[tuple[str, str], Card], charts: Mapping[tuple[str, str], Chart]) -> dict[tuple[str, str], Chart | None]:
    """Return `told_once` of charts by the key of their card."""
    keys = list(charts)
    return dict(zip(keys, told_once([cards[key] for key in keys], [charts[key] for key in keys]), strict=True))

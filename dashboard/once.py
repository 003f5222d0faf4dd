"""Gaps are told in one place: cards of a page that have nothing to show are told together, in the first of them, each reason once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.cards.inside import lack_of
from dashboard.cards.kind import CALM_KINDS
from dashboard.charts import words
from dashboard.charts.chart import Chart, Lack
from dashboard.page import Card
from dashboard.words import MAP_NONE
from pipelines.core.text import Text

TOGETHER = Text("本页未能显示的内容", "What this page cannot show here")
HIDDEN_TOGETHER = Text("本页在本发布口径下隐藏的内容", "What this page withholds in this release")
ALIKE = Text("{reason}涉及 {n} 张卡片：{titles}。", "{reason} This holds for {n} cards: {titles}.")
ALONE = Text("{title}：{reason}", "{title}: {reason}")
QUOTED = Text("“{title}”", '"{title}"')
_NAMED = "\x00"  # stands for the name of an indicator where two sentences are compared without it
_FOLDED = (*words.EMPTY.values(), words.REFUSED)  # sentences that are one reason whichever indicator they are said of


def told_once(cards: Sequence[Card], charts: Sequence[Chart]) -> list[Chart | None]:
    """Return the charts; the first of a page's gaps tells all of them, a line for each reason, and None stands for the others.

    A gap that is alone on its page stays in its card. So does what is empty because there is none of it (a zero is an answer), what leads to a
    period with figures, and what failed or is withheld, unless another card is empty for the same reason: one reason is said once. "Not
    collected" is one reason whichever indicator it is said of, and so is whatever else is said of indicators by name. None also stands for
    a map whose ranking is on the page.
    """
    groups: dict[str, list[int]] = {}
    for i, (card, chart) in enumerate(zip(cards, charts, strict=True)):
        if is_gap(chart) and not chart.instead and card.kind not in CALM_KINDS:
            groups.setdefault(_reason(chart), []).append(i)
    made: list[Chart | None] = _without_doubles(cards, charts)
    shared = {reason: alike for reason, alike in groups.items() if len(alike) > 1}
    alone = [alike[0] for alike in groups.values() if len(alike) == 1 and lack_of(charts[alike[0]]) in ("", "not_collected")]
    if not shared and len(alone) < 2:
        return made
    gathered = sorted([*(i for alike in shared.values() for i in alike), *alone])
    for i in gathered:
        made[i] = None
    said = [_alike(reason, [charts[i] for i in alike]) for reason, alike in shared.items()]
    said += [_alone(charts[i]) for i in alone]
    made[gathered[0]] = _together([charts[i] for i in gathered], "\n".join(said))
    return made


def _alone(chart: Chart) -> str:
    """Return a gap by the title of its card and its reason, which begins with the name of an indicator where that is another."""
    reason = next((chart.empty.removeprefix(chart.title + stop) for stop in ("：", ": ") if chart.empty.startswith(chart.title + stop)), chart.empty)
    return ALONE.of(chart.lang).format(title=_quoted(chart), reason=reason)


def _quoted(chart: Chart) -> str:
    return QUOTED.of(chart.lang).format(title=chart.title)


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


def is_gap(chart: Chart) -> bool:
    """Whether a chart is empty and not because there is none of it: a zero is an answer."""
    return bool(chart.empty) and chart.lack != "none"


def leads(chart: Chart) -> bool:
    """Whether a chart speaks for the gaps of its page."""
    return bool(chart.empty) and chart.title in (TOGETHER.of(chart.lang), HIDDEN_TOGETHER.of(chart.lang))


def _reason(chart: Chart) -> str:
    """Return the sentence of an empty chart, without the name of its indicator where it is one that is said of indicators."""
    for sentence in _FOLDED:
        said = sentence.of(chart.lang).format(indicator=_NAMED, region=_NAMED, why=_NAMED)
        before, _, after = said.partition(_NAMED)[2].partition(_NAMED)
        name, found, rest = chart.empty.partition(before)
        if found and name and after in rest:
            return before + rest
    return chart.empty


def _alike(reason: str, charts: Sequence[Chart]) -> str:
    """Return a reason with the titles of the cards that are empty for it."""
    lang = charts[0].lang
    titles = Text("、", "; ").of(lang).join(map(_quoted, charts))
    said = reason if reason == charts[0].empty else reason.lstrip("：: ")
    said = said if lang == "zh" else said[:1].upper() + said[1:]
    return ALIKE.of(lang).format(reason=said, n=len(charts), titles=titles)


def _together(gaps: Sequence[Chart], empty: str) -> Chart:
    first = gaps[0]
    footer = replace(first.footer, note="", n="", reported="", source="", brief_source="", files="", definition="", events="")
    kinds = {lack_of(gap) for gap in gaps}
    lack: Lack = kinds.pop() if len(kinds) == 1 else ""
    title = HIDDEN_TOGETHER if lack == "withheld" else TOGETHER
    return replace(first, title=title.of(first.lang), unit="", subtitle="", empty=empty, lack=lack, footer=footer)


def by_name(cards: Mapping[tuple[str, str], Card], charts: Mapping[tuple[str, str], Chart]) -> dict[tuple[str, str], Chart | None]:
    """Return `told_once` of charts by the key of their card."""
    keys = list(charts)
    return dict(zip(keys, told_once([cards[key] for key in keys], [charts[key] for key in keys]), strict=True))

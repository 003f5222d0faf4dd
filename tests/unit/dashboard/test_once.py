"""One reason is said once: which cards of a page are told together, and which keep their own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.charts import BUILDERS, words
from dashboard.charts.chart import Chart
from dashboard.export import for_meeting
from dashboard.layout.card import card_inside
from dashboard.once import TOGETHER, leads, told_once
from dashboard.page import Card
from dashboard.words import MAP_NONE
from pipelines.core.text import LANGS, Lang, Text
from tests.unit.charts.samples import card, context, trend_frame


def emptied(lang: Lang, name: str, empty: str, kind: str = "trend") -> tuple[Card, Chart]:
    one = Card(name=name, kind=kind, title=Text(f"题{name}", f"Title {name}"))
    made = BUILDERS["trend"](card("trend", "density"), trend_frame(), context(lang))
    return one, replace(made, name=name, title=one.title.of(lang), empty=empty)


def not_collected(lang: Lang, indicator: str, region: str = "平定县") -> str:
    return words.EMPTY["not_collected"].of(lang).format(indicator=indicator, region=region)


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_reason_is_told_by_the_first_for_all(lang):
    reason = Text("只有人数，没有人。", "The files count people and follow nobody.").of(lang)
    cards, charts = zip(*(emptied(lang, n, t) for n, t in (("a", reason), ("b", ""), ("c", reason), ("d", reason))), strict=True)
    first, drawing, *others = told_once(cards, charts)
    assert drawing is charts[1] and others == [None, None]
    assert first.title == TOGETHER.of(lang) and leads(first) and reason in first.empty and first.empty.count(reason) == 1
    assert all(charts[i].title in first.empty for i in (0, 2, 3)) and "3" in first.empty and charts[1].title not in first.empty
    assert first.footer.source == first.footer.brief_source == first.footer.files == "" and first.name == "a"


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_not_collected_is_one_reason_whichever_indicator_it_is_said_of(lang):
    named = (("a", not_collected(lang, "各项目支付")), ("b", not_collected(lang, "人均收入")), ("c", not_collected(lang, "人均收入", "盂县")))
    cards, charts = zip(*(emptied(lang, n, t) for n, t in named), strict=True)
    first, second, third = told_once(cards, charts)
    assert second is None and third is None
    shared, alone = first.empty.splitlines()
    assert "盂县" in alone and charts[2].title in alone and "盂县" not in shared, "another place is another reason"
    assert "各项目支付" not in shared and not shared.startswith(("：", ":"))
    assert first.empty.startswith(Text("未采集。平定县", "Not collected. No unit in 平定县").of(lang))


@pytest.mark.parametrize("lang", LANGS)
def test_several_reasons_stand_in_one_card_a_line_each(lang):
    named = (("a", "甲。"), ("b", not_collected(lang, "人均收入")), ("c", not_collected(lang, "各项目支付")), ("d", "甲。"), ("e", "乙。"))
    cards, charts = zip(*(emptied(lang, n, t) for n, t in named), strict=True)
    first, *others = told_once(cards, charts)
    assert others == [None] * 4 and first.title == TOGETHER.of(lang)
    one, two, three = first.empty.splitlines()
    assert three == Text("“题e”：乙。", "\"Title e\": 乙。").of(lang), "what nobody shares is told after them, its title in quotes"
    assert all(Text(f"“题{n}”", f"\"Title {n}\"").of(lang) in one for n in "ad")
    assert one.startswith("甲。") and charts[0].title in one and charts[3].title in one
    assert "平定县" in two and charts[1].title in two and charts[2].title in two


def test_a_lone_gap_and_good_news_are_left_as_they_are():
    cards, charts = zip(*(emptied("en", n, t, k) for n, t, k in (
        ("a", "One reason.", "trend"), ("c", "Nothing wrong.", "attention"), ("d", "Nothing wrong.", "changes"),
    )), strict=True)
    assert told_once(cards, charts) == list(charts) and not any(leads(chart) for chart in charts)


@pytest.mark.parametrize("lang", LANGS)
def test_two_gaps_are_gathered_whatever_their_reasons(lang):
    cards, charts = zip(*(emptied(lang, n, t) for n, t in (("a", "甲。"), ("b", ""), ("c", "乙。"))), strict=True)
    first, drawing, second = told_once(cards, charts)
    assert leads(first) and drawing is charts[1] and second is None and first.name == "a"
    assert first.empty.splitlines() == list(Text("“题a”：甲。\n“题c”：乙。", "\"Title a\": 甲。\n\"Title c\": 乙。").of(lang).splitlines())


@pytest.mark.parametrize("lang", LANGS)
def test_a_zero_is_no_gap(lang):
    """Nothing that failed to add up, no link that lies idle: the same words on several cards stay in their cards, and in their place of a deck."""
    cards, charts = zip(*(emptied(lang, n, t) for n, t in (("a", "没有。"), ("b", "甲。"), ("c", "没有。"), ("d", "乙。"), ("e", ""))), strict=True)
    charts = [chart.as_none() if chart.empty == "没有。" else chart for chart in charts]
    one, gaps, two, gone, drawing = told_once(cards, charts)
    assert (one, two, gone, drawing) == (charts[0], charts[2], None, charts[4]) and leads(gaps) and "没有。" not in gaps.empty
    assert [chart.name for chart in for_meeting(cards, charts)] == ["a", "c", "e", "b"]
    assert told_once(cards[:2], charts[:2]) == list(charts[:2]), "with a zero beside it a gap is alone"
    assert charts[4].lack == "" and charts[4].as_none() is charts[4], "what is drawn is not empty"


def test_a_zero_looks_calm():
    card_, chart = emptied("en", "a", "Nobody.")
    assert card_inside(chart.as_none(), card_, None)[0].tree[0].className.split() == ["empty", "calm"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("status", ["not_estimable", "none", "refused"])
def test_what_is_said_of_an_indicator_by_name_is_one_reason(lang, status):
    said, why = words.REFUSED if status == "refused" else words.EMPTY[status], Text("标识不跟人。", "No key follows anybody.").of(lang)
    cards, charts = zip(*(emptied(lang, n, said.of(lang).format(indicator=name, why=why)) for n, name in (("a", "基尼系数"), ("b", "洛伦兹"))), strict=True)
    first, second = told_once(cards, charts)
    assert second is None and len(first.empty.splitlines()) == 1 and "基尼系数" not in first.empty and charts[1].title in first.empty
    assert not first.empty.startswith(("：", ":")) and first.empty[:1] == first.empty[:1].upper()


def test_what_failed_or_is_withheld_or_leads_to_a_period_is_not_gathered_with_the_gaps_of_a_page():
    cards, charts = zip(*(emptied("en", n, "One reason." if n in "ab" else f"Reason {n}.") for n in "abcdef"), strict=True)
    kept = [replace(charts[2], lack="error"), replace(charts[3], lack="withheld"), replace(charts[4], instead="2024")]
    first, *others = told_once(cards, [*charts[:2], *kept, charts[5]])
    assert others == [None, *kept, None] and first.empty.splitlines()[1] == "\"Title f\": Reason f."


def test_who_tells_it_for_others_is_marked_for_the_shell():
    cards, charts = zip(*(emptied("en", n, "One reason.") for n in "ab"), strict=True)
    first, _ = told_once(cards, charts)
    assert first is not None and card_inside(first, cards[0], None)[0].tree[0].className == "empty leads"
    assert card_inside(charts[0], cards[0], None)[0].tree[0].className == "empty"


@pytest.mark.parametrize("lang", LANGS)
def test_a_ranking_that_stands_in_for_a_map_is_not_shown_beside_itself(lang):
    drawn = BUILDERS["trend"](card("trend", "density"), trend_frame(), context(lang))
    cards = [Card(name=kind, kind=kind, title=Text("题", "Title"), indicators=("density",), scope="units") for kind in ("map", "ranking")]
    left, ranking = told_once(cards, [drawn, drawn])
    assert left is None and MAP_NONE.of(lang).rstrip("。.") in ranking.footer.note and ranking.series == drawn.series
    other = replace(cards[1], indicators=("headcount",))
    assert told_once([cards[0], other], [drawn, drawn]) == [drawn, drawn]


@pytest.mark.parametrize("lang", LANGS)
def test_a_meeting_sees_what_a_page_cannot_show_behind_everything_else(lang):
    """What was agreed and the draft stand last on their page: nobody ends a meeting on a slide before them."""
    named = (("a", "甲。", "trend"), ("b", "", "trend"), ("c", "甲。", "trend"), ("d", "", "notes"), ("e", "", "notes"))
    cards, charts = zip(*(emptied(lang, n, t, k) for n, t, k in named), strict=True)
    assert [chart.name for chart in for_meeting(cards, charts)] == ["b", "d", "e", "a"]
    assert [chart.name for chart in told_once(cards, charts) if chart] == ["a", "b", "d", "e"], "on the screen it stands where the first was"

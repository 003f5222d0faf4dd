"""What is said of an address that names what there is not: the word that is wrong, what there is instead, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import words
from dashboard.page import Page
from dashboard.spelling import ONE_PERIOD, years_held
from dashboard.state import MODES, THEMES, WHOLE, Choices, State
from pipelines.codelists.population_kind import POPULATION_KIND
from pipelines.core.comparison import COMPARISONS
from pipelines.core.text import LANGS, Lang, Text

SEVERAL_TITLE = Text("地址中有几处不对", "Several parts of the address are wrong")
TO_PAGE = Text("回到“{page}”", "Back to {page}")
NO_CARD_TITLE = Text("没有这张卡片", "There is no such card")
NO_CARD = Text("“{page}”页上没有名为“{word}”的卡片；它可能改了名，或地址有误。",
               'The page {page} has no card by the name of "{word}": it may have been renamed, or the address is wrong.')
SAID: dict[str, tuple[Text, Text]] = {  # by what the address names: title and sentence
    "region": (Text("没有这个地区", "There is no such place"),
               Text("地区代码“{word}”不在本站可看的地区之内；最上级的有：{known}。", 'There is no place "{word}" to see here; at the top there are: {known}.')),
    "facility": (Text("没有这家机构", "There is no such facility"),
                 Text("机构代码“{word}”不在所选地区的机构之内。", 'There is no facility "{word}" to see in the chosen place.')),
    "period": (Text("没有这个时间的数据", "There is no such period"),
               Text("时间“{word}”不在数据之内；{known}。", 'There is no period "{word}" in the data; {known}.')),
    "compare": (Text("没有这种对比方式", "There is no such comparison"),
                Text("没有对比方式“{word}”；可用的有：{known}。", 'There is no comparison "{word}"; there are: {known}.')),
    "by": (Text("没有这种分组", "There is no such grouping"), Text("没有分组“{word}”；可用的有：{known}。", 'There is no grouping "{word}"; there are: {known}.')),
    "population": (Text("没有这种人口口径", "There is no such population"),
                   Text("本站没有人口口径“{word}”；可用的有：{known}。", 'There is no population "{word}" here; there are: {known}.')),
    "mode": (Text("没有这种显示方式", "There is no such mode"),
             Text("没有显示方式“{word}”；可用的有：{known}。", 'There is no mode "{word}"; there are: {known}.')),
    "card": (NO_CARD_TITLE, NO_CARD),
    "theme": (Text("没有这种配色", "There is no such theme"), Text("没有配色“{word}”；可用的有：{known}。", 'There is no theme "{word}"; there are: {known}.')),
    "lang": (Text("没有这种语言", "There is no such language"),
             Text("没有语言“{word}”；可用的有：{known}。", 'There is no language "{word}"; there are: {known}.')),
}
NAMED = Text("{code}（{title}）", "{code} ({title})")
PERIODS = Text("有 {years} 年的时期，写作 {codes}", "there are periods of {years}, written as {codes}")
MODE_TITLES = {"wall": words.WALL, "present": words.MENU_WORDS["present"]}
THEME_TITLES = {"light": words.BRIGHT, "dark": words.DARK}
LANG_TITLES = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}
LONGEST_WORD = 60  # characters of an address that are said again
MOST_PLACES = 3


def mistake(wrong: Mapping[str, str], kept: State, choices: Choices) -> tuple[Text, Text, Text]:
    """Return title, sentences and words of the way back for what is `wrong` in an address, by name, of which `kept` holds."""
    title = SAID[next(iter(wrong))][0] if len(wrong) == 1 else SEVERAL_TITLE
    said = Text(*((" " if lang == "en" else "").join(_said(name, word, kept, choices, lang) for name, word in wrong.items()) for lang in LANGS))
    return title, said, TO_PAGE.format(page=kept.page.title)


def _said(name: str, word: str, kept: State, choices: Choices, lang: Lang) -> str:
    known = KNOWN[name](choices, kept.page, lang) if name in KNOWN else ""
    return SAID[name][1].of(lang).format(word=word[:LONGEST_WORD], page=kept.page.title.of(lang), known=known)


def _listed(titles: Mapping[str, Text], lang: Lang) -> str:
    return words.COMMA_LIST.of(lang).join(NAMED.of(lang).format(code=code, title=title.of(lang)) for code, title in titles.items())


def _periods(choices: Choices, lang: Lang) -> str:
    newest = dict(reversed(list(zip(choices.period_kinds, choices.periods, strict=True))))
    codes = words.COMMA_LIST.of(lang).join(newest[kind] for kind in words.PERIOD_KIND if kind in newest)
    years = years_held(choices.periods)
    return PERIODS.format(years=years, codes=codes).of(lang) if years else ONE_PERIOD.of(lang)


KNOWN: Mapping[str, Callable[[Choices, Page, Lang], str]] = {
    "region": lambda choices, _, lang: _listed({place.code: place.name for place in choices.places.tops[:MOST_PLACES]}, lang),
    "period": lambda choices, _, lang: _periods(choices, lang),
    "compare": lambda _, __, lang: _listed({kind: words.COMPARED_WITH[kind] for kind in COMPARISONS}, lang),
    "by": lambda choices, page, lang: _listed({WHOLE: words.WHOLE} | {by: words.BREAKDOWN[by] for by in choices.breakdowns(page)}, lang),
    "population": lambda choices, _, lang: _listed({kind: POPULATION_KIND.titles[kind] for kind in choices.populations}, lang),
    "mode": lambda _, __, lang: _listed({mode: MODE_TITLES[mode] for mode in MODES if mode}, lang),
    "theme": lambda _, __, lang: _listed({theme: THEME_TITLES[theme] for theme in THEMES}, lang),
    "lang": lambda _, __, lang: _listed({code: LANG_TITLES[code] for code in LANGS}, lang),
}

"""Who stands at an end of a set of figures: one by name, those that share it together, or how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Literal

from dashboard.charts.chart import Chart, Point
from dashboard.charts.words import category_in_sentence, marked
from pipelines.analysis.change import mover
from pipelines.core.indicator import Chance, Unit
from pipelines.core.text import Lang, Text

End = Literal["lowest", "highest", "lower", "higher", "largest"]
ENDS_TOLD: dict[str, End] = {"higher": "lowest"}  # by the good side
AMOUNTS: tuple[Unit, ...] = (  # of which the most is the largest; a rate, a share, a time is highest
    "person", "fte", "currency", "facility", "patient", "count", "village", "place", "post", "agreement", "application", "membership",
)
MOST_SHARING = 3  # named one by one where they share an end
ALONE: dict[End, Text] = {
    "lowest": Text("{names}最低，为 {a}", "{names} is lowest at {a}"), "highest": Text("{names}最高，为 {a}", "{names} is highest at {a}"),
    "lower": Text("{names}较低，为 {a}", "{names} is lower at {a}"), "higher": Text("{names}较高，为 {a}", "{names} is higher at {a}"),
    "largest": Text("{names}最大，为 {a}", "{names} is largest at {a}"),
}
ALIKE: dict[End, Text] = {  # of two alone neither end is shared
    "lowest": Text("{names}最低，均为 {a}", "{names} are lowest, each at {a}"),
    "highest": Text("{names}最高，均为 {a}", "{names} are highest, each at {a}"),
    "largest": Text("{names}最大，均为 {a}", "{names} are largest, each at {a}"),
}
TOP = {  # by whether it is an amount, and whether there are two alone
    (True, False): Text("{first}最大，为 {a}；其次为{second}，{b}", "{first} is largest at {a}, then {second} at {b}"),
    (False, False): Text("{first}最高，为 {a}；其次为{second}，{b}", "{first} is highest at {a}, then {second} at {b}"),
    (True, True): Text("{first}较大，为 {a}；{second}为 {b}", "{first} is larger at {a}, {second} is at {b}"),
    (False, True): Text("{first}较高，为 {a}；{second}为 {b}", "{first} is higher at {a}, {second} is at {b}"),
}
LINES = Text("{n} 项", "{n} of them")
NO_DIFFERENCE = Text("；差别在波动之内", "; the difference is within chance")
AllAlike = tuple[Text, Text]  # said of many that print one figure, and of two
ALL_LINES: AllAlike = Text("{n} 项均为 {a}", "all {n} are at {a}"), Text("两项均为 {a}", "both are at {a}")
ALL_ALIKE = Text("{n} 个{places}均为 {a}", "all {n} {places} are at {a}")
BOTH_ALIKE = Text("两个{places}均为 {a}", "both {places} are at {a}")
SOME = Text("{n} 个{places}", "{n} {places}")
OF_LARGER = Text("；基数较大的当中，{said}", "; of those that rest on larger numbers, {said}")
ONE_LARGER = Text("；基数较大的只有{name}，为 {a}", "; only {name} rests on a larger number, at {a}")
LARGER_ALIKE = Text("；基数较大的 {n} 个{places}均为 {a}", "; the {n} {places} that rest on larger numbers are all at {a}")
ALL_FEW = Text("；各地基数都很小，不宜比较", "; all of them rest on few, too few to compare")
AND, THEN, BETWEEN = Text("、", ", "), Text("和", " and "), Text("；", "; ")


def compared(points: Sequence[Point]) -> list[Point]:
    """Return the points with a figure that may be set against others: what is partly reported is neither compared nor ranked."""
    return [p for p in points if p.value is not None and p.status != "partial"]


def worst_told(chart: Chart, ranked: Sequence[Point], count: int, alike: int) -> str:
    """Name who stands at the end of a ranking that is told, the worse one, or the highest where none is: one place, those that share it, or
    all where all are alike. `ranked` are the places drawn in their order, `count` all that are ranked, `alike` of them print the same figure.
    """
    lang, end = chart.lang, ENDS_TOLD.get(chart.polarity, "highest")
    a = ranked[0].text if alike > 1 else marked(ranked[0].text, ranked[0].mark, lang)
    if alike == count:
        return places_alike(chart, count, a)
    several = SOME.of(lang).format(n=alike, places=chart.places) if alike > MOST_SHARING else ""
    return at_end(end, [p.label for p in ranked[:alike]], a, lang, several) + _of_larger(ranked, alike, end, chart)


def _of_larger(ranked: Sequence[Point], alike: int, end: End, chart: Chart) -> str:
    """Return who stands at the end of places with enough people where the one that is told has few, or that all have few: one payment that came
    late makes no worst township. Nothing where those told have enough, or where those that are not drawn might be told as well.
    """
    if any(p.status != "small_n" for p in ranked[:alike]):
        return ""
    enough = [p for p in ranked if p.status != "small_n"]
    if not enough:
        return "" if chart.more else ALL_FEW.of(chart.lang)
    first = [p.label for p in enough if p.text == enough[0].text]
    if len(first) == len(enough):  # of one there is no end, and more may be alike among those not drawn
        said = ONE_LARGER if len(first) == 1 else LARGER_ALIKE
        return "" if chart.more else said.of(chart.lang).format(name=first[0], n=len(first), places=chart.places, a=enough[0].text)
    several = SOME.of(chart.lang).format(n=len(first), places=chart.places) if len(first) > MOST_SHARING else ""
    return OF_LARGER.of(chart.lang).format(said=at_end(end, first, enough[0].text, chart.lang, several))


def places_alike(chart: Chart, count: int, text: str) -> str:
    """Say that all places of a chart print one figure."""
    return all_alike(count, text, chart.lang, (ALL_ALIKE, BOTH_ALIKE), chart.places)


def within_chance(a: Point, b: Point) -> bool:
    """Whether the difference of two figures may be chance: by its own interval, found from those of both, for two may overlap and yet lie
    apart; True where either has none: no difference is claimed. Limits of a count are set apart as the counts are, as the change of a headline is.
    """
    limits = [(point.chance, limit) for point in (a, b) for limit in (point.value, point.lower, point.upper)]
    known = [_counted(limit, chance) for chance, limit in limits if limit is not None]
    if len(known) < len(limits):
        return True
    found = mover(*known)
    return bool(found.lower <= 0.0 <= found.upper)


def _counted(figure: float, chance: Chance) -> float:
    """Return a figure on the scale of its count, in the same order: per head turned round, odds as a share."""
    if chance == "denominator":
        return -1.0 / figure if figure else -inf
    return figure / (1.0 + figure) if chance == "both" else figure


def ends_of(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """Return those of at least one point printed with the lowest figure, and those with the highest."""
    known = sorted(points, key=lambda p: p.value or 0.0)
    low, high = ([p for p in points if p.text == end.text] for end in (known[0], known[-1]))
    return low, high


def say_ends(points: Sequence[Point], lang: Lang, alike: AllAlike = ALL_LINES) -> str:
    """Name the lowest and the highest category, of two the lower and the higher, those printed alike together; all at once where all print one
    figure."""
    low, high = ends_of(points)
    if low[0].text == high[0].text:
        return all_alike(len(points), low[0].text, lang, alike)
    names: tuple[End, End] = ("lower", "higher") if len(points) == 2 else ("lowest", "highest")
    told = ((end, [category_in_sentence(p.label, lang) for p in named], named[0].text) for end, named in zip(names, (low, high), strict=True))
    return BETWEEN.of(lang).join(at_end(end, named, text, lang) for end, named, text in told)


def categories_told(top: Sequence[Point], measure: Unit, lang: Lang) -> str:
    """Name the first two of at least two categories in falling order, those printed alike together: an amount is largest, a rate highest."""
    names, is_amount, alike = [category_in_sentence(p.label, lang) for p in top], measure in AMOUNTS, sum(p.text == top[0].text for p in top)
    if alike == len(top):
        return all_alike(alike, top[0].text, lang)
    if alike > 1:
        return at_end("largest" if is_amount else "highest", names[:alike], top[0].text, lang)
    said = TOP[is_amount, len(top) == 2].of(lang).format(first=names[0], a=top[0].text, second=names[1], b=top[1].text)
    return said + (NO_DIFFERENCE.of(lang) if top[0].interval and within_chance(top[0], top[1]) else "")


def at_end(end: End, names: Sequence[str], text: str, lang: Lang, several: str = "") -> str:
    """Say that `names` stand at an end of the figures, at `text`; `several` is said instead of their names, "4 townships"."""
    if len(names) == 1 and not several:
        return ALONE[end].of(lang).format(names=names[0], a=text)
    many = several or (LINES.of(lang).format(n=len(names)) if len(names) > MOST_SHARING else "")
    return ALIKE[end].of(lang).format(names=many or together(names, lang), a=text)


def together(names: Sequence[str], lang: Lang) -> str:
    """Return names in a row: "甲、乙和丙", "A, B and C"."""
    return THEN.of(lang).join(part for part in (AND.of(lang).join(names[:-1]), names[-1]) if part)


def all_alike(count: int, text: str, lang: Lang, alike: AllAlike = ALL_LINES, places: str = "") -> str:
    """Say that all lines, or what `alike` calls them, have one figure."""
    return alike[int(count == 2)].of(lang).format(n=count, a=text, places=places)

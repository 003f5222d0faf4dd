"""The words of a picture that is made here: its typeface, the lines they are broken into, and what stands under any of them."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from matplotlib import font_manager

from dashboard.charts.chart import Chart
from dashboard.charts.words import NAMED, is_chinese
from dashboard.render.brief import brief, too_small
from dashboard.render.cells import PADDING, wrapped
from dashboard.render.workbook import AGREED, DEFINITION, METHOD, tells_intervals

TITLE_SIZE, FINDING_SIZE, NOTE_SIZE = 15, 12, 10  # points
LATIN_EASE, CHINESE_EASE = 1.15, 1.06  # how much more stands on a line than is estimated, of Latin letters and where Chinese ones are among them


@cache
def font() -> font_manager.FontProperties:
    """Return the packaged Noto Sans SC, so that Chinese never prints as boxes."""
    path = str(files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf")
    return font_manager.FontProperties(fname=path)


@cache
def _letters() -> frozenset[int]:
    return frozenset(font_manager.get_font(font().get_file()).get_charmap())


def drawable(words: str) -> str:
    """Return words with letters that the typeface lacks as what they stand for, a subscript as the letter."""
    return "".join(c if ord(c) in _letters() else unicodedata.normalize("NFKC", c) for c in words)


def eased(words: str, room: float) -> float:
    """Return how wide the column is that words are broken for: the typeface is the packaged one, so that less is held back than where any may be
    the reader's."""
    return room * (CHINESE_EASE if is_chinese(words) else LATIN_EASE) + PADDING


def lines_of(words: str, room: float, size: float) -> list[str]:
    """Break words into lines of `room` points."""
    return [line.strip() for line in wrapped(words, eased(words, room), size)]


def told_under(chart: Chart) -> list[str]:
    """Return the paragraphs under a picture: its notes and sizes, how intervals are made, what was agreed, what is defined, its source and day."""
    foot, named, lang = chart.footer, NAMED.of(chart.lang), chart.lang
    told = (
        too_small(chart),
        " · ".join(part for part in (foot.note, foot.marks, foot.n, foot.reported) if part),
        named.format(name=METHOD.of(lang), said=foot.method) if foot.method and tells_intervals(chart) else "",
        *(named.format(name=AGREED.of(lang), said=note) for note in chart.notes),
        *(named.format(name=DEFINITION.of(lang), said=line) if number == 0 else line for number, line in enumerate(brief(foot.definition, lang))),
        " · ".join(part for part in (foot.source, foot.as_at if foot.as_at not in chart.subtitle else "", foot.build, foot.profile) if part),
    )
    return [line for line in told if line]

"""The words of a picture that is made here: its typeface, the lines they are broken into, and what stands under any of them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from matplotlib import font_manager

from dashboard.charts.chart import Chart
from dashboard.charts.words import LIST_COMMA, NAMED, TOO_SMALL, is_chinese
from dashboard.render.cells import PADDING, wrapped
from dashboard.render.workbook import AGREED, DEFINITION, METHOD, tells_intervals
from pipelines.core.text import Lang, Text

IN_BRIEF = Text("（节选）", " (in brief)")
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


def brief(defined: str, lang: Lang) -> list[str]:
    """Return a definition in few lines: one whole, of several the first sentence each, and that they are in brief where anything is left out.

    >>> brief("Pay: all of it. Before tax", "en"), brief("Pay: all of it. Before tax\\nPosts: as set; not as filled", "en")
    (['Pay: all of it. Before tax'], ['Pay: all of it', 'Posts: as set (in brief)'])
    >>> brief("离岗率：离岗人数（死亡除外；调动除外）÷ 在岗人数；只按年计\\n到岗率：到岗人数。按年计", "zh")
    ['离岗率：离岗人数（死亡除外；调动除外）÷ 在岗人数', '到岗率：到岗人数（节选）']
    """
    lines = [line for line in defined.split("\n") if line]
    ends = "[。；](?![^（]*）)" if lang == "zh" else r"[.;] (?![^(]*\))"  # not between brackets
    kept = lines if len(lines) < 2 else [re.split(ends, line)[0] for line in lines]
    return kept if kept == lines else [*kept[:-1], kept[-1] + IN_BRIEF.of(lang)]


def too_small(chart: Chart) -> str:
    """Return the places that a map is too small for, each with its figure, as one line; "" where there are none."""
    listed = LIST_COMMA.of(chart.lang).join(cell.text for cell in chart.map.tiny) if chart.map else ""
    return f"{TOO_SMALL.of(chart.lang)} {listed}".replace("： ", "：") if listed else ""


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

"""What is told in few words where a chart travels or nobody can scroll: its definition in brief, and the places a map is too small for."""

from __future__ import annotations

import re

from dashboard.charts.chart import Chart
from dashboard.charts.words import LIST_COMMA, TOO_SMALL
from pipelines.core.text import Lang, Text

IN_BRIEF = Text("（节选）", " (in brief)")


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

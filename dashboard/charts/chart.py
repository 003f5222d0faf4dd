"""A chart is a value: everything a reader will see, already computed; the renderers only print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dashboard.charts.footer import Footer
from dashboard.charts.numbers import Scale
from dashboard.charts.words import SEMICOLON
from pipelines.core.indicator import Chance, Polarity, Status, Unit
from pipelines.core.text import Lang

Beside = Literal["unit", "n", "mark"]  # what the words of a cell say besides its number
Kind = Literal[
    "trend", "ranking", "map", "distribution", "survival", "table", "bars", "waterfall", "pyramid", "forest", "percentiles", "curve", "funnel",
    "panels",
]
Lack = Literal["", "none", "not_collected", "withheld", "error"]  # a gap, a zero, nobody reports it, hidden in the release profile, a fault
Mark = Literal["line", "dot", "bar", "stack", "step", "strip", "none"]


WHOLE = "whole"  # the code of a line of all places together, behind those of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One observation as drawn.

    `x` and `y` are positions in the units of the chart's axes (a place in a row of categories is 0, 1, 2 ...); the
    coordinate that carries the value equals `value`; on the left side of a pyramid it is its negative. `base` is where a bar begins on the
    value axis, zero where it is None (stacked bars stand on one another, steps of a waterfall on the one before, ranges on their
    lower end). `value`, `lower` and `upper` are in the display unit (shares stay 0-1; yuan may have become 万元), None without a number.
    `label` names the place, period, category or time; `text` is the number in words, or its status in words; `interval` is "" or
    "0.7–1.2"; `mark` says small_n, partial or approximate in words.
    """

    label: str
    code: str
    x: float
    y: float | None
    value: float | None
    status: Status
    text: str
    lower: float | None = None
    upper: float | None = None
    interval: str = ""
    half: str = ""  # why there is no interval where one limit of it is known, in words with that limit
    n: float | None = None
    mark: str = ""
    base: float | None = None
    begins: bool = False  # the line breaks before it: what is told here does not compare with the point before
    is_beyond_target: bool = False  # the whole interval, or a full count, lies on the wrong side of the target
    is_near_target: bool = False  # the interval reaches the target, or is not known: whether it is met cannot be told
    against: str = ""  # which of the three, in words; "" without a target
    whole: str = ""  # what it is called where there is room, "" where that is its label
    position: str = ""  # of a place on a funnel: where it lies to the limits, one of `analysis.funnel.POSITIONS`
    chance: Chance = ""  # where the limits are those of a count: which part of the figure it is, on whose scale two figures are set apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line, curve or row of dots; `colour` counts from 0 into the series colours of the theme."""

    name: str
    code: str
    colour: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis with its ticks as (position, words), its ends, and the spreadsheet number format of its values."""

    title: str = ""
    ticks: tuple[tuple[float, str], ...] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0  # distance of two ticks, for renderers that draw their own
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Line:
    """A target (`at` on the value axis) or an event (`at` on the period axis), with its name; `whole` is told under the pointer, line by line."""

    at: float
    label: str
    whole: str = ""


def with_unit(title: str, unit: str, lang: Lang) -> str:
    """Return a title with its unit in brackets, in those it ends with, where it does; the title alone where there is no unit."""
    if not unit:
        return title
    opened, comma, closed = ("（", "，", "）") if lang == "zh" else (" (", ", ", ")")
    return title.removesuffix(closed) + (comma if title.endswith(closed) else opened) + unit + closed


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of the chart as a table. `is_control` says that its cells are links or buttons: paper leaves them out.

    `unit` is that of all its numbers where its title may not say it. `base_title` says the base unit instead (yuan, not 万元), of which the
    unit shown is `divisor` times; "" where they are the same. `beside` are the parts of its cells that stand in columns of their own where
    programs read them; these are of the card and not of its rows, so that the heads of two files are the same.
    """

    name: str
    title: str
    is_number: bool = False
    is_control: bool = False
    unit: str = ""
    base_title: str = ""
    divisor: float = 1.0
    beside: tuple[Beside, ...] = ()

    @classmethod
    def measured(cls, name: str, title: str, scale: Scale, beside: tuple[Beside, ...] = ()) -> ColumnHead:
        """Return the head of numbers on a scale: a title with its unit in brackets, in those it ends with, where it does."""
        base = with_unit(title, scale.base_unit, scale.lang) if scale.divisor != 1 else ""
        return cls(name, with_unit(title, scale.axis_unit, scale.lang), True, base_title=base, divisor=scale.divisor, beside=beside)

    @classmethod
    def spread(cls, name: str, title: str, scale: Scale) -> ColumnHead:
        """Return the head of intervals, in words, of numbers on a scale."""
        return cls(name, title, divisor=scale.divisor)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell in words; `value` is its number in the display unit, None where there is none. A share stays 0-1, and its words say it in per cent.

    What the words say besides the number: its `unit` where the column has several, its `n`, and its `mark` (an interval, of what, few people).

    `href` is where the words lead on the screen, `place` the region a reader drills to by them, `facility` the one there that opens,
    `finding` the finding that a reader explains by them, `note` what a button does to a note and to which ("done 12"), "" for most
    cells. `tone` colours the ground of a cell of a matrix: "0" to "4" of the sequential scale, or good, watch, bad, none (a status);
    the words stand in it anyway. `sought` are words by which its row is found besides those that are read: a code, a name in the other language.
    """

    text: str
    value: float | None = None
    href: str = ""
    finding: str = ""
    tone: str = ""
    place: str = ""
    facility: str = ""
    note: str = ""
    unit: str = ""
    mark: str = ""
    n: str = ""
    sought: str = ""


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of the map: its index from 0 (palest) and its words, "0.86–1.06"."""

    index: int
    label: str


@dataclass(frozen=True, slots=True)
class MapCell:
    """A place on the map: its point, its class (None where there is no number), whether its outline is approximate."""

    point: Point
    klass: int | None
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line on the map between two seats (longitude, latitude in degrees): good, watch or bad, what it joins, its state in words."""

    start: tuple[float, float]
    end: tuple[float, float]
    tone: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What the map prints: cells, classes, the statuses present in words, the boundary file and its note.

    `lines` join seats over the cells; `line_words` are (tone, words) of the tones among them, for the legend. `tiny` are the places that cannot
    be made out, with their figures. `breaks` part the classes, in the display unit.
    """

    cells: tuple[MapCell, ...]
    classes: tuple[MapClass, ...]
    statuses: tuple[tuple[Status, str], ...]
    approximate_label: str  # "" when no cell is approximate
    url: str
    bounds: tuple[float, float, float, float]
    note: str
    unmatched: tuple[str, ...]
    lines: tuple[MapLine, ...] = ()
    line_words: tuple[tuple[str, str], ...] = ()
    tiny: tuple[TableCell, ...] = ()
    breaks: tuple[float, ...] = ()
    geojson: dict[str, Any] = field(repr=False, hash=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart. `empty` is a sentence shown instead of the drawing, "" where there is one to draw; `lack` says which kind of nothing it is.

    `finding` is a wording given by a person; where it is "", `dashboard.render.sentence.finding` drafts one. `scale` says how numbers of the
    chart's display unit are written. `more` says how many places are not drawn, `apart` how many of them lie before the last row of a ranking,
    which is then the chosen place. `beside` are words at the right of its rows, one a row drawn, led by what they say (rank, rank before).
    `limits` are lines without dots around the dots of a funnel, `is_widened` where places differ by more than chance and they allow for it,
    `has_diagonal` the line of equality of a Lorenz curve.
    `notes` are what a meeting agreed on it, a line each. `steps` are where a click on a place leads, where that is not the place itself.
    `asked` are the codes of the points whose n and interval are told first; where there are none, those it ends with.
    `test` is a test of what is drawn, in words. `sides` name a pyramid's left and right. `at_risk` holds the numbers at risk under a curve as
    (time, ((series name, words), ...)), `at_risk_title` what they are called.
    """

    name: str
    kind: Kind
    mark: Mark = "none"
    lang: Lang
    title: str
    unit: str
    subtitle: str
    finding: str = ""
    indicator: str = ""
    measure: Unit = "person"
    scale: Scale
    place: str = ""  # what is looked at: the region, or the facility that is open
    chosen: str = ""  # the code of that region where it is one among the places: it is marked
    places: str = ""  # what its places are called together: "乡镇街道", "townships"
    polarity: Polarity = "neutral"
    series: tuple[Series, ...] = ()
    x: Axis = Axis()
    y: Axis = Axis()
    target: Line | None = None
    median: Line | None = None
    events: tuple[Line, ...] = ()
    limits: tuple[Series, ...] = ()
    is_widened: bool = False
    has_diagonal: bool = False
    sides: tuple[str, str] = ("", "")
    test: str = ""
    broken: str = ""  # of a trend: where its series breaks, in words
    columns: tuple[ColumnHead, ...] = ()
    rows: tuple[tuple[TableCell, ...], ...] = ()
    together: int = 0  # how many of its first rows stand for all the others: they stay on top, whatever the rows are ordered by
    footer: Footer = Footer()
    map: MapView | None = None
    at_risk: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    at_risk_title: str = ""
    beside: tuple[str, ...] = ()
    more: str = ""
    apart: str = ""
    shades: tuple[MapClass, ...] = ()  # of a matrix: what each shade stands for
    is_filtered: bool = False  # whether its rows are those that a reader's filter left
    tones: tuple[tuple[str, str], ...] = ()  # of a table: (tone, words) of those whose cells do not say it themselves
    is_ranked: bool = True  # whether the places of a ranking stand by their figures
    indistinct: int = 0  # how many of the first places of a ranking, drawn or not, no two of which differ beyond chance
    empty: str = ""
    lack: Lack = ""
    instead: str = ""  # a period that has what is missing in the chosen one
    notes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    steps: Mapping[str, TableCell] = field(default_factory=dict, hash=False)

    @property
    def points(self) -> tuple[Point, ...]:
        """What is drawn: points of series and cells of a map."""
        return (*(p for s in self.series for p in s.points), *(c.point for c in (self.map.cells if self.map else ())))

    @property
    def drawn(self) -> frozenset[str]:
        """The codes of what is drawn."""
        return frozenset(p.code for p in self.points)

    def as_none(self) -> Chart:
        """Return the chart, where it is empty as one of a zero: it was looked for, and there is none of it."""
        return replace(self, lack="none") if self.empty else self

    def with_note(self, *notes: str) -> Chart:
        """Return the chart with other notes at its foot, those that say something."""
        return replace(self, footer=replace(self.footer, note=SEMICOLON.of(self.lang).join(note for note in notes if note)))

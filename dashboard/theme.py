"""The look as typed constants (light and dark): colours, type, space. Screen, slides and static maps read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]

FONT_STACK = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif'
FONT_SLIDE_LATIN = "Arial"
FONT_SLIDE_EAST_ASIAN = "Microsoft YaHei"
PAGE_WIDTH = 1760
BAND_OPACITY = 0.12
TONES = {
    "0": "#E4F1EF", "1": "#B5D9D4", "2": "#78BBB3", "3": "#2F837B", "4": "#0E6B66",  # the fourth is dark enough for white words
    "good": "#E3F1E7", "watch": "#FBF1D9", "bad": "#F9E4E1", "none": "#E9EDF0",
}
WHITE_ON = ("3", "4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme; every colour is "#RRGGBB"."""

    name: ThemeName
    ink: str
    sub: str
    faint: str
    line: str
    ground: str
    card: str
    accent: str
    grid: str
    target: str
    event: str
    interval: str
    series: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    good: str
    watch: str
    bad: str
    suppressed: str
    not_collected: str
    no_denominator: str


LIGHT = Theme(
    name="light",
    ink="#1D2B36",
    sub="#5B6B78",
    faint="#7A8894",
    line="#E3E8EC",
    ground="#F5F7F8",
    card="#FFFFFF",
    accent="#0E6B66",
    grid="#EEF2F4",
    target="#C7662B",
    event="#9AA7B1",
    interval="#C1CCD6",
    series=("#0E6B66", "#C7662B", "#2B6CB0", "#8A5A9E", "#6B7A2E", "#A23B4A", "#8E99A3"),
    sequential=("#E4F1EF", "#B5D9D4", "#78BBB3", "#3C958C", "#0E6B66"),
    diverging=("#A6611A", "#DFC27D", "#F5F5F5", "#80CDC1", "#018571"),
    good="#2F7D4F",
    watch="#B98200",
    bad="#B83A2E",
    suppressed="#C9D1D8",
    not_collected="#E9EDF0",
    no_denominator="#FFFFFF",
)

DARK = Theme(
    name="dark",
    ink="#E8EEF2",
    sub="#A9B7C2",
    faint="#8C9BA7",
    line="#2C3841",
    ground="#12191E",
    card="#1A232A",
    accent="#4DB6AC",
    grid="#26323A",
    target="#E8935C",
    event="#6B7A86",
    interval="#44545F",
    series=("#4DB6AC", "#E8935C", "#6FA8E0", "#BE92D1", "#A9BB5E", "#DB7C8A", "#8C9BA7"),
    sequential=("#1F3B3B", "#27605C", "#338A82", "#5FB3A9", "#A6DCD4"),
    diverging=("#D99A4E", "#8F7440", "#3A444B", "#3F8F84", "#5CC9B8"),
    good="#6CC28F",
    watch="#E0B34A",
    bad="#E8796D",
    suppressed="#5B6871",
    not_collected="#2A353D",
    no_denominator="#1A232A",
)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return "#RRGGBB" mixed with so large a share (0-1) of its ground.

    >>> mixed("#0E6B66", "#FFFFFF", 0.5)
    '#86B5B2'
    """
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(own * (1 - share) + under * share):02X}" for own, under in pairs)


def tone_colours(tone: str) -> tuple[str, str]:
    """Return the ground and the ink of a cell with a tone (`TableCell.tone`) on a light page, "" and the ink for one without.

    Words are white on the two darkest of the sequential scale, else in ink; every pair has a contrast of 4.5 at least.
    """
    return TONES.get(tone, ""), LIGHT.card if tone in WHITE_ON else LIGHT.sub if tone == "none" else LIGHT.ink


def theme_of(name: str) -> Theme:
    """Return the theme called `name`; anything but "dark" is light."""
    return DARK if name == "dark" else LIGHT

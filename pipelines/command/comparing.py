"""How comparisons are read from a command line and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pipelines.command.answers import category_title
from pipelines.command.figures import between, figure
from pipelines.command.terminal import print_table
from pipelines.core.change_words import CHANGE_UNITS, why_not
from pipelines.core.comparison import COMPARISONS, ComparisonKind
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.core.indicator import Indicator

_HEADS = Text(
    "代码|地区|时期|类别|比较|对比|本数|所比之数|变化|95% 区间|判断",
    "code|region|period|category|comparison|against|value|against value|change|95% interval|judgement",
)


def parse_kinds(text: str | None) -> tuple[ComparisonKind, ...]:
    """Read --compare: kinds of comparison parted by commas, each once.

    >>> parse_kinds("previous,target")
    ('previous', 'target')
    """
    if text is None:
        return ()
    words = [word.strip() for word in text.replace("，", ",").split(",")]
    wrong = [word for word in words if word not in COMPARISONS]
    if wrong:
        listed = ", ".join(COMPARISONS)
        raise XiangyiError(
            Text(f"没有比较方式“{wrong[0]}”；可用的有：{listed}", f'no comparison "{wrong[0]}"; there are: {listed}'), ExitCode.USAGE
        )
    return cast("tuple[ComparisonKind, ...]", tuple(dict.fromkeys(words)))


def print_comparisons(frame: pd.DataFrame, indicator: Indicator, lang: Lang) -> None:
    """Print comparisons for people: the change, its interval and its word, or why there is none."""
    cells = [_cells(row, indicator, lang) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]
    print_table(_HEADS.of(lang).split("|"), cells, right=(6, 7, 8, 9))


def _cells(row: dict[str, Any], indicator: Indicator, lang: Lang) -> tuple[str, ...]:
    title = category_title(row["breakdown"], row["category"])
    name = row["region_name_en"] if lang == "en" and row["region_name_en"] else row["region_name"]
    return (
        row["region_code"], name or "", row["period"] or "", title.of(lang) if title else "", COMPARISONS[row["comparison"]].title.of(lang),
        row["against"] or "", figure(row["value"], indicator), figure(row["against_value"], indicator), _change(row, indicator, lang), _limits(row),
        _word(row, lang),
    )  # fmt: skip


def _change(row: dict[str, Any], indicator: Indicator, lang: Lang) -> str:
    if row["change"] is None:
        return ""
    unit = row["change_unit"]
    if unit == "own_unit":
        return ("+" if row["change"] > 0 else "") + figure(row["change"], indicator)
    return f"{row['change']:+,.1f}{'%' if unit == 'percent' else ' ' + CHANGE_UNITS['percentage_point'].of(lang)}"


def _limits(row: dict[str, Any]) -> str:
    return between(row["change_lower"], row["change_upper"], "+,.2f" if row["change_unit"] == "own_unit" else "+,.1f")


def _word(row: dict[str, Any], lang: Lang) -> str:
    from pipelines.core.change_words import DIRECTIONS, verdict_text

    said = [verdict_text(row["verdict"], row["comparison"]).of(lang)] if row["verdict"] else []
    if row["direction"] in ("better", "worse"):
        said.append(DIRECTIONS[row["direction"]].of(lang))
    if row["reason"]:
        said.append(why_not(row["reason"], row["reason_side"] or "").of(lang))
    return ("；" if lang == "zh" else "; ").join(said)

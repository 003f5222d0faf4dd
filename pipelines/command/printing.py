"""Answers on the terminal: a table for people, CSV or JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.command.answers import category_title
from pipelines.command.figures import cell, figure, interval
from pipelines.command.terminal import print_csv, print_json, print_table
from pipelines.core.indicator import APPROXIMATE, OBSERVATION_COLUMNS, STATUS_TITLES, UNIT_TITLES, Indicator
from pipelines.core.registry import collect
from pipelines.core.release import PROFILE_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.site import Site


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


def all_indicators() -> dict[str, Indicator]:
    """Return every declared indicator by name: read from the declarations, so that a command starts without the engine."""
    return collect("pipelines.indicators", Indicator)


def records(frame: pd.DataFrame, lang: Lang) -> list[dict[str, Any]]:
    """Return the observations as plain values, the region named in `lang`, None where a value does not apply."""
    if lang == "en" and "region_name_en" in frame:
        frame = frame.assign(region_name=frame["region_name_en"].fillna(frame["region_name"]))
    columns = [frame[name].tolist() for name in OBSERVATION_COLUMNS]
    return [dict(zip(OBSERVATION_COLUMNS, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if value is None or value != value or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def print_observations(frame: pd.DataFrame, form: Format, site: Site, lang: Lang, profile: str = "internal") -> None:
    """Print an answer as a table for people, stamped with its release profile, or as CSV or JSON with every column of an observation."""
    rows = records(frame, lang)
    if form is Format.json:
        print_json(rows)
    elif form is Format.csv:
        print_csv(OBSERVATION_COLUMNS, rows)
    else:
        _print_for_people(rows, site, lang, PROFILE_TITLES[profile].of(lang))


def _print_for_people(rows: list[dict[str, Any]], site: Site, lang: Lang, stamp: str) -> None:
    if not rows:
        print(Text("没有符合条件的结果", "no rows answer this question").of(lang))
        return
    indicator = all_indicators()[rows[0]["indicator"]]
    heads = Text("代码|地区|时期|类别|时点|数值|95% 区间|人数|上报|状态", "code|region|period|category|at|value|95% interval|n|reported|status")
    cells = [(
        r["region_code"], r["region_name"] or "", r["period"] or "", _category(r, lang), cell(r["at"]),
        figure(r["value"], indicator), interval(r["lower"], r["upper"], indicator), cell(r["n"]), _of(r), _status(r, lang),
    ) for r in rows]  # fmt: skip
    unit = UNIT_TITLES[indicator.unit].of(lang)
    print(f"{indicator.title.of(lang)} ({f'{unit}, {site.currency}' if 'currency' in indicator.unit else unit}) · {stamp}")
    print_table(heads.of(lang).split("|"), cells, right=(4, 5, 6, 7, 8))


def _category(row: Mapping[str, Any], lang: Lang) -> str:
    """Return a category's codes with their titles; a year of entry speaks for itself."""
    title = category_title(row["breakdown"], row["category"])
    code = row["category"] or ""
    return code if title is None or title.of(lang) == code.replace(",", ", ") else f"{code} {title.of(lang)}"


def _status(row: Mapping[str, Any], lang: Lang) -> str:
    """Return the status in words, and behind it whether a change of boundaries made the number an approximation."""
    told = STATUS_TITLES[row["status"]].of(lang)
    return told + Text("；", "; ").of(lang) + APPROXIMATE.of(lang) if row["is_approximate"] else told


def _of(row: Mapping[str, Any]) -> str:
    return "" if row["expected"] is None else f"{cell(row['reported'])}/{cell(row['expected'])}"


def print_compared(frame: pd.DataFrame, compared: pd.DataFrame, form: Format, site: Site, lang: Lang) -> None:
    """Print an answer and its comparisons: two tables for people, two lists in JSON, the comparisons alone in CSV."""
    from pipelines.command.comparing import print_comparisons

    rows = plain_rows(compared)
    if form is Format.json:
        print_json({"observations": records(frame, lang), "comparisons": rows})
    elif form is Format.csv:
        print_csv([str(c) for c in compared.columns], rows)
    else:
        print_observations(frame, form, site, lang)
        if len(frame):
            print()
            print_comparisons(compared, all_indicators()[str(frame["indicator"].iloc[0])], lang)


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of any answer as plain values, None where a value is missing."""
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def write_and_say(
    frame: pd.DataFrame, indicator: Indicator, site: Site, to: Path, lang: Lang, profile: str = "internal"
) -> None:
    """Write an answer into a file, with names in both languages, and say how many rows it has."""
    from pipelines.command.answers import told_in_full, write_answer

    columns = tuple(str(c) for c in frame.columns if c != "region_name_en")
    write_answer(told_in_full(frame, indicator, site.is_synthetic, columns, profile), to)
    said = Text("已写入 {to}：{rows} 行（{stamp}）", "written to {to}: {rows} rows ({stamp})")
    print(said.format(to=to, rows=f"{len(frame):,}", stamp=PROFILE_TITLES[profile].of(lang)).of(lang))

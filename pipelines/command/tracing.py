"""trace: from a number to the statements, tables, files and rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.figures import cell
from pipelines.command.loading import PeriodOption, WorkspaceOption
from pipelines.command.printing import Format, print_observations, records
from pipelines.command.questions import (
    ByOption,
    CategoryOption,
    IndicatorArgument,
    LevelOption,
    PopulationOption,
    ProfileOption,
    opened_build,
    plain_list,
    refuse_profile,
)
from pipelines.command.terminal import print_json, print_table
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.engine.scope import Statement
    from pipelines.engine.sources import SourceRow
    from pipelines.engine.trace import Trace
    from pipelines.site import Site

LAYERS = {
    "mart": Text("中间表", "marts"), "staging": Text("清洗表", "staging tables"), "site": Text("站点设置", "settings of the site"),
    "frame": Text("地区与时期", "places and periods"),
}  # fmt: skip
_SHEETS = Text(
    "数据集|文件|工作表|批次|报送人|时间|时期|单位数|行数|全表读入|已加载|隔离|重复|忽略",
    "dataset|file|sheet|batch|sent by|received|period|units|rows|rows in|loaded|quarantined|duplicate|ignored",
)
_SOURCE = Text("数据集|文件|工作表|行|批次|内容", "dataset|file|sheet|row|batch|says")
_PARTS = {
    "numerator": Text("分子", "numerator"), "denominator": Text("分母", "denominator"), "rows": Text("逐行数据", "rows"),
    "presences": Text("在岗记录", "presences"), "spells": Text("观察期内的任期", "spells under observation"), "people": Text("人年", "person-years"),
    "published": Text("发布值", "published figure"), "n": Text("人数", "n"),
}  # fmt: skip


class Printed(StrEnum):
    """How a trace is printed."""

    table = "table"
    json = "json"


def trace(
    ctx: typer.Context,
    indicator: IndicatorArgument,
    workspace: WorkspaceOption,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    level: LevelOption = None,
    by: ByOption = None,
    category: CategoryOption = None,
    population: PopulationOption = "",
    profile: ProfileOption = "internal",
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=0)] = 20,
    form: Annotated[Printed, typer.Option("--format", metavar="table|json")] = Printed.table,
) -> None:
    """Show where a number of the published build comes from."""
    refuse_profile(profile)
    if period is None:
        raise XiangyiError(Text("请用 --period 指明一个时期，如 2024", "name one period with --period, such as 2024"), ExitCode.USAGE)
    with opened_build(workspace, ctx.obj) as (connection, site):
        from pipelines.engine.observe import Query
        from pipelines.engine.trace import trace as trace_number

        query = Query(indicator, level, region, period=period, by=plain_list(by), profile=profile, population=population)
        found = trace_number(connection, site, query, plain_list(category), with_rows=profile == "internal")
    if form is Printed.json:
        print_json(trace_values(found, ctx.obj, rows))
    else:
        _print_for_people(found, site, ctx.obj, rows)


def trace_values(found: Trace, lang: Lang, most: int) -> dict[str, Any]:
    """Return a trace as plain values, at most `most` rows of each part (0: all)."""
    return {
        "observations": records(found.observations, lang),
        "statements": {name: {"sql": s.sql.strip(), "values": bound_values(s)} for name, s in found.statements.items()},
        "tables": {layer: list(found.lineage.of(layer)) for layer in LAYERS},  # type: ignore[arg-type]
        "reads": {name: list(tables) for name, tables in found.lineage.reads.items()},
        "datasets": {"needed": list(found.needed), "all": list(found.lineage.datasets)},
        "sheets": found.sheets,
        "checks": [asdict(c) | {"agrees": c.agrees} for c in found.checks],
        "rows": {part: {"count": len(frame), "rows": shown_rows(frame, most)} for part, frame in found.rows.items()},
        "source_rows": {"count": len(found.source_rows), "rows": [asdict(r) for r in some_of_each(found.source_rows, most)]},
    }


def bound_values(statement: Statement) -> dict[str, Any]:
    """Return the values bound to a statement, days as ISO text."""
    return {name: _iso(value) for name, value in statement.params.items()}


def _iso(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_iso(v) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def shown_rows(frame: pd.DataFrame, most: int) -> list[dict[str, Any]]:
    """Return the first rows of a part as plain values (0: all), person keys cut short."""
    from pipelines.engine.sources import masked

    head = frame if most == 0 else frame.head(most)
    return [{str(k): masked(str(k), v) for k, v in row.items()} for row in head.astype(object).to_dict("records")]


def some_of_each(rows: Sequence[SourceRow], most: int) -> list[SourceRow]:
    """Return the first rows of each dataset (0: all)."""
    seen: Counter[str] = Counter()
    kept = []
    for row in rows:
        seen[row.dataset] += 1
        if most == 0 or seen[row.dataset] <= most:
            kept.append(row)
    return kept


def _print_for_people(found: Trace, site: Site, lang: Lang, most: int) -> None:
    print_observations(found.observations, Format.table, site, lang)
    for name, statement in found.statements.items():
        _head(Text(f"SQL：{name}", f"SQL: {name}"), lang)
        print(statement.sql.strip())
        for key, value in bound_values(statement).items():
            print(f"  ${key} = {_short(value)}")
    _head(Text("来自", "made of"), lang)
    for layer, title in LAYERS.items():
        print(f"{title.of(lang)}: {', '.join(found.lineage.of(layer)) or '–'}")  # type: ignore[arg-type]
    needed, also = ", ".join(found.needed) or "–", ", ".join(d for d in found.lineage.datasets if d not in found.needed) or "–"
    print(Text(f"数据集：{needed}；另读取：{also}", f"datasets: {needed}; read as well: {also}").of(lang))
    _head(Text("文件与批次（该地区、该时期）", "files and batches (of the region and period)"), lang)
    _print_sheets(found.sheets, site, lang)
    if found.rows:
        _print_rows(found, lang, most)


def _head(text: Text, lang: Lang) -> None:
    print(f"\n== {text.of(lang)} ==")


def _short(value: Any, most: int = 6) -> str:
    if isinstance(value, list) and len(value) > most:
        return f"[{', '.join(map(str, value[:most]))}, ... ({len(value)})]"
    return "null" if value is None else str(value)


def _print_sheets(sheets: Sequence[Mapping[str, Any]], site: Site, lang: Lang) -> None:
    from pipelines.intake.moment import local_time

    counts = ("units", "rows", "rows_in", "loaded", "quarantined", "duplicate", "ignored")
    cells = []
    for s in sheets:
        first, last = s["first_period"] or "", s["last_period"] or ""
        when = local_time(s["received_at"], site.time_zone) if s["received_at"] else ""
        cells.append((
            s["dataset"], s["file"] or "", s["source_sheet"] or "", str(s["batch"]), s["sender"] or "–", when,
            first if first == last else f"{first} – {last}", *(cell(s[c]) for c in counts),
        ))  # fmt: skip
    print_table(_SHEETS.of(lang).split("|"), cells, right=range(7, 14))


def _print_rows(found: Trace, lang: Lang, most: int) -> None:
    for part, frame in found.rows.items():
        title = _PARTS.get(part, Text(part, part))
        _head(Text("{part}：{n} 行", "{part}: {n} rows").format(part=title, n=f"{len(frame):,}"), lang)
        if len(frame):
            rows = shown_rows(frame, most)
            print_table(list(rows[0]), [["" if v is None else str(v) for v in row.values()] for row in rows])
    _head(Text("合计与所示数字核对", "sums beside the number"), lang)
    for c in found.checks:
        says = Text("一致", "agrees") if c.agrees else Text("不一致", "differs")
        named = Text(
            "{code} {period} {part}：所示 {shown}，逐行合计 {summed}，{says}",
            "{code} {period} {part}: shown {shown}, rows add up to {summed}, {says}",
        )
        told = named.format(
            code=c.region_code, period=c.period, part=_PARTS[c.column], shown=f"{c.shown:,.10g}", summed=f"{c.summed:,.10g}", says=says
        )
        print(told.of(lang))
    count = f"{len(found.source_rows):,}"
    _head(Text(f"原文件中的行：{count}", f"rows of the files: {count}"), lang)
    cells = [
        (r.dataset, r.file, r.sheet, str(r.row), r.batch, " ".join(f"{k}={v}" for k, v in r.values.items()))
        for r in some_of_each(found.source_rows, most)
    ]
    print_table(_SOURCE.of(lang).split("|"), cells, right=(3,))

"""quality, explain: what the data are worth, what to follow up, and who said why it is as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.command.asking import Format
from pipelines.command.loading import PeriodOption, WorkspaceOption
from pipelines.command.terminal import print_csv, print_json, print_table, tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.rule import DIMENSION_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.warehouse.connect import Connection
    from pipelines.warehouse.workspace import Workspace

_ALL = Text("全部时期", "all periods")
SHOWN = 50  # findings in a table for people; --format json or csv has all


def quality(
    ctx: typer.Context,
    workspace: WorkspaceOption,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    form: Annotated[Format, typer.Option("--format", metavar="table|csv|json")] = Format.table,
) -> None:
    """Show scores and findings."""
    from pipelines.engine.quality import check_place_and_period, findings, newest_year, scores
    from pipelines.intake.followup import follow_up

    opened, connection, build = _open(workspace, ctx.obj)
    with connection:
        wanted = period or newest_year(connection)
        check_place_and_period(connection, region, wanted)
        scored = scores(connection, region, wanted)
        found = follow_up(opened, findings(connection, region, wanted))
        scored = scored[scored["place_code"].isin(_near(connection, region, opened))] if form is Format.table else scored
    if form is Format.json:
        print_json({"build": build, "period": wanted, "scores": _records(scored), "findings": _records(found)})
    elif form is Format.csv:
        print_csv(list(found.columns), _records(found))
    else:
        _print_scores(scored, wanted, ctx.obj)
        _print_findings(found, ctx.obj)


def explain(
    ctx: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="FINDING")],
    workspace: WorkspaceOption,
    by: Annotated[str, typer.Option("--by", metavar="NAME")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT")],
    reopen: Annotated[bool, typer.Option("--reopen")] = False,
) -> None:
    """Mark a finding as explained."""
    from pipelines.engine.quality import findings
    from pipelines.intake import followup

    opened, connection, _ = _open(workspace, ctx.obj)
    with connection:
        known = {str(row["finding_id"]): row for row in _records(findings(connection))}
    if finding not in known:
        raise XiangyiError(
            Text(f"当前数据版本中没有问题“{finding}”；可能已经改正。编号见 xiangyi quality",
                 f'the build in use has no finding "{finding}"; it may have been put right. xiangyi quality lists them'),
            ExitCode.NOT_FOUND,
        )
    mark = (followup.reopen if reopen else followup.explain)(opened, known[finding], by, why)
    said = Text("已重新打开 {id}（{by}）", "{id} is open again ({by})") if reopen else Text("已标为已说明：{id}（{by}）", "{id} is marked as explained ({by})")
    print(said.format(id=mark.finding_id, by=mark.by).of(ctx.obj))


def _open(workspace: Any, lang: Lang) -> tuple[Workspace, Connection, str]:
    from pipelines.warehouse.connect import open_current
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    connection, build, note = open_current(opened)
    if note:
        tell(note.of(lang))
    return opened, connection, build


def _near(connection: Connection, region: str | None, workspace: Workspace) -> set[str]:
    """Return a region and the places right below it; where none is named, the roots and those below them."""
    tops = [region] if region else [root.code for root in workspace.site.roots]
    rows = connection.execute("select place_code from place where list_contains(?, parent_code)", [tops]).fetchall()
    return {*tops, *(row[0] for row in rows)}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values, None for what is missing."""
    columns = {name: [None if v is None or v != v else v for v in frame[name].tolist()] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _print_scores(frame: pd.DataFrame, period: str, lang: Lang) -> None:
    if frame.empty:
        print(Text("没有可评的数据", "nothing was tested").of(lang))
        return
    said = Text("数据质量（{period}）：通过的检验数 ÷ 检验数，0-100；–：没有可评的", "data quality ({period}): tests passed ÷ tests made, 0-100; –: nothing to test")
    print(said.format(period=_ALL.of(lang) if period == "all" else period).of(lang))
    heads = [*Text("代码|地区|时期", "code|region|period").of(lang).split("|"), *(title.of(lang) for title in DIMENSION_TITLES.values())]
    rows = []
    for (code, when), part in frame.groupby(["place_code", "period"], sort=False):
        by = {r["dimension"]: r for r in _records(part)}
        cells = [f"{by[d]['score']:.1f} ({by[d]['passed']:,}/{by[d]['tests']:,})" if d in by else "–" for d in DIMENSION_TITLES]
        rows.append([str(code), str(part[f"name_{lang}"].iloc[0]), str(when), *cells])
    print_table(heads, rows, right=range(3, 7))


def _print_findings(frame: pd.DataFrame, lang: Lang) -> None:
    from pipelines.intake.followup import STATE_TITLES

    is_open = frame["state"] != "explained"
    print()
    said = Text("待核实 {open} 条，已说明 {explained} 条", "{open} findings open, {explained} explained")
    print(said.format(open=int(is_open.sum()), explained=int((~is_open).sum())).of(lang))
    if frame.empty:
        return
    heads = Text("编号|地区|时期|维度|问题|说明|状态", "id|region|period|dimension|finding|detail|state").of(lang).split("|")
    rows = [
        [
            r["finding_id"], r[f"name_{lang}"], r["period"], DIMENSION_TITLES[r["dimension"]].of(lang), r[f"title_{lang}"], r[f"detail_{lang}"],
            STATE_TITLES[r["state"]].of(lang) + (f"（{r['by']}：{r['why']}）" if r["by"] else ""),
        ]
        for r in _records(frame.loc[is_open.sort_values(ascending=False, kind="stable").index].head(SHOWN))
    ]
    print_table(heads, rows)
    if len(frame) > SHOWN:
        print(Text(f"仅列出 {SHOWN} 条，全部请用 --format csv 或 json", f"the first {SHOWN} are shown; --format csv or json has all").of(lang))

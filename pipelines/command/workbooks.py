"""template, records: workbooks to fill in, and what was filled in and loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.command.loading import PeriodOption, WorkspaceOption
from pipelines.command.questions import refuse_ending, refuse_profile
from pipelines.command.terminal import tell
from pipelines.core.errors import XiangyiError
from pipelines.core.text import Text

NAMED = 5  # datasets named once a template is written


def template(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.xlsx")],
    datasets: Annotated[list[str] | None, typer.Argument(metavar="DATASET")] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
) -> None:
    """Write a template to fill in."""
    refuse_ending(to, (".xlsx",))
    from pipelines.intake.template import chosen_datasets, listed, write_template
    from pipelines.warehouse.schema import all_datasets

    if bool(datasets) == every:
        said = Text("请写出数据集，或用 --all 表示全部；可选：{known}", "name the datasets, or say --all for every one; there are: {known}")
        raise XiangyiError(said.format(known=listed(all_datasets())))
    chosen = chosen_datasets(datasets or [])
    write_template(chosen, to, ctx.obj)
    names = listed({dataset.name: dataset for dataset in chosen[:NAMED]})
    print(Text(
        f"已写入 {to}：{len(chosen)} 个数据集，{names.zh}{' 等' if len(chosen) > NAMED else ''}",
        f"written to {to}: {len(chosen)} dataset(s), {names.en}{', ...' if len(chosen) > NAMED else ''}",
    ).of(ctx.obj))


def records(
    ctx: typer.Context,
    dataset: Annotated[str, typer.Argument(metavar="DATASET")],
    workspace: WorkspaceOption,
    to: Annotated[Path, typer.Option("--to", metavar="FILE")],
    region: Annotated[str | None, typer.Option("--region", metavar="CODE")] = None,
    period: PeriodOption = None,
    profile: Annotated[str, typer.Option("--profile", metavar="P")] = "internal",
) -> None:
    """Write loaded records in the form of the template."""
    refuse_profile(profile)
    refuse_ending(to, (".xlsx", ".csv"))
    from pipelines.intake.records import read_records, write_records
    from pipelines.intake.template import chosen_datasets
    from pipelines.warehouse.workspace import Workspace

    (chosen,) = chosen_datasets([dataset])
    found = read_records(Workspace.open(workspace), chosen, ctx.obj, region, period)
    if found.note:
        tell(found.note.of(ctx.obj))
    write_records(found, to, ctx.obj)
    print(Text(f"已写入 {to}：{found.count:,} 行", f"written to {to}: {found.count:,} rows").of(ctx.obj))
    if found.form.has_people:
        tell(Text(
            "表中人员以“人员标识”代替身份证号，供查看和分析，不能再次上报；要改正，请修改原来报送的表",
            "people stand in it by their person key, for reading and analysis: it cannot be loaded again; to correct something change the "
            "workbook that was sent",
        ).of(ctx.obj))

"""boundaries: from a file of outlines to a map of the workspace's regions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.command.loading import JsonOption, WorkspaceOption
from pipelines.command.terminal import print_json, print_table, tell
from pipelines.core.errors import ExitCode
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.boundary import PackReport

WordOption = Annotated[str, typer.Option(metavar="TEXT")]
_HOW = {
    "code": Text("按代码", "by code"), "name": Text("按县和名称", "by county and name"), "merged": Text("随撤并归入", "merged into another"),
}  # fmt: skip


def boundaries(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    workspace: WorkspaceOption,
    check: Annotated[bool, typer.Option("--check")] = False,
    pack: WordOption = "",
    code_column: WordOption = "",
    name_column: WordOption = "",
    county_column: WordOption = "",
    level: WordOption = "",
    layer: WordOption = "",
    crs: WordOption = "",
    vintage: WordOption = "",
    code_system: WordOption = "",
    approval: WordOption = "",
    licence: WordOption = "",
    quality: WordOption = "",
    simplify: Annotated[float, typer.Option(metavar="METRES", min=0)] = 0.0,
    as_json: JsonOption = False,
) -> int:
    """Check a boundary pack, match it to the register, and keep it."""
    from pipelines.intake.boundary import check_pack, save_pack
    from pipelines.warehouse.workspace import Workspace

    given = {
        "pack": pack, "code_column": code_column, "name_column": name_column, "county_column": county_column, "level": level,
        "layer": layer, "crs": crs, "vintage": vintage, "code_system": code_system, "approval_no": approval, "licence": licence,
        "quality": quality,
    }  # fmt: skip
    opened = Workspace.open(workspace)
    report = check_pack(opened, file, given, simplify)
    print_json(report.to_json()) if as_json else print_report(report, ctx.obj)
    if check:
        return int(report.exit_code if report.features else ExitCode.PROBLEMS)
    target = save_pack(opened, report)
    if not as_json:
        said = Text(f"已写入 {target}；看板下次启动或加载后使用", f"written to {target}; the dashboard uses it when it next starts or data are loaded")
        tell(said.of(ctx.obj))
    return int(report.exit_code)


def print_report(report: PackReport, lang: Lang) -> None:
    """Print what was matched, what is left over in both directions, and every problem."""
    total = sum(report.matched.values())
    parts = [f"{_HOW[how].of(lang)} {count}" for how, count in report.matched.items() if count]
    comma = Text("，", ", ").of(lang)
    head = Text(
        f"{report.file}：{report.shapes} 个图形，匹配 {total} 个（{comma.join(parts) or '-'}）",
        f"{report.file}: {report.shapes} shapes, {total} matched ({comma.join(parts) or '-'})",
    )
    print(head.of(lang))
    for problem in report.problems:
        print(("! " if problem.severity == "warning" else "x ") + problem.line(lang))
    if report.loose:
        print(Text(f"图形没有对应的地区（{len(report.loose)}）", f"Outlines without a region ({len(report.loose)})").of(lang))
        print_table([Text("行", "Row").of(lang), Text("图形", "Outline").of(lang), Text("原因", "Why").of(lang)],
                    [[str(p.row), p.found, p.reason.of(lang)] for p in report.loose])
    if report.bare:
        print(Text(f"地区没有图形（{len(report.bare)}）", f"Regions without an outline ({len(report.bare)})").of(lang))
        print_table([Text("代码", "Code").of(lang), Text("名称", "Name").of(lang)], [[code, name] for code, name in report.bare])
    for note in report.notes:
        print(f"- {note.of(lang)}")

"""A plan, as a person reads it before saying yes: files, what changes, every problem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.command.terminal import print_table
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.batch import Diff, FileReport, Plan

MOST_DIFF_ROWS = 30
MOST_PROBLEMS = 100
_REST = Text(
    "……另有 {n} 处未列出；加 --mark 文件夹 可得到逐格标注的工作簿", "... and {n} more; --mark DIR writes copies with every cell marked"
)
_FILES = Text(
    "文件|工作表|数据集|时期|读入行|可加载|隔离|重复|按规则忽略", "file|sheet|dataset|period|rows in|to load|quarantined|duplicate|ignored"
)
_DIFFS = Text("数据集|报送单位|时期|新增|更改|消失|不变", "dataset|unit|period|new|changed|gone|unchanged")


def print_plan(plan: Plan, lang: Lang) -> None:
    """Print what each file gives, what it changes, and each problem on its own line."""
    print_table(_FILES.of(lang).split("|"), [row for file in plan.files for row in _file_rows(file, lang)], range(4, 9))
    for file in plan.files:
        for note in file.notes:
            print(f"  {file.file}: {note.of(lang)}")
    if plan.diffs:
        print()
        print_table(_DIFFS.of(lang).split("|"), _diff_rows(plan.diffs, lang), range(3, 7))
    if plan.problems:
        print()
        print(Text("问题：", "Problems:").of(lang))
        for problem in plan.problems[:MOST_PROBLEMS]:
            mark = Text("错误", "error") if problem.severity == "error" else Text("提示", "warning")
            print(f"  [{mark.of(lang)}] {problem.line(lang)}")
        if len(plan.problems) > MOST_PROBLEMS:
            print(f"  {_REST.format(n=f'{len(plan.problems) - MOST_PROBLEMS:,}').of(lang)}")
    print(_summary(plan).of(lang))


def _file_rows(file: FileReport, lang: Lang) -> Iterable[list[str]]:
    if file.already_loaded_on:
        said = Text(f"内容相同，{file.already_loaded_on} 已加载", f"same content, loaded on {file.already_loaded_on}")
        yield [file.file, "", said.of(lang), "", "", "", "", "", ""]
        return
    if not file.tables:
        yield [file.file, "", Text("未识别，不加载", "not recognised, not loaded").of(lang), "", "", "", "", "", ""]
    for table in file.tables:
        counts = (table.rows_in, table.loaded, table.quarantined, table.duplicate, table.ignored)
        yield [file.file, table.source_sheet, table.dataset, table.period_found, *(f"{n:,}" for n in counts)]


def _diff_rows(diffs: tuple[Diff, ...], lang: Lang) -> list[list[str]]:
    if len(diffs) <= MOST_DIFF_ROWS:
        return [[d.dataset, d.unit, d.period, *(f"{n:,}" for n in _counts(d))] for d in diffs]
    sums: dict[tuple[str, str], list[int]] = {}
    units: dict[tuple[str, str], set[str]] = {}
    for diff in diffs:
        key = (diff.dataset, diff.period)
        sums[key] = [a + b for a, b in zip(sums.get(key, [0, 0, 0, 0]), _counts(diff), strict=True)]
        units.setdefault(key, set()).add(diff.unit)
    return [
        [dataset, _unit_names(units[dataset, period]).of(lang), period, *(f"{n:,}" for n in counts)]
        for (dataset, period), counts in sums.items()
    ]


def _unit_names(units: set[str]) -> Text:
    if len(units) == 1:
        (only,) = units
        return Text(only or "-", only or "-")
    return Text(f"{len(units)} 个单位", f"{len(units)} units")


def _counts(diff: Diff) -> tuple[int, int, int, int]:
    return diff.new, diff.changed, diff.gone, diff.unchanged


def _summary(plan: Plan) -> Text:
    tables = [t for f in plan.files for t in f.tables]
    numbers = {
        "files": len(plan.files), "rows": f"{sum(t.rows_in for t in tables):,}", "good": f"{sum(t.loaded for t in tables):,}",
        "errors": sum(p.severity == "error" for p in plan.problems),
        "warnings": sum(p.severity == "warning" for p in plan.problems),
    }  # fmt: skip
    return Text(
        "{files} 个文件，读入 {rows} 行，可加载 {good} 行；错误 {errors} 处，提示 {warnings} 处",
        "{files} files, {rows} rows read, {good} to load; {errors} errors, {warnings} warnings",
    ).format(**numbers)

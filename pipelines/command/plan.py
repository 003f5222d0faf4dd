"""A plan, as a person reads it before saying yes: files, what changes, every problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipelines.command.differences import difference_rows, example_lines
from pipelines.command.terminal import print_table
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.batch import Diff, FileReport, Plan

MOST_PROBLEMS = 100
_REST = Text(
    "……另有 {n} 处未列出；加 --mark 文件夹 可得到逐格标注的工作簿", "... and {n} more; --mark DIR writes copies with every cell marked"
)
_FILES = Text(
    "文件|工作表|数据集|时期|读入行|可加载|隔离|重复|按规则略去", "file|sheet|dataset|period|rows in|to load|quarantined|duplicate|ignored by rule"
)
_CORRECTION = Text("更正：只替换主键相同的行，其余行保留不变", "a correction: only rows with the same key are replaced, all others stay")


def print_plan(plan: Plan, lang: Lang) -> None:
    """Print what each file gives, what it changes, and each problem on its own line."""
    print_table(_FILES.of(lang).split("|"), [row for file in plan.files for row in _file_rows(file, lang)], range(4, 9))
    for file in plan.files:
        for note in file.notes:
            print(f"  {file.file}: {note.of(lang)}")
    if plan.mode == "correct":
        print(_CORRECTION.of(lang))
    print_differences(plan.diffs, lang)
    if plan.problems:
        print()
        print(Text("问题：", "Problems:").of(lang))
        for problem in plan.in_order()[:MOST_PROBLEMS]:
            mark = Text("错误", "error") if problem.severity == "error" else Text("提示", "warning")
            print(f"  [{mark.of(lang)}] {problem.line(lang)}")
        if len(plan.problems) > MOST_PROBLEMS:
            print(f"  {_REST.format(n=f'{len(plan.problems) - MOST_PROBLEMS:,}').of(lang)}")
    print(_summary(plan).of(lang))


def _file_rows(file: FileReport, lang: Lang) -> Iterable[list[str]]:
    if file.already_loaded_on or not file.tables:
        yield [file.file, "", file.why_nothing.of(lang), "", "", "", "", "", ""]
    titles = {name: dataset.title.of(lang) for name, dataset in collect("pipelines.datasets", Dataset).items()}
    for table in () if file.already_loaded_on else file.tables:
        counts = (table.rows_in, table.loaded, table.quarantined, table.duplicate, table.ignored)
        yield [file.file, table.source_sheet, titles[table.dataset], table.period_found, *(f"{n:,}" for n in counts)]


def print_differences(diffs: Sequence[Diff], lang: Lang) -> None:
    """Print what changes by dataset, period and unit, and a few of the rows; nothing where nothing changes."""
    if not diffs:
        return
    print()
    heads, rows = difference_rows(diffs, lang)
    print_table(heads, rows, range(3, 7))
    for line in example_lines(diffs, lang):
        print(f"  {line}")


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

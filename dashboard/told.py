"""What is told of a delivery: plain tables in the reader's language, for the page that waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dashboard.desk import Delivery
from pipelines.core.dataset import Dataset
from pipelines.core.errors import Problem
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.intake.plan import Diff, Plan

MOST_PROBLEMS, MOST_DIFFS = 300, 120
_FILES = Text("文件|工作表|数据集|时期|读入行|可加载|隔离|重复|按规则略去", "File|Sheet|Dataset|Period|Rows in|To load|Quarantined|Duplicate|Ignored by rule")
_DIFFS = Text("数据集|时期|报送单位|新增|更改|消失|不变", "Dataset|Period|Reporting unit|New|Changed|Gone|Unchanged")
_PROBLEMS = Text("程度|文件|工作表|行|列|填的是|原因|怎么改", "Kind|File|Sheet|Row|Column|Found|Reason|What to do")
_ERROR, _WARNING = Text("错误", "error"), Text("提示", "warning")
_UNITS = Text("{n} 个单位", "{n} units")
_MORE = Text("另有 {n} 处问题未列出，标注的工作簿中都有", "{n} more problems are not listed here; the marked workbook has them all")
_SUMMARY = Text(
    "共 {files} 个文件，读入 {rows} 行，可加载 {good} 行；错误 {errors} 处，提示 {warnings} 处",
    "{files} file(s), {rows} rows in, {good} to load; {errors} error(s), {warnings} warning(s)",
)
_LOADED = Text("已发布数据版本 {build}（批次 {batch}）", "published build {build} (batch {batch})")
_NOTHING = Text("没有加载任何新内容；正在使用的数据版本不变", "nothing new was loaded; the build in use is unchanged")


def told(delivery: Delivery) -> dict[str, Any]:
    """Return the state of a delivery for its page; personal values are masked in it as in every report."""
    lang, plan = delivery.lang, delivery.plan
    found: dict[str, Any] = {
        "token": delivery.token, "stage": delivery.stage, "doing": delivery.at_file, "share": delivery.share,
        "stopping": delivery.is_stopping,
        "files": [path.name for path in delivery.files], "error": delivery.error.of(lang) if delivery.error else "",
    }
    if plan is not None and delivery.stage in ("checked", "loading", "loaded"):
        found |= _plan(plan, lang) | {"loadable": plan.rows > 0}
        found["marked"] = [
            {"name": f.file, "href": f"/desk/{delivery.token}/marked/{i}.xlsx"} for i, f in enumerate(plan.files) if f.problems
        ]
    if delivery.stage == "loaded" and delivery.result is not None:
        result = delivery.result
        said = _LOADED.format(build=result.build, batch=result.batch) if result.batch else _NOTHING
        found["done"] = said.of(lang)
    return found


@cache
def _titles() -> Mapping[str, Text]:
    return {name: dataset.title for name, dataset in collect("pipelines.datasets", Dataset).items()}


def _plan(plan: Plan, lang: Lang) -> dict[str, Any]:
    rest = len(plan.problems) - MOST_PROBLEMS
    tables = [table for file in plan.files for table in file.tables]
    return {
        "summary": _SUMMARY.format(
            files=len(plan.files), rows=f"{sum(t.rows_in for t in tables):,}", good=f"{plan.rows:,}",
            errors=sum(p.severity == "error" for p in plan.problems), warnings=sum(p.severity != "error" for p in plan.problems),
        ).of(lang),
        "tables": [
            {"name": "files", "head": _FILES.of(lang).split("|"), "numbers": 4, "rows": _file_rows(plan, lang)},
            {"name": "diffs", "head": _DIFFS.of(lang).split("|"), "numbers": 3, "rows": _diff_rows(plan, lang)},
            {"name": "problems", "head": _PROBLEMS.of(lang).split("|"), "numbers": 8,
             "rows": [_problem(p, lang) for p in plan.in_order()[:MOST_PROBLEMS]]},
        ],
        "notes": [f"{file.file}: {note.of(lang)}" for file in plan.files for note in file.notes],
        "rest": _MORE.format(n=f"{rest:,}").of(lang) if rest > 0 else "",
    }


def _file_rows(plan: Plan, lang: Lang) -> list[list[str]]:
    rows: list[list[str]] = []
    for file in plan.files:
        if file.already_loaded_on or not file.tables:
            rows.append([file.file, "", file.why_nothing.of(lang), *[""] * 6])
        for t in file.tables:
            counts = (t.rows_in, t.loaded, t.quarantined, t.duplicate, t.ignored)
            rows.append([file.file, t.source_sheet, _titles()[t.dataset].of(lang), t.period_found, *(f"{n:,}" for n in counts)])
    return rows


def _diff_rows(plan: Plan, lang: Lang) -> list[list[str]]:
    shown = [d for d in plan.diffs if d.new or d.changed or d.gone]
    if len(shown) <= MOST_DIFFS:
        return [_diff(d.dataset, d.period, d.name.of(lang) if d.name else d.unit, d.counts, lang) for d in shown]
    together: dict[tuple[str, str], list[Diff]] = {}
    for d in plan.diffs:
        together.setdefault((d.dataset, d.period), []).append(d)
    return [
        _diff(*key, _UNITS.format(n=len(found)).of(lang), [sum(n) for n in zip(*(d.counts for d in found), strict=True)], lang)
        for key, found in together.items()
    ]


def _diff(dataset: str, period: str, unit: str, counts: Sequence[int], lang: Lang) -> list[str]:
    return [_titles()[dataset].of(lang), period, unit, *(f"{n:,}" for n in counts)]


def _problem(p: Problem, lang: Lang) -> list[str]:
    kind = (_ERROR if p.severity == "error" else _WARNING).of(lang)
    return [kind, p.file, p.sheet, str(p.row or ""), p.column, p.found, p.reason.of(lang), p.remedy.of(lang)]

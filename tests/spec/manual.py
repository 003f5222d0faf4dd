"""Print the manual of indicators and datasets: `make manual`. Everything in it comes from a declaration or a specification."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from pipelines.catalogue import CATALOGUE, SECTIONS, CatalogueRow, codes_of
from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.indicator import UNIT_TITLES, Indicator
from pipelines.core.registry import collect
from pipelines.core.text import Text
from pipelines.engine.lineage import lineage_of_indicator
from pipelines.engine.supported import beyond, supported_by
from pipelines.engine.timing import timing_of
from pipelines.requirements import REQUIREMENTS, Requirement
from pipelines.site import SETTINGS, Setting
from tests.spec.reading import FOLDER

HEAD = "# 指标与数据集手册 / Manual of indicators and datasets\n\n由声明与说明自动生成。Written from the declarations and specifications.\n"
YES, NO = Text("是", "yes"), Text("否", "no")
TIMINGS = {"stock": Text("时点数", "stock: as at the last day"), "flow": Text("时期数", "flow: over the period")}
POLARITIES = {"higher": Text("越高越好", "more is better"), "lower": Text("越低越好", "less is better"), "neutral": Text("无好坏方向", "neither is good")}


def both(text: Text) -> str:
    """Return a text in both languages on one line."""
    return f"{text.zh} / {text.en}"


def indicator_page(indicator: Indicator) -> str:
    """Return the page of an indicator: its card, then its worked examples."""
    lines = [f"## {indicator.name}: {both(indicator.title)}", "", both(indicator.definition), ""]
    timing, additive = TIMINGS[timing_of(indicator)], YES if indicator.additive else NO
    facts = {
        "单位 / unit": f"{indicator.unit} ({both(UNIT_TITLES[indicator.unit])})", "方向 / direction": both(POLARITIES[indicator.polarity]),
        "性质 / kind": indicator.kind, "时间 / time": both(timing), "人员口径 / base": both(indicator.base),
        "区间 / interval": indicator.interval, "可加 / additive": both(additive), "只按年 / years only": both(YES if indicator.yearly else NO),
        "分组 / breakdowns": ", ".join(indicator.breakdowns) or "-", "所需数据集 / needs any of": ", ".join(indicator.needs),
        "来自 / read from": ", ".join(lineage_of_indicator(indicator).datasets), "来源 / source": both(indicator.source),
        "目录条目 / catalogue": ", ".join(codes_of(indicator.name)) or "-",
    }  # fmt: skip
    lines += [f"- {name}: {value}" for name, value in facts.items()]
    if indicator.caveat:
        lines.append(f"- 注意 / note: {both(indicator.caveat)}")
    example = FOLDER / f"{indicator.name}.md"
    if example.is_file():
        body = example.read_text(encoding="utf-8").partition("\n")[2].strip()
        lines += ["", body.replace("\n## ", "\n### ")]
    return "\n".join(lines) + "\n"


def rule_pages() -> list[str]:
    """Return the specifications of rules that hold for several indicators, each under its name."""
    named = {indicator.name for indicator in collect("pipelines.indicators", Indicator).values()} | {"places"}
    files = [path for path in sorted(FOLDER.glob("*.md")) if path.stem not in named]
    bodies = {path.stem: path.read_text(encoding="utf-8").partition("\n")[2].strip() for path in files}
    return [f"## {name}\n\n" + body.replace("\n## ", "\n### ") + "\n" for name, body in bodies.items()]


def coverage_page(rows: Sequence[CatalogueRow] = CATALOGUE) -> str:
    """Return the page of coverage: every row of the catalogue with its indicators, the rule it is, or the data it lacks."""
    indicators = collect("pipelines.indicators", Indicator).values()
    lines: list[str] = []
    for letter, title in SECTIONS.items():
        lines += [f"## {letter}. {both(title)}", "", "| 条目 / row | 内容 / what | 指标 / indicators |", "|---|---|---|"]
        lines += [_coverage_line(row, indicators) for row in rows if row.code[0] == letter] + [""]
    return "\n".join(lines)


def _coverage_line(row: CatalogueRow, indicators: Collection[Indicator]) -> str:
    covering = [f"{i.name} {both(i.title)}" for i in indicators if i.name in row.by]
    said = ([f"{both(row.rule)}"] if row.rule else []) + ([f"缺少数据 / lacks data: {both(row.lacks)}"] if row.lacks else [])
    return f"| {row.code} | {both(row.term)} | {'<br>'.join([*covering, *said]) or '-'} |"


def dataset_page(dataset: Dataset) -> str:
    """Return the page of a dataset: its grain, key and columns with their headers."""
    lines = [f"## {dataset.name}: {both(dataset.title)}", "", both(dataset.grain), "", f"- key: {', '.join(dataset.key)}"]
    alone = supported_by((dataset.name,))
    if alone:
        rest = ", ".join(beyond(dataset.name)) or "-"
        lines += [f"- 单凭此表可答的指标 / answers alone: {', '.join(alone)}", f"- 还需其他数据的指标 / need other data: {rest}"]
    lines += [f"- 表 / sheet: {both(s.title)}: {', '.join(s.signature)}" for s in dataset.sheets]
    lines += ["", "| column | kind | unit | 表头 / headers |", "|---|---|---|---|"]
    lines += [f"| {c.name} | {c.kind} | {c.unit or c.codelist} | {', '.join(c.spellings[1:])} |" for c in dataset.columns]
    return "\n".join(lines) + "\n"


def codelist_page(codelist: CodeList) -> str:
    """Return the page of a code list: codes, titles and known spellings."""
    lines = [f"## {codelist.name}: {both(codelist.title)}", "", "| code | 名称 / title | 写法 / spellings |", "|---|---|---|"]
    lines += [f"| {c.code} | {both(c.title)} | {', '.join(c.spellings)} |" for c in codelist.codes]
    return "\n".join(lines) + "\n"


def requirement_pages() -> str:
    """Return the page of requirements: every row with the datasets and columns that hold it, and the codes it is about."""
    datasets = collect("pipelines.datasets", Dataset)
    head = ["| 条目 / row | 内容 / what | 数据集与列 / datasets and columns |", "|---|---|---|"]
    return "\n".join([*head, *(_requirement_line(r, datasets) for r in REQUIREMENTS)]) + "\n"


def _requirement_line(requirement: Requirement, datasets: Mapping[str, Dataset]) -> str:
    held = [f"{name} {both(datasets[name].title)}: {', '.join(columns)}" for name, columns in requirement.records]
    kinds = [f"{name}.{column} = {', '.join(codes)}" for name, column, codes in requirement.codes]
    return f"| {requirement.code} | {both(requirement.term)} | {'<br>'.join([*held, *kinds])} |"


def settings_page() -> str:
    """Return the page of the settings of a site: each with its meaning, default and an example, in the order of `pipelines.site.settings`."""
    head = ["| 设置 / setting | 含义 / meaning | 默认 / default | 例 / example |", "|---|---|---|---|"]
    return "\n".join([*head, *(_setting_line(setting) for setting in SETTINGS)]) + "\n"


def _setting_line(setting: Setting) -> str:
    default = setting.default.zh if setting.default.zh == setting.default.en else both(setting.default)
    example = f"{setting.as_name or setting.name} = {setting.example}"
    if setting.within:
        example = f"[{setting.within}] {example}"
    return f"| `{setting.heading}` | {both(setting.meaning)} | {default} | `{example}` |"


def manual() -> str:
    """Return the whole manual."""
    places = (FOLDER / "places.md").read_text(encoding="utf-8").partition("\n")[2].strip().replace("\n## ", "\n### ")
    pages = [HEAD, f"# 示例 / The example\n\n{places}\n", "# 指标 / Indicators\n"]
    pages += [indicator_page(i) for i in collect("pipelines.indicators", Indicator).values()]
    pages += ["# 规则 / Rules\n", *rule_pages()]
    pages += ["# 指标目录的覆盖 / Coverage of the catalogue\n", coverage_page()]
    pages += ["# 站点设置 / Settings of a site\n", settings_page()]
    pages += ["# 需求与数据 / What must be kept, and where\n", requirement_pages()]
    pages += ["# 数据集 / Datasets\n", *(dataset_page(d) for d in collect("pipelines.datasets", Dataset).values())]
    pages += ["# 代码表 / Code lists\n", *(codelist_page(c) for c in collect("pipelines.codelists", CodeList).values())]
    return "\n".join(pages)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(manual(), encoding="utf-8")
    print(target)

"""What a load changes, as a person reads it: by dataset and period, a line for each township that changes, examples of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.core.codelist import CodeList
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.plan import Change, Diff, Example

MOST_LINES = 60  # lines for single units; the rest are counted
MOST_EXAMPLES = 12
HEADS = Text("数据集|时期|报送单位|新增|更改|消失|不变", "dataset|period|unit|new|changed|gone|unchanged")
_KINDS = {"changed": Text("更改", "changed"), "gone": Text("消失", "gone")}
_ALIKE = {(True, False, False, False): "new", (False, False, True, False): "gone", (False, False, False, True): "unchanged"}
Group = tuple[tuple[str, str], list["Diff"]]


def difference_rows(diffs: Iterable[Diff], lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of a table of differences.

    Each dataset and period has a line with its sums, then one for each unit that changes; units without change are counted.
    Neighbouring periods in which all is new, or gone, or unchanged, share a line.
    """
    titles = {name: dataset.title.of(lang) for name, dataset in collect("pipelines.datasets", Dataset).items()}
    rows: list[list[str]] = []
    lines, left_out = 0, 0
    for groups in _runs(_by_topic(diffs)):
        (dataset, first), last = groups[0][0], groups[-1][0][1]
        whole = [diff for _, found in groups for diff in found]
        rows.append([titles.get(dataset, dataset), _periods(first, last, len(groups), lang), _units(whole).of(lang), *_sums(whole)])
        single = _changing(whole) if len(groups) == 1 and len(whole) > 1 else []
        shown = single[: max(MOST_LINES - lines, 0)]
        rows += [["", "", f"  {unit_name(diff, lang)}", *(f"{n:,}" for n in diff.counts)] for diff in shown]
        lines, left_out = lines + len(shown), left_out + len(single) - len(shown)
    if left_out:
        more = Text(f"  另有 {left_out:,} 个单位有变化（--json 列出全部）", f"  {left_out:,} more units change (--json lists all)")
        rows.append(["", "", more.of(lang), *[""] * 4])
    return HEADS.of(lang).split("|"), rows


def unit_name(diff: Diff, lang: Lang) -> str:
    """Return a unit's name and code, the code alone where no register names it."""
    return diff.unit or "–" if diff.name is None else f"{diff.name.of(lang)} {diff.unit}"


def _by_topic(diffs: Iterable[Diff]) -> Iterator[Group]:
    for topic, found in groupby(sorted(diffs, key=lambda d: (d.dataset, d.period, d.unit)), key=lambda d: (d.dataset, d.period)):
        yield topic, list(found)


def _runs(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """Put neighbouring periods of one dataset together that hold nothing to list unit by unit."""
    for (_, plain), run in groupby(groups, key=lambda g: (g[0][0], _plain(g[1]))):
        found = list(run)
        yield from ([found] if plain else [[group] for group in found])


def _plain(diffs: Sequence[Diff]) -> str:
    """Return what happens to the rows of every unit alike, such as `new`; "" where units or rows differ."""
    kinds = {tuple(number > 0 for number in d.counts) for d in diffs}
    return _ALIKE.get(kinds.pop(), "") if len(kinds) == 1 else ""


def _changing(diffs: Sequence[Diff]) -> list[Diff]:
    """Return the units to list one by one: all that change, none where the same happens to every one."""
    return [] if _plain(diffs) else [d for d in diffs if d.new or d.changed or d.gone]


def _periods(first: str, last: str, count: int, lang: Lang) -> str:
    if count == 1:
        return first
    return f"{first} – {last}{Text(f'（{count} 个时期）', f' ({count} periods)').of(lang)}"


def _units(diffs: Sequence[Diff]) -> Text:
    named = {d.unit: d for d in diffs}
    if len(named) == 1:
        (only,) = named.values()
        return Text(unit_name(only, "zh"), unit_name(only, "en"))
    changing = {d.unit for d in diffs if d.new or d.changed or d.gone}
    still = len(named) - len(changing)
    if not still:
        return Text(f"{len(named)} 个单位", f"{len(named)} units")
    return Text(f"{len(named)} 个单位（{still} 个不变）", f"{len(named)} units ({still} unchanged)")


def _sums(diffs: Sequence[Diff]) -> list[str]:
    return [f"{sum(numbers):,}" for numbers in zip(*(d.counts for d in diffs), strict=True)]


def example_lines(diffs: Iterable[Diff], lang: Lang) -> list[str]:
    """Return a few of the rows that change or go, one line each: file, row, key and what differs."""
    datasets, lists = collect("pipelines.datasets", Dataset), collect("pipelines.codelists", CodeList)
    every = [(datasets[d.dataset], example) for d in diffs for example in d.examples]
    lines = [f"{_KINDS[e.kind].of(lang)} {_example(dataset, e, lists, lang)}" for dataset, e in every[:MOST_EXAMPLES]]
    rest = sum(d.changed + d.gone for d in diffs) - len(lines)
    if lines and rest > 0:
        lines.append(Text(f"另有 {rest:,} 行更改或消失", f"{rest:,} more rows change or go").of(lang))
    return lines


def _example(dataset: Dataset, example: Example, lists: dict[str, CodeList], lang: Lang) -> str:
    join, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    where = Text(f"{example.file} 第 {example.row} 行", f"{example.file} row {example.row}").of(lang)
    key = join.join(_value(dataset, name, value, lists, lang) for name, value in example.key.items())
    changes = join.join(_change(dataset, change, lists, lang) for change in example.changes)
    return colon.join(part for part in (where, key, changes) if part)


def _change(dataset: Dataset, change: Change, lists: dict[str, CodeList], lang: Lang) -> str:
    title = _title(dataset, change.column, lang)
    if change.before is None or change.after is None:
        return title
    before, after = (_value(dataset, change.column, text, lists, lang) or "–" for text in (change.before, change.after))
    return f"{title} {before} → {after}"


def _title(dataset: Dataset, column: str, lang: Lang) -> str:
    try:
        return dataset.column(column).title.of(lang)
    except KeyError:  # a column of the person's, or the period
        return column


def _value(dataset: Dataset, column: str, text: str, lists: dict[str, CodeList], lang: Lang) -> str:
    try:
        titles = lists[dataset.column(column).codelist].titles
    except KeyError:
        return text.removesuffix(".0")
    return titles[text].of(lang) if text in titles else text

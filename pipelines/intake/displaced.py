"""What a load would sweep away, told before anything is loaded: much of what another file brought for the same, or a correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pipelines.core.errors import Problem
from pipelines.core.text import Text
from pipelines.intake.arrive import Arrived
from pipelines.intake.plan import Diff
from pipelines.intake.staging import TableId
from pipelines.warehouse.ledger import Ledger, Live, LoadKey
from pipelines.warehouse.loads import day_of
from pipelines.warehouse.schema import all_datasets, dated_by

EXAMPLES = 5
FEWEST = 2  # rows; a single one that goes is seen in the differences
WHOLE_SHARE = 0.2  # of a table without periods: nobody leaves it as time goes on, so a fifth that goes is rarely meant
_KEEP_CORRECTION = Text(
    "如果本文件是更正前的旧文件：请改用“更正”方式（--correct）加载并去掉已更正的行，或加载后把更正文件再报送一次；本文件已含更正内容、确以本文件为准的，可直接加载",
    "where this file is older than the correction: load it as a correction (--correct) without the corrected rows, or send the correction "
    "again after it; where this file is right about these rows, load it as it is",
)
_SENT_IN_PARTS = Text(
    "如果是不同机构或不同人分别报送同一单位同一时期的数据，请把这些文件一起加载，或改用“更正”方式（--correct），其余行保留不变；确认以本文件为准的，可直接加载",
    "where several facilities or persons send for the same unit and period, load their files together, or load this one as a correction "
    "(--correct), which keeps all other rows; if this file is to stand for the whole, load it as it is",
)
_SENT_WHOLE = Text(
    "本表每次报送都替换该单位的全部行：请把全部行（不只是新增和变动的）放在一起加载，或改用“更正”方式（--correct），它只更正和补充文件中的行，其余行保留不变；"
    "确认原有各行应当去掉的，可直接加载",
    "every delivery of this table replaces all rows of the unit: load all of them together, not only what is new or changed, or load this "
    "file as a correction (--correct), which only corrects and adds the rows it holds and keeps all others; if the other rows are to go, load "
    "it as it is",
)


def tell_displaced(
    files: Sequence[Arrived], diffs: Iterable[Diff], loads: Mapping[TableId, Mapping[LoadKey, int]], live: Iterable[Live], ledger: Ledger,
    zone: str,
) -> None:
    """Warn at the first file of each dataset and period where rows that stand for a unit would go: many, or those of a correction.

    Many are more than half, of a table without periods a fifth. `zone` is the site's, for the days of what was sent.
    """
    sent = {str(batch["batch"]): batch for batch in ledger.batches()}
    corrections = {batch for batch, row in sent.items() if row["mode"] == "correct"}
    open_diffs = [diff for diff in diffs if not _is_waiting(diff)]
    swept = [diff for diff in open_diffs if _is_swept(diff)]
    undone = [diff for diff in open_diffs if corrections & set(diff.lost)]
    first: dict[LoadKey, int] = {}
    for (number, _), keys in sorted(loads.items()):
        for key in keys:
            first.setdefault(key, number)
    batch_of = {load.key: load.batch for load in live}
    for place, mine in _by_file(swept, first):
        batches = sorted({batch_of[key] for diff in mine if (key := _key(diff)) in batch_of})
        files[place].problems += (_problem(files[place].name, mine, [_who(sent[b], zone) for b in batches]),)
    for place, mine in _by_file(undone, first):
        files[place].problems += (_correction(files[place].name, mine, {b: _who(sent[b], zone) for b in sorted(corrections)}),)


def _by_file(diffs: Iterable[Diff], first: Mapping[LoadKey, int]) -> Iterator[tuple[int, list[Diff]]]:
    """Yield the diffs of each dataset and period with the first file that brings any of them."""
    for _, group in groupby(diffs, key=lambda d: (d.dataset, d.period)):
        mine = list(group)
        place = min((first[key] for diff in mine if (key := _key(diff)) in first), default=None)
        if place is not None:
            yield place, mine


def _key(diff: Diff) -> LoadKey:
    return LoadKey(diff.dataset, diff.unit, diff.period)


def _is_swept(diff: Diff) -> bool:
    """Say whether so many of the rows that stand would go that it may not be meant."""
    stay = diff.changed + diff.unchanged
    is_many = diff.gone > stay if diff.period else diff.gone >= WHOLE_SHARE * (diff.gone + stay)
    return diff.gone >= FEWEST and is_many


def _is_waiting(diff: Diff) -> bool:
    """Say whether rows are those without the day that dates them: they go as soon as they have one."""
    return not diff.period and bool(dated_by(all_datasets()[diff.dataset]))


def _who(batch: Mapping[str, object], zone: str) -> Text:
    """Return who sent a batch, and when."""
    day = day_of(str(batch["made_at"]), zone)
    return Text(f"{batch['sender'] or '未具名'} {day}", f"{batch['sender'] or 'no name'}, {day}")


def _what(diffs: Sequence[Diff]) -> Text:
    """Return the dataset, the period where there is one, and the units of some diffs."""
    title, period = all_datasets()[diffs[0].dataset].title, f" {diffs[0].period}" if diffs[0].period else ""
    units = [d.name or Text(d.unit, d.unit) for d in diffs]
    zh, en = (_listed([unit.of(lang) for unit in units], lang) for lang in ("zh", "en"))
    return Text(f"{title.zh}{period}，{zh}", f"{title.en}{period}, {en}")


def _problem(file: str, diffs: Sequence[Diff], senders: Sequence[Text]) -> Problem:
    what = _what(diffs)
    gone, stay = sum(d.gone for d in diffs), sum(d.changed + d.unchanged for d in diffs)
    names = sorted({example.file for d in diffs for example in d.examples if example.kind == "gone"})
    who = Text(_listed([s.zh for s in senders], "zh"), _listed([s.en for s in senders], "en"))
    return Problem(
        file=file, severity="warning", remedy=_SENT_IN_PARTS if diffs[0].period else _SENT_WHOLE,
        reason=Text(
            f"{what.zh}：已有 {gone + stay:,} 行（{who.zh} 报送，文件 {_listed(names, 'zh')}），其中 {gone:,} 行本次没有，加载后将被替换，"
            f"不再计入，只留 {stay:,} 行",
            f"{what.en}: of {gone + stay:,} rows loaded before (sent by {who.en}, in {_listed(names, 'en')}) {gone:,} are not in "
            f"what comes now; they would be replaced and no longer count, and {stay:,} would stay",
        ),
    )


def _correction(file: str, diffs: Sequence[Diff], corrections: Mapping[str, Text]) -> Problem:
    """Return the warning that rows of corrections would change or go; `corrections` says who sent each, and when."""
    what = _what(diffs)
    lost = sorted({batch for diff in diffs for batch in diff.lost if batch in corrections})
    rows = sum(count for diff in diffs for batch, count in diff.lost.items() if batch in corrections)
    which = Text(
        _listed([f"{batch}（{corrections[batch].zh}）" for batch in lost], "zh"),
        _listed([f"{batch} ({corrections[batch].en})" for batch in lost], "en"),
    )
    return Problem(
        file=file, severity="warning", remedy=_KEEP_CORRECTION,
        reason=Text(
            f"{what.zh}：此前的更正 {which.zh} 中有 {rows:,} 行，本文件没有或内容不同，加载后这些更正将失效",
            f"{what.en}: {rows:,} row(s) of the correction {which.en} are missing or different in this file; the correction "
            "would be lost",
        ),
    )


def _listed(names: Sequence[str], lang: str) -> str:
    """Return a few names, and how many there are where that is more."""
    shown = ("、" if lang == "zh" else ", ").join(names[:EXAMPLES])
    more = f" 等 {len(names)} 个" if lang == "zh" else f" and {len(names) - EXAMPLES} more"
    return shown + more if len(names) > EXAMPLES else shown

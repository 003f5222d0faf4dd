"""The list of batches, and one of them in detail: what came in, from whom, when, by which files, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipelines.command.plan import print_differences
from pipelines.command.terminal import print_table
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text
from pipelines.intake.moment import local_time

if TYPE_CHECKING:
    from pipelines.intake.plan import Diff
    from pipelines.warehouse.ledger import Ledger
    from pipelines.warehouse.workspace import Workspace

STATES: dict[str, Text] = {
    "published": Text("生效", "in force"), "superseded": Text("已被替换", "superseded"), "undone": Text("已撤销", "undone"),
    "failed": Text("中断，未计入", "cut short, does not count"), "received": Text("正在加载", "being loaded"),
    "parsed": Text("正在加载", "being loaded"), "staged": Text("正在加载", "being loaded"),
}
MODES: dict[str, Text] = {"replace": Text("替换", "replace"), "correct": Text("更正", "correct")}
_HEADS = Text("批次|时间|报送人|方式|状态|文件|行数|错误|提示", "batch|received|sent by|way|state|files|rows|errors|warnings")
_FILE_HEADS = Text("文件|SHA-256|行数", "file|SHA-256|rows")
_LOAD_HEADS = Text("数据集|单位数|时期|行数|沿用行数", "dataset|units|periods|rows|rows kept")
_ACCOUNT_HEADS = Text(
    "文件|工作表|数据集|读入行|已加载|隔离|重复|按规则略去", "file|sheet|dataset|rows in|loaded|quarantined|duplicate|ignored by rule"
)
_FILES = (
    "select f.name, f.sha256, coalesce(sum(l.rows), 0) as rows from batch_file f left join load l using(batch, file_no)"
    " where f.batch = ? group by f.file_no, f.name, f.sha256 order by f.file_no"
)
_LOADS = (
    "select dataset, count(distinct unit) as units, min(period) as first_period, max(period) as last_period,"
    " count(distinct period) as periods, sum(rows) as rows, sum(carried) as carried from load where batch = ? group by dataset order by dataset"
)
_ACCOUNT = "select file, source_sheet, dataset, rows_in, loaded, quarantined, duplicate, ignored from quality where batch = ? order by rowid"
_ERASED = (
    "select e.at, e.by, sum(d.rows) as rows from erased d join erasure e using(number) where d.batch = ? group by number order by number"
)
_DIFF = "select dataset, unit, period, new, changed, gone, unchanged from diff where batch = ? order by dataset, period, unit"


def batch_list(ledger: Ledger) -> list[dict[str, Any]]:
    """Return every batch as plain values, oldest first."""
    return [{k: v for k, v in record.items() if k != "period_given"} for record in ledger.batches()]


def batch_detail(ledger: Ledger, batch: str) -> dict[str, Any]:
    """Return all the ledger keeps of one batch; raises NOT_FOUND when there is none of that id."""
    record = next((r for r in ledger.batches() if r["batch"] == batch), None)
    if record is None:
        said = Text(f"没有批次 {batch}；用 xiangyi batches 查看全部批次", f"there is no batch {batch}; xiangyi batches lists them all")
        raise XiangyiError(said, ExitCode.NOT_FOUND)
    return {
        **record, "files": ledger.select(_FILES, batch), "datasets": ledger.select(_LOADS, batch), "account": ledger.select(_ACCOUNT, batch),
        "erased": ledger.select(_ERASED, batch), "diff": ledger.select(_DIFF, batch),
        "builds": ledger.select("select build, step, published_at from build where batch = ?", batch),
    }


def print_batches(found: Iterable[dict[str, Any]], zone: str, lang: Lang) -> None:
    """Print the list of batches, the newest first."""
    rows = [
        [
            str(b["batch"]), local_time(b["made_at"], zone), b["sender"], MODES[b["mode"]].of(lang), STATES[b["state"]].of(lang),
            some_files(b["files"] or ""), f"{b['rows']:,}", f"{b['errors']:,}", f"{b['warnings']:,}",
        ]
        for b in reversed(list(found))
    ]
    print_table(_HEADS.of(lang).split("|"), rows, right=(6, 7, 8))


def print_detail(found: dict[str, Any], workspace: Workspace, diffs: tuple[Diff, ...], lang: Lang) -> None:
    """Print one batch for people; `diffs` are its differences with the units' names."""
    zone = workspace.site.time_zone
    about = [
        (Text("批次", "batch"), found["batch"]), (Text("时间", "received"), local_time(found["made_at"], zone)),
        (Text("报送人", "sent by"), found["sender"] or "–"), (Text("方式", "way"), MODES[found["mode"]].of(lang)),
        (Text("指定的时期", "period given"), found["period_given"] or "–"), (Text("状态", "state"), STATES[found["state"]].of(lang)),
        (Text("错误", "errors"), f"{found['errors']:,}"), (Text("提示", "warnings"), f"{found['warnings']:,}"),
        (Text("数据版本", "builds"), ", ".join(str(b["build"]) for b in found["builds"] if b["published_at"]) or "–"),
    ]
    if found["undone_at"]:
        about.append((Text("撤销", "undone"), f"{local_time(found['undone_at'], zone)}, {found['undone_by']}"))
    for item in found["erased"]:  # whose they were is kept nowhere
        said = Text("{rows} 条记录，{at}，{by}", "{rows} rows, {at}, {by}")
        about.append((Text("删除个人数据", "erased"), said.format(**{**item, "at": local_time(item["at"], zone)}).of(lang)))
    for head, value in about:
        print(f"{head.of(lang)}{'：' if lang == 'zh' else ': '}{value}")
    print()
    print_table(_FILE_HEADS.of(lang).split("|"), [[f["name"], f["sha256"], f"{f['rows']:,}"] for f in found["files"]], right=(2,))
    print()
    loads = [[d["dataset"], f"{d['units']:,}", _span(d), f"{d['rows']:,}", f"{d['carried']:,}"] for d in found["datasets"]]
    print_table(_LOAD_HEADS.of(lang).split("|"), loads, right=(1, 3, 4))
    print()
    counts = ("rows_in", "loaded", "quarantined", "duplicate", "ignored")
    account = [[a["file"], a["source_sheet"], a["dataset"], *(f"{a[c]:,}" for c in counts)] for a in found["account"]]
    print_table(_ACCOUNT_HEADS.of(lang).split("|"), account, right=range(3, 8))
    print_differences(diffs, lang)


def _span(found: dict[str, Any]) -> str:
    first, last = found["first_period"], found["last_period"]
    return first if first == last else f"{first} – {last} ({found['periods']})"


def some_files(files: str, most: int = 3) -> str:
    """Return the first few of a list of files, and how many there are."""
    names = files.split(", ")
    return files if len(names) <= most else f"{', '.join(names[:most])}, ... ({len(names)})"

"""What a workspace holds: the build in use, its datasets and periods, the batches it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.command.batches import STATES, some_files
from pipelines.command.terminal import print_table
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text
from pipelines.intake.moment import local_time

if TYPE_CHECKING:
    from pipelines.warehouse.connect import Connection
    from pipelines.warehouse.workspace import Workspace

_RAW_ROWS = (
    "select replace(table_name, 'raw_', ''), estimated_size from duckdb_tables()"
    " where table_name like 'raw\\_%' escape '\\' and estimated_size > 0 order by 1"
)
_SPAN = "select min(start_on), max(end_on) from period"
_BATCHES = "select * from batch_info order by batch desc"
_SHOWN = ("batch", "made_at", "state", "files", "rows", "sender", "mode")  # builds of older versions know no sender
_KEPT_OUT = "select coalesce(sum(quarantined), 0), coalesce(sum(duplicate), 0), coalesce(sum(ignored), 0) from quality"


def workspace_status(workspace: Workspace) -> dict[str, Any]:
    """Return the state of a workspace as plain values; `build` is None when nothing was published yet."""
    from pipelines.warehouse.connect import open_current

    site = workspace.site
    found: dict[str, Any] = {
        "workspace": str(workspace.path), "site": site.name, "title": {"zh": site.title.zh, "en": site.title.en},
        "is_synthetic": site.is_synthetic, "time_zone": site.time_zone, "build": None, "made_at": None, "builds_kept": workspace.kept_builds(),
        "covers": None, "datasets": [], "batches": [], "kept_out": None, "note": None,
    }  # fmt: skip
    if workspace.current_build() is None:
        return found
    connection, build, note = open_current(workspace)
    with connection:
        first, last = connection.execute(_SPAN).fetchone() or (None, None)
        quarantined, duplicate, ignored = connection.execute(_KEPT_OUT).fetchone() or (0, 0, 0)
        found |= {
            "build": build,
            "made_at": (connection.execute("select made_at from build_info").fetchone() or (None,))[0],
            "covers": None if first is None else {"from": str(first), "to": str(last)},
            "datasets": [{"dataset": d, "rows": int(n)} for d, n in connection.execute(_RAW_ROWS).fetchall()],
            "batches": _batches(connection),
            "kept_out": {"quarantined": int(quarantined), "duplicate": int(duplicate), "ignored": int(ignored)},
            "note": None if note is None else {"zh": note.zh, "en": note.en},
        }
    return found


def _batches(connection: Connection) -> list[dict[str, Any]]:
    found = connection.execute(_BATCHES)
    names = [column[0] for column in found.description or ()]
    records = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [{name: record.get(name) for name in _SHOWN} for record in records]


def print_status(found: dict[str, Any], lang: Lang) -> None:
    """Print the state of a workspace for people."""
    from pipelines.core.dataset import Dataset

    named = Text("站点：{site}（{title}）\n工作区：{folder}", "site: {site} ({title})\nworkspace: {folder}")
    print(named.format(site=found["site"], title=found["title"][lang], folder=found["workspace"]).of(lang))
    if found["build"] is None:
        print(Text("还没有数据；请运行 xiangyi load", "no data yet; run xiangyi load").of(lang))
        return
    said = Text("数据版本：{build}，{made_at}", "build: {build}, made {made_at}")
    print(said.format(build=found["build"], made_at=local_time(found["made_at"], found["time_zone"])).of(lang))
    if found["covers"]:
        covers = Text("数据时段：{first} 至 {last}", "covers: {first} to {last}")
        print(covers.format(first=found["covers"]["from"], last=found["covers"]["to"]).of(lang))
    kept_out = Text(
        "未入库：隔离 {quarantined} 行，重复 {duplicate} 行，按规则略去 {ignored} 行",
        "kept out: {quarantined} rows quarantined, {duplicate} duplicate, {ignored} ignored by rule",
    )
    print(kept_out.format(**{k: f"{n:,}" for k, n in found["kept_out"].items()}).of(lang))
    titles = {name: d.title.of(lang) for name, d in collect("pipelines.datasets", Dataset).items()}
    print()
    heads = Text("数据集|名称|行数", "dataset|title|rows").of(lang).split("|")
    print_table(heads, [(d["dataset"], titles.get(d["dataset"], ""), f"{d['rows']:,}") for d in found["datasets"]], right=(2,))
    print()
    heads = Text("批次|时间|报送人|状态|文件|行数", "batch|made|sent by|state|files|rows").of(lang).split("|")
    batches = [
        [
            b["batch"], local_time(b["made_at"], found["time_zone"]), b["sender"] or "", STATES[b["state"]].of(lang),
            some_files(b["files"] or ""), f"{b['rows']:,}",
        ]
        for b in found["batches"]
    ]
    print_table(heads, batches, right=(5,))

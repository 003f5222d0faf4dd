"""Build the demo workspace: write the clerks' workbooks, then load them through the same door as anyone's."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.command.terminal import Progress
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.site import DATA, site_text

SEED = 20150101
DEFAULT = DATA / "workspace" / "demo"
STAMP = "demo.json"
WAIT_SECONDS = 300.0  # for another process that is building the same demo
_CODE = Path(__file__).resolve().parent.parent
_READS_ONLY = ("command",)  # packages that only read a build


@dataclass(frozen=True, slots=True)
class DemoBuild:
    """What `build_demo` did: the build that is served, whether it was made just now, the rows kept out by honest mistakes."""

    build: str
    is_fresh: bool
    problems: int


def code_stamp(seed: int = SEED) -> str:
    """Return a hash of everything the demo's build is made from: code, SQL, reference data and the seed."""
    digest = hashlib.sha256(f"seed {seed}".encode())
    sources = [*_CODE.rglob("*.py"), *_CODE.rglob("*.sql"), *(DATA / "reference").rglob("*.*")]
    for path in sorted(p for p in sources if p.parent.name not in _READS_ONLY):
        digest.update(path.as_posix().removeprefix(_CODE.parent.as_posix()).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build_demo(folder: Path, progress: Progress, seed: int = SEED) -> DemoBuild:
    """Make the demo workspace in `folder`, or find it up to date.

    Raises XiangyiError REFUSED when the folder holds anything that is not an earlier demo: it would have to be emptied.
    """
    from pipelines.intake.lock import hold_lock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with hold_lock(folder.with_name(f"{folder.name}.lock"), WAIT_SECONDS):
        return _up_to_date(folder, code_stamp(seed)) or _built_afresh(folder, progress, seed)


def _up_to_date(folder: Path, stamp: str) -> DemoBuild | None:
    from pipelines.warehouse.workspace import Workspace

    known = _read_stamp(folder)
    if known.get("stamp") != stamp:
        return None
    build = Workspace.open(folder).current_build()
    return None if build is None else DemoBuild(build, False, int(known["problems"]))


def _built_afresh(folder: Path, progress: Progress, seed: int) -> DemoBuild:
    from pipelines.warehouse.workspace import Workspace

    stamp = code_stamp(seed)  # taken before anything is built: a change while it runs makes the next run build again
    _clear(folder)
    _write_stamp(folder, {"stamp": "unfinished"})
    workspace = Workspace.create(folder, site_text("demo"))
    done = _fill(workspace, progress, seed)
    _write_stamp(folder, {"stamp": stamp, "build": done.build, "problems": done.problems})
    return done


def _fill(workspace: Any, progress: Progress, seed: int) -> DemoBuild:
    from pipelines.demo import generate
    from pipelines.demo.boundaries import write_packs
    from pipelines.intake.batch import load_files

    incoming = workspace.path / "incoming"
    progress("生成工作簿 / writing the clerks' workbooks", 0.0)
    generate(incoming, seed)
    progress("生成示意边界 / drawing schematic boundaries", 0.25)
    write_packs(workspace.boundaries)
    files = sorted(p for p in incoming.iterdir() if p.suffix in (".xlsx", ".csv"))
    result = load_files(
        workspace, files, None, lambda plan: True, lambda what, share: progress(what, 0.35 + share * 0.65), sender="演示 demo"
    )
    progress("完成 / done", 1.0)
    if result.build is None:
        raise XiangyiError(
            Text("演示数据未能加载；请加 --debug 查看经过", "the demo's files could not be loaded; add --debug to see how"), ExitCode.DAMAGED
        )
    return DemoBuild(result.build, True, len(result.plan.problems))


def _read_stamp(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _write_stamp(folder: Path, content: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _clear(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / STAMP).is_file():
        raise XiangyiError(
            Text(
                f"{folder} 里有不属于演示的内容，不会清空；请换一个文件夹",
                f"{folder} holds something that is not the demo and will not be emptied; choose another folder",
            ),
            ExitCode.REFUSED,
        )
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)  # the archive is read-only, which Windows would refuse to remove
    shutil.rmtree(folder)

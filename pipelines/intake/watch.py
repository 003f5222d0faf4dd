"""A folder to drop files into: what can be loaded is loaded, what cannot goes back, and every file is in one place."""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pipelines.core.errors import ExitCode, Problem, XiangyiError
from pipelines.core.text import Text
from pipelines.intake.arrive import hash_file
from pipelines.intake.batch import ChangedMeanwhile, check_files, load_files
from pipelines.intake.folder import Looks, is_readable, move, place_for
from pipelines.intake.hand_back import hand_back
from pipelines.intake.incident import is_fault, record_fault
from pipelines.intake.lock import WATCHING, hold_lock
from pipelines.intake.plan import FileReport, LoadResult, Plan
from pipelines.intake.session import Turn
from pipelines.warehouse.killpoint import WatchPoint, reach
from pipelines.warehouse.loads import day_of, now
from pipelines.warehouse.workspace import Workspace

LOADED: Literal["loaded"] = "loaded"
RETURNED: Literal["returned"] = "returned"
ROUNDS = 5  # of a single run, for files that change while they are read
Fate = Literal["loaded", "returned", "left"]
_FAULT = Text(
    "程序处理这个文件时出现内部错误（编号 {number}，记在工作区 logs 文件夹），处理没有完成",
    "the program itself failed over this file (incident {number}, in the logs of the workspace) and did not finish",
)
_FAULT_REMEDY = Text("不一定是文件的问题；请把文件和编号交给系统管理员", "it need not be the file's fault; hand the file and the number to your administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What became of one file: loaded (also when it was before), returned whole, or left because it changed meanwhile.

    `rows` were loaded from it, `errors` found in it; `target` is where it lies now, `handed_back` the sender's list. `loaded_on` is
    the day its content was loaded before, None where it is new. `warnings` are those about a loaded file as a whole: rows that no
    longer count because of it.
    """

    file: str
    fate: Fate
    rows: int
    errors: int
    target: Path | None
    handed_back: Path | None
    loaded_on: str | None = None
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of work: the build and batch it made (None: nothing new), and what became of each file."""

    build: str | None
    batch: str | None
    files: tuple[Handled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A watched folder: files come into `incoming`; `out` gets loaded/DAY and returned/DAY.

    A file with mistakes is loaded without its bad rows, and a copy with them marked goes to returned/DAY; a `strict` watch returns
    such a file whole and loads nothing of it. `every` are the seconds between two looks.
    """

    workspace: Workspace
    incoming: Path
    out: Path
    turn: Turn = field(default_factory=Turn)
    is_strict: bool = False
    every: float = 5.0

    def folder(self, fate: str) -> Path:
        """Return today's folder for loaded or returned files, by the site's calendar."""
        return self.out / fate / f"{day_of(now(), self.workspace.site.time_zone)}"


def watch(watched: Watched, told: Callable[[Round], None], said: Callable[[Text], None], once: bool = False) -> None:
    """Work off what comes into the folder, round after round, until interrupted; `once` looks twice and ends after that.

    `told` hears of every round with files, `said` of what has to wait. Raises NOT_FOUND when the folder is not there, REFUSED
    when it or `out` lies in the workspace, BUSY when the folder is watched already or, with `once`, the workspace is held.
    """
    _refuse_folders(watched)
    lock = hashlib.sha256(str(watched.incoming.resolve()).encode()).hexdigest()[:12]
    with hold_lock(watched.workspace.path / f"watch-{lock}.lock", 0.0, watched.turn.name, WATCHING):
        looks = Looks(watched.incoming)
        looks.take()
        for number in itertools.count(1):
            time.sleep(watched.every)
            ready = looks.take()
            again = bool(ready) and _round(watched, looks, ready, told, said, once)
            if once and not (again and number < ROUNDS):
                break
        still = [path.name for path in looks.waiting if path.exists()]
        if still:
            said(Text(f"以下文件仍在写入、无法读取或已变动，留待下次：{'、'.join(still)}",
                      f"still being written, not readable or changed, left for the next run: {', '.join(still)}"))


def _round(
    watched: Watched, looks: Looks, ready: Sequence[Path], told: Callable[[Round], None], said: Callable[[Text], None], once: bool
) -> bool:
    """Work off the files that are ready; return whether some of them have to be looked at again."""
    try:
        done = work_off(watched, ready)
    except Exception as error:
        if is_fault(error):
            return _work_around(watched, looks, ready, error, told, said, once)
        if not isinstance(error, XiangyiError) or not _is_passing(error, once):
            raise
        said(error.text)
        return True
    told(done)
    left = [watched.incoming / file.file for file in done.files if file.fate == "left"]
    for path in left:
        looks.skip(path)
    return bool(left)


def _is_passing(error: XiangyiError, once: bool) -> bool:
    return isinstance(error, ChangedMeanwhile) or error.code == ExitCode.NOT_FOUND or (error.code == ExitCode.BUSY and not once)


def _work_around(
    watched: Watched, looks: Looks, ready: Sequence[Path], error: Exception, told: Callable[[Round], None], said: Callable[[Text], None],
    once: bool,
) -> bool:
    """Return the files over which the program stumbles to their senders; return whether the others have to be looked at again.

    Those that cannot even be checked alone are the culprits; where there are none, each file is worked off alone.
    """
    there = [path for path in ready if is_readable(path)]
    if not there:
        raise error
    faults = {there[0]: error} if len(there) == 1 else {path: fault for path in there if (fault := _fault_in(watched, path)) is not None}
    if faults:
        told(Round(build=None, batch=None, files=tuple(_give_up(watched, looks, path, fault, said) for path, fault in faults.items())))
        return len(faults) < len(there)
    again = [_round(watched, looks, [path], told, said, once) for path in there]
    return any(again)


def _fault_in(watched: Watched, path: Path) -> Exception | None:
    """Return the fault that checking a file alone meets, None where it meets none."""
    try:
        check_files(watched.workspace, [path], None)
    except Exception as error:
        return error if is_fault(error) else None
    return None


def _give_up(watched: Watched, looks: Looks, path: Path, error: Exception, said: Callable[[Text], None]) -> Handled:
    """Return a file to its sender with word of the fault; where even that fails it is left alone until it changes."""
    number = record_fault(watched.workspace, error)
    problem = Problem(file=path.name, reason=_FAULT.format(number=number), remedy=_FAULT_REMEDY)
    said(Text(f"{path.name}：{problem.reason.zh}", f"{path.name}: {problem.reason.en}"))
    try:
        report = FileReport(file=path.name, sha256=hash_file(path), already_loaded_on=None, tables=(), problems=(problem,), notes=())
        return _put_away(watched, path, report, _hand_back(watched, path, report))
    except OSError:
        looks.skip(path)
        return _left(path)


def work_off(watched: Watched, paths: Sequence[Path]) -> Round:
    """Load what can be loaded of `paths` in one build, move every file to where it belongs, and return what was done.

    What goes back to senders is written before anything is loaded, and a file is moved after all else: killed at any moment,
    the files still there are worked off again, and what was loaded before is not loaded twice.
    """
    rest = [path for path in paths if is_readable(path)]
    handled = [_left(path) for path in paths if path not in rest]
    if watched.is_strict:
        rest, returned = _return_faulty(watched, rest)
        handled += returned
    if not rest:
        return Round(build=None, batch=None, files=tuple(handled))
    backs: dict[Path, Path] = {}

    def write_back(plan: Plan) -> bool:
        for path, report in zip(rest, plan.files, strict=True):
            if _errors(report) or _fate(report) == RETURNED:
                backs[path] = _hand_back(watched, path, report)
        reach(WatchPoint.HANDED_BACK)
        return True

    result = _load(watched, rest, write_back)
    if result.batch is None:
        write_back(result.plan)  # there was nothing to load, so nobody was asked
    reach(WatchPoint.LOADED)
    handled += [_put_away(watched, path, report, backs.get(path)) for path, report in zip(rest, result.plan.files, strict=True)]
    return Round(build=result.build, batch=result.batch, files=tuple(handled))


def _load(watched: Watched, paths: Sequence[Path], confirm: Callable[[Plan], bool]) -> LoadResult:
    turn = watched.turn
    return load_files(watched.workspace, paths, None, confirm, None, turn.wait_seconds, sender=turn.by, waiting=turn.waiting)


def _return_faulty(watched: Watched, paths: list[Path]) -> tuple[list[Path], list[Handled]]:
    """Return the files that have no error, the others put away; without one file (a register) others may have errors too."""
    handled: list[Handled] = []
    while paths:
        plan = _load(watched, paths, lambda plan: False).plan
        read = dict(zip(paths, plan.files, strict=True))
        faulty = {path: replace(report, tables=(), already_loaded_on=None) for path, report in read.items() if _errors(report)}
        if not faulty:
            break
        handled += [_put_away(watched, path, report, _hand_back(watched, path, report)) for path, report in faulty.items()]
        paths = [path for path in paths if path not in faulty]
    return paths, handled


def _hand_back(watched: Watched, path: Path, report: FileReport) -> Path:
    name = place_for(path, report.sha256, watched.folder(_fate(report))).name
    return hand_back(path, report.problems, watched.folder(RETURNED), name, watched.workspace.site.language)


def _fate(report: FileReport) -> Literal["loaded", "returned"]:
    return LOADED if report.already_loaded_on or sum(table.loaded + table.duplicate for table in report.tables) else RETURNED


def _errors(report: FileReport) -> int:
    return sum(problem.severity == "error" for problem in report.problems)


def _put_away(watched: Watched, path: Path, report: FileReport, back: Path | None) -> Handled:
    """Move one file to where it belongs; one that is no longer what was read stays for the next round."""
    if not is_readable(path) or hash_file(path) != report.sha256:
        return _left(path)
    fate = _fate(report)
    target = place_for(path, report.sha256, watched.folder(fate))
    move(path, target)
    reach(WatchPoint.MOVED)
    rows = sum(table.loaded for table in report.tables)
    whole = tuple(problem for problem in report.problems if problem.severity == "warning" and not (problem.row or problem.sheet))
    return Handled(
        file=path.name, fate=fate, rows=rows, errors=_errors(report), target=target, handed_back=back, loaded_on=report.already_loaded_on,
        warnings=whole if fate == LOADED else (),
    )


def _left(path: Path) -> Handled:
    return Handled(file=path.name, fate="left", rows=0, errors=0, target=None, handed_back=None)


def _refuse_folders(watched: Watched) -> None:
    inside = watched.workspace.path.resolve()
    for folder in (watched.incoming, watched.out):
        if folder.resolve().is_relative_to(inside):
            raise XiangyiError(
                Text(f"{folder} 在工作区内；收件和退件文件夹请放在别处", f"{folder} lies in the workspace; keep the folders files come and go by elsewhere"),
                ExitCode.REFUSED,
            )
    if not watched.incoming.is_dir():
        raise XiangyiError(Text(f"没有文件夹 {watched.incoming}；请先建立", f"there is no folder {watched.incoming}; make it first"), ExitCode.NOT_FOUND)

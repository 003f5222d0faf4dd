"""The desk where files are handed in: kept aside, checked, handed back marked, loaded on a person's word."""

from __future__ import annotations

import atexit
import logging
import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

import psutil  # type: ignore[import-untyped]  # ships no types

from dashboard.server import without_places, without_words
from pipelines.core.errors import XiangyiError
from pipelines.core.text import Lang, Text
from pipelines.extract.csv_text import LARGEST_BYTES
from pipelines.intake.batch import LoadResult, Plan, check_files, load_files
from pipelines.intake.mark import mark_workbook, marked_name
from pipelines.warehouse.durable import remove
from pipelines.warehouse.loads import Mode
from pipelines.warehouse.workspace import Workspace

LOG = logging.getLogger("xiangyi.dashboard")
MOST_FILES = 60
MOST_DELIVERIES = 20  # kept aside at once; the oldest that nobody works on goes first
CHUNK = 1 << 20
WAIT_SECONDS = 30.0  # for another load that holds the workspace
Stage = Literal["receiving", "checking", "checked", "loading", "loaded", "failed"]
_FAULT = Text("检查时出错；请把文件交给管理员", "something went wrong; hand the file to your administrator")
_TOO_MANY = Text(f"一次最多 {MOST_FILES} 个文件", f"{MOST_FILES} files at most at a time")
_CUT_SHORT = Text("文件没有传完；请重新选择文件", "the file did not arrive whole; choose it again")
NOT_YET = Text("还在处理中", "still being worked on")
_STOPPED = Text("已停止，没有加载任何内容；正在使用的数据版本不变", "stopped; nothing was loaded, and the build in use is as it was")
_OTHER_WISHES = Text(
    "时期或报送方式在检查之后改过，已按新的重新检查，尚未加载；请看过结果后再加载",
    "the period or the way of loading changed after the check; it was checked again and not loaded: look at the result, then load",
)
_MEANWHILE = Text(
    "检查之后工作区有了新的数据，差异与刚才显示的不同，尚未加载；请看过新的差异后再加载",
    "other data were loaded since the check, so the differences are not those shown; nothing was loaded: look at them, then load",
)


@dataclass(eq=False)
class Delivery:
    """Files one person handed in, on their way from the browser to a published build; `share` is 0-1 of the present stage.

    `asked` are the period and the mode that `plan` was made with; `taken` counts the files begun; `is_stopping` says that who
    waits for the present stage wants it ended.
    """

    token: str
    folder: Path
    lang: Lang
    files: list[Path] = field(default_factory=list)
    stage: Stage = "receiving"
    doing: str = ""
    share: float = 0.0
    asked: tuple[str | None, Mode] = (None, "replace")
    taken: int = 0
    is_stopping: bool = False
    plan: Plan | None = None
    result: LoadResult | None = None
    error: Text | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a check or a load of it runs."""
        return self.stage in ("checking", "loading")

    @property
    def at_file(self) -> str:
        """The file that is read just now; "" while the tables of the new build are made, whose names say nothing to who waits."""
        return self.doing if any(path.name == self.doing for path in self.files) else ""


def plain_name(name: str) -> str:
    """Return a file name a browser sent as one that stays in its folder; raises ValueError when nothing is left of it."""
    kept = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if unicodedata.category(c)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    if not kept or len(kept.encode()) > 200:
        raise ValueError(name)
    return kept


class Desk:
    """Deliveries of one workspace; one is worked on at a time, the others wait their turn."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._deliveries: dict[str, Delivery] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        for folder in workspace.tmp.glob("*-desk-*"):  # of a server that was stopped the hard way
            if not psutil.pid_exists(int(folder.name.partition("-")[0])):
                remove(folder)
        atexit.register(self.close)

    def close(self) -> None:
        """Forget every delivery, at the end of the program."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for delivery in list(self._deliveries.values()):
                self._forget(delivery)

    def open(self, lang: Lang) -> Delivery:
        """Return a new delivery; what nobody came back for makes room."""
        token = secrets.token_urlsafe(24)
        delivery = Delivery(token, self.workspace.tmp / f"{os.getpid()}-desk-{token}", lang)
        delivery.folder.mkdir(mode=0o700, parents=True)
        with self._lock:
            idle = [d for d in self._deliveries.values() if not d.is_busy]
            for old in idle[: max(0, len(self._deliveries) + 1 - MOST_DELIVERIES)]:
                self._forget(old)
            self._deliveries[token] = delivery
        return delivery

    def find(self, token: str) -> Delivery | None:
        """Return the delivery of a token, None when there is none (any more)."""
        with self._lock:
            return self._deliveries.get(token)

    def drop(self, delivery: Delivery) -> None:
        """Forget a delivery and its files; one that is worked on stays until it is done."""
        with self._lock:
            if not delivery.is_busy:
                self._forget(delivery)

    def stop(self, delivery: Delivery) -> None:
        """End a check or a load that runs or waits its turn, at its next step; a build that is finished stays."""
        with self._lock:
            delivery.is_stopping = delivery.is_busy

    def _forget(self, delivery: Delivery) -> None:
        self._deliveries.pop(delivery.token, None)
        remove(delivery.folder)

    def receive(self, delivery: Delivery, name: str, body: BinaryIO, length: int) -> None:
        """Write one file of `length` bytes to disk as it comes; raises XiangyiError when it is cut short, too long, or one too many."""
        with self._lock:
            if len(delivery.files) >= MOST_FILES:
                raise XiangyiError(_TOO_MANY)
            place, delivery.taken = delivery.taken, delivery.taken + 1
        path = delivery.folder / f"{place:02d}" / plain_name(name)
        path.parent.mkdir(exist_ok=True)
        left = min(length, LARGEST_BYTES)
        with path.open("wb") as out:
            while left and (part := body.read(min(CHUNK, left))):
                out.write(part)
                left -= len(part)
        if left or length > LARGEST_BYTES:
            remove(path)
            raise XiangyiError(_CUT_SHORT)
        with self._lock:
            was_busy = delivery.is_busy
            if not was_busy:  # what was checked before is not the whole any more
                delivery.files.append(path)
                delivery.stage, delivery.plan = "receiving", None
        if was_busy:
            remove(path)
            raise XiangyiError(NOT_YET)

    def check(self, delivery: Delivery, period: str | None, mode: Mode) -> None:
        """Check the files in the background: the plan, and a marked copy of every file with problems."""
        self._start(delivery, "checking", lambda: self._check(delivery, period, mode))

    def _check(self, delivery: Delivery, period: str | None, mode: Mode) -> None:
        delivery.asked = (period, mode)
        show = self._progress(delivery)
        plan = check_files(self.workspace, delivery.files, period, show, mode)
        for path, report in zip(delivery.files, plan.files, strict=True):
            if report.problems:
                marked = self.marked(delivery, path)
                marked.parent.mkdir(exist_ok=True)
                mark_workbook(path, report.problems, marked, delivery.lang)
        delivery.plan, delivery.stage = plan, "checked"

    def marked(self, delivery: Delivery, path: Path) -> Path:
        """Return where the marked copy of a file lies, whether or not it was made."""
        return path.parent / "marked" / marked_name(path)

    def load(self, delivery: Delivery, period: str | None, sender: str, mode: Mode) -> None:
        """Load the files in the background, in the sender's name, as they were checked: what was not shown is checked first, and not loaded."""
        if delivery.plan is not None and delivery.asked == (period, mode):
            self._start(delivery, "loading", lambda: self._load(delivery, delivery.plan, sender))
        else:
            self._start(delivery, "checking", lambda: self._check_again(delivery, period, mode))

    def _check_again(self, delivery: Delivery, period: str | None, mode: Mode) -> None:
        self._check(delivery, period, mode)
        delivery.error = _OTHER_WISHES

    def _load(self, delivery: Delivery, shown: Plan | None, sender: str) -> None:
        period, mode = delivery.asked
        found: list[Plan] = []

        def is_as_shown(plan: Plan) -> bool:
            if shown is None or _differences(plan) != _differences(shown):
                found.append(plan)
            return not found

        result = load_files(
            self.workspace, delivery.files, period, is_as_shown, self._progress(delivery), WAIT_SECONDS, sender=sender, mode=mode
        )
        if found:
            delivery.plan, delivery.error, delivery.stage = found[0], _MEANWHILE, "checked"
        else:
            for path in delivery.files:  # the archive has them now; the marked copies stay for their sender
                remove(path)
            delivery.result, delivery.stage = result, "loaded"

    def _progress(self, delivery: Delivery) -> Callable[[str, float], None]:
        def show(what: str, share: float) -> None:
            if delivery.is_stopping and share < 1:  # at 1 the build is published
                raise XiangyiError(_STOPPED)
            delivery.doing, delivery.share = what, share

        return show

    def _start(self, delivery: Delivery, stage: Stage, work: Callable[[], None]) -> None:
        with self._lock:
            if delivery.is_busy:
                return
            delivery.stage, delivery.share, delivery.doing, delivery.error, delivery.is_stopping = stage, 0.0, "", None, False
        self._worker.submit(self._guarded, delivery, work)

    def _guarded(self, delivery: Delivery, work: Callable[[], None]) -> None:
        """Do the work; whatever goes wrong is told to the person who waits for it."""
        after: Stage = "checked" if delivery.stage == "loading" else "failed"  # what was checked can be loaded a little later
        try:
            work()
        except XiangyiError as error:
            delivery.error, delivery.stage = without_places(error.text, self.workspace.path), after
        except Exception as error:  # its words may hold what stands in the file, and the log is no place for that
            LOG.error("a delivery failed: %s", without_words(error))
            delivery.error, delivery.stage = _FAULT, after


def _differences(plan: Plan) -> dict[tuple[str, str, str], tuple[int, ...]]:
    return {(d.dataset, d.unit, d.period): d.counts for d in plan.diffs}

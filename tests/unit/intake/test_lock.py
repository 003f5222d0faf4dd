"""One writer at a time; the second is told who; a killed holder leaves nothing to do."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.intake.lock import UNDOING, hold_lock

HOLD = """
import sys, time
from pathlib import Path
from pipelines.intake.lock import hold_lock
with hold_lock(Path(sys.argv[1]), by="张三"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_another_process_is_refused_until_the_holder_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    root = Path(__file__).resolve().parents[3]
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True, cwd=root)
    try:
        assert holder.stdout is not None and holder.stdout.readline().strip() == "held"
        with pytest.raises(XiangyiError) as caught, hold_lock(lock):
            pass
        assert caught.value.code == ExitCode.BUSY
        assert str(holder.pid) in caught.value.text.en and str(holder.pid) in caught.value.text.zh
        assert "load by 张三" in caught.value.text.en and "张三 的加载" in caught.value.text.zh and "--wait" in caught.value.text.zh
    finally:
        holder.kill()
        holder.wait()
    with hold_lock(lock, wait_seconds=5):
        assert lock.exists()


def test_waiting_gets_the_lock_when_it_is_let_go(tmp_path: Path) -> None:
    lock, order = tmp_path / "lock", []
    taken = threading.Event()

    def first() -> None:
        with hold_lock(lock, by="李四", doing=UNDOING):
            taken.set()
            time.sleep(0.3)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    taken.wait(5)
    with hold_lock(lock, wait_seconds=10, waiting=lambda text: order.append(text.en)):
        order.append("second")
    thread.join()
    assert order[1:] == ["first", "second"] and order[0].startswith("the workspace is held: undo by 李四")

"""What commands print: tables, questions, progress; results on stdout, everything else on stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipelines.core.formula import as_plain_text
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 200  # a pipe has no width of its own; a narrow one would cut cells off
Progress = Callable[[str, float], None]


def console(stderr: bool = False) -> Console:
    """Return a rich console that neither cuts nor colours what goes into a pipe."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH, highlight=False, emoji=False, markup=False)


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), stderr: bool = False) -> None:
    """Print `rows` under `heads`; the columns numbered in `right` are set flush right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, head in enumerate(heads):
        table.add_column(head, justify="right" if i in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console(stderr).print(table)


def print_json(value: Any) -> None:
    """Print `value` as JSON, Chinese readable."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def print_csv(names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print `rows` as CSV under `names`, blank where a value is None; what a sender wrote is no formula in it."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([as_plain_text(v) if isinstance(v, str) else v for v in (row[name] for name in names)])


def tell(text: str) -> None:
    """Say something beside the result."""
    print(text, file=sys.stderr, flush=True)


def ask(question: Text, lang: Lang) -> bool:
    """Ask yes or no on the terminal; no answer is no."""
    print(question.of(lang), end=" [y/N] ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


@contextmanager
def progress_display(quiet: bool = False) -> Iterator[Progress]:
    """Yield a function that shows (what is being done, share done 0-1) as one moving line on stderr."""
    if quiet or not sys.stderr.isatty():
        yield _plain_progress(quiet)
        return
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def _plain_progress(quiet: bool) -> Progress:
    """Return a progress function for a log: one line for each tenth done."""
    said: set[int] = set()

    def show(what: str, share: float) -> None:
        tenth = int(share * 10)
        if not quiet and tenth not in said:
            said.add(tenth)
            tell(f"{share:4.0%}  {what}")

    return show

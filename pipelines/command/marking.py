"""--mark: the marked copies of the files that were checked, written into one folder and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.command.terminal import tell
from pipelines.core.errors import Problem, XiangyiError
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.intake.batch import FileReport, Plan
    from pipelines.warehouse.workspace import Workspace


def prepare_folder(folder: Path | None) -> None:
    """Make the folder of marked copies before anything else is done; raises USAGE where a file stands in its place."""
    if folder is None:
        return
    if folder.exists() and not folder.is_dir():
        raise XiangyiError(Text(f"--mark 为 {folder}，应为文件夹", f"--mark is {folder}, expected a folder"))
    folder.mkdir(parents=True, exist_ok=True)


def write_marked(workspace: Workspace, plan: Plan, paths: Sequence[Path], period: str | None, folder: Path, lang: Lang) -> list[tuple[Path, Path]]:
    """Write a marked copy of each file that has problems and return (file, copy); the files themselves are never written to."""
    from pipelines.intake.mark import mark_workbook, marked_name

    written: list[tuple[Path, Path]] = []
    for path, report in zip(paths, plan.files, strict=True):
        problems = _problems(workspace, path, report, period)
        if problems:
            to = _free(folder, marked_name(Path(report.file.replace("/", "_"))), path, [copy for _, copy in written])
            mark_workbook(path, problems, to, lang)
            written.append((path, to))
    return written


def _problems(workspace: Workspace, path: Path, report: FileReport, period: str | None) -> Sequence[Problem]:
    """Return the problems of a file; one that was loaded before was not read again for the plan and is read here."""
    if report.already_loaded_on is None:
        return report.problems
    from pipelines.extract.reading import read_file

    return read_file(path, workspace.site, workspace.secret(), period, report.file).problems


def _free(folder: Path, name: str, source: Path, taken: Sequence[Path]) -> Path:
    """Return a path in the folder that is neither the sender's own file nor a copy written just now."""
    stem = Path(name).stem
    names = (name if n == 1 else f"{stem}_{n}.xlsx" for n in range(1, 10_000))
    return next(to for n in names if (to := folder / n) not in taken and not (to.exists() and to.samefile(source)))


def tell_marked(written: Sequence[tuple[Path, Path]], folder: Path, lang: Lang) -> None:
    """Say which copies were written, and of which file each is where two files would have the same name."""
    if not written:
        tell(Text("没有问题，未写标注文件", "no problems, so no marked copy was written").of(lang))
        return
    sent = [path.stem for path, _ in written]
    names_zh = "、".join(copy.name + (f"（{path} 的）" if sent.count(path.stem) > 1 else "") for path, copy in written)
    names_en = ", ".join(copy.name + (f" (of {path})" if sent.count(path.stem) > 1 else "") for path, copy in written)
    tell(Text(f"已标注的文件写入 {folder}：{names_zh}（含个人信息，只退回报送人）",
              f"marked copies written into {folder}: {names_en} (they hold personal data: for the sender only)").of(lang))

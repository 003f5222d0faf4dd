"""What the commands that ask a build share: options, the opened build, and what is refused before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.command.terminal import tell
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.release import PROFILE_TITLES
from pipelines.core.text import Lang, Text

if TYPE_CHECKING:
    from pipelines.site import Site
    from pipelines.warehouse.connect import Connection

IndicatorArgument = Annotated[str, typer.Argument(metavar="INDICATOR")]
LevelOption = Annotated[str | None, typer.Option("--level", metavar="L")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="BREAKDOWN[,BREAKDOWN]")]
CategoryOption = Annotated[str | None, typer.Option("--category", metavar="CODE[,CODE]")]
PopulationOption = Annotated[str, typer.Option("--population", metavar="KIND")]
ProfileOption = Annotated[str, typer.Option("--profile", metavar="P")]
ToOption = Annotated[Path | None, typer.Option("--to", metavar="FILE.csv|.parquet|.json")]


@contextmanager
def opened_build(workspace: Path, lang: Lang) -> Iterator[tuple[Connection, Site]]:
    """Open the build in use and its site's settings, saying so where it is not the newest; closed on leaving."""
    from pipelines.warehouse.connect import open_current
    from pipelines.warehouse.workspace import Workspace

    opened = Workspace.open(workspace)
    connection, _, note = open_current(opened)
    if note:
        tell(note.of(lang))
    with connection:
        yield connection, opened.site


def plain_list(text: str | None) -> str | None:
    """Return a list as it is written on a command line with plain commas and no blanks.

    >>> plain_list("sex， age_band")
    'sex,age_band'
    """
    return None if text is None else ",".join(word.strip() for word in text.replace("，", ",").split(","))


def refuse_file(to: Path | None) -> None:
    """Raise USAGE or NOT_FOUND where an answer cannot be written to `to`."""
    from pipelines.command.answers import ENDINGS

    if to is not None:
        refuse_ending(to, ENDINGS)


def refuse_ending(to: Path, endings: tuple[str, ...]) -> None:
    """Raise USAGE when `to` does not end in one of `endings`, NOT_FOUND when its folder is not there."""
    if to.suffix.lower() not in endings:
        zh, en = "、".join(endings), " or ".join(endings)
        raise XiangyiError(Text(f"--to 为 {to}，应以 {zh} 结尾", f"--to is {to}, expected a name that ends in {en}"))
    if not to.resolve().parent.is_dir():
        raise XiangyiError(Text(f"没有文件夹 {to.parent}；请先建立", f"there is no folder {to.parent}; make it first"), ExitCode.NOT_FOUND)


def known_profile(profile: str) -> None:
    """Raise XiangyiError USAGE for what is no release profile."""
    if profile not in PROFILE_TITLES:
        known = ", ".join(PROFILE_TITLES)
        raise XiangyiError(Text(f"没有发布范围“{profile}”；可选：{known}", f'no release profile "{profile}"; there are {known}'), ExitCode.USAGE)


def refuse_profile(profile: str) -> None:
    """Raise XiangyiError REFUSED for any profile but the internal one, where only that is answered; USAGE for one that is none."""
    known_profile(profile)
    if profile != "internal":
        raise XiangyiError(
            Text(f"这里只提供内部资料，不提供发布范围“{profile}”；可以提供的表见 xiangyi release，用 xiangyi observe --profile {profile} 查询；"
                 "内部使用请用 --profile internal",
                 f'this is internal and not for release profile "{profile}"; what may leave is listed by xiangyi release and answered by '
                 f"xiangyi observe --profile {profile}; for use inside, say --profile internal"),
            ExitCode.REFUSED,
        )

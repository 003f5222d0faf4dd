"""Whether this program, with the settings the site has now, would make the build that is served."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress

from pipelines.core.errors import XiangyiError
from pipelines.core.text import Text
from pipelines.site import parse_site
from pipelines.warehouse.program import program_stamp
from pipelines.warehouse.workspace import Workspace

_MADE_BY = "select b.program, s.settings from build b left join site s on s.hash = b.site where b.build = ?"
_PROGRAM = Text("由另一版本的程序生成", "was made by another version of the program")
_SETTINGS = Text("生成之后站点设置有改动", "was made before the site's settings changed")
_REMEDY = Text(
    "数据版本 {build} {why}：个别数字可能过时，个别图表可能不能显示；请运行 xiangyi rebuild --publish --workspace 工作区 按现有数据重新生成",
    "build {build} {why}: some figures may be out of date and some charts missing; run xiangyi rebuild --publish --workspace DIR to make "
    "it anew from the same data",
)


def program_of(workspace: Workspace, build: str) -> str | None:
    """Return the stamp of the program that made a build; None where the ledger does not tell."""
    made = _made_by(workspace, build)
    return made and made[0]


def outdated(workspace: Workspace, build: str) -> Text | None:
    """Return a sentence that says why a build is not what would be made of its loads now, and what to do.

    None where program and settings are those it was made by, and where the ledger does not tell.
    """
    made = _made_by(workspace, build)
    if made is None:
        return None
    program, settings = made
    if program != program_stamp():
        return Text(_REMEDY.zh.format(build=build, why=_PROGRAM.zh), _REMEDY.en.format(build=build, why=_PROGRAM.en))
    if settings is not None and _differ(settings, workspace.settings_text()):
        return Text(_REMEDY.zh.format(build=build, why=_SETTINGS.zh), _REMEDY.en.format(build=build, why=_SETTINGS.en))
    return None


def _differ(then: str, now: str) -> bool:
    """Say whether two texts of site.toml set anything otherwise: a remark written into it changes no build."""
    try:
        return then != now and parse_site(then) != parse_site(now)
    except XiangyiError:  # of settings this program no longer knows
        return True


def _made_by(workspace: Workspace, build: str) -> tuple[str, str | None] | None:
    """Return the program's stamp and the settings a build was made by; read without the rights and the checks a writer needs.

    Where the ledger cannot be read so, as on a disk that may only be read, its copy can: it was closed when it was made.
    """
    for path in (workspace.ledger_path, workspace.ledger_copy):
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            found: tuple[str, str | None] | None = db.execute(_MADE_BY, (build,)).fetchone()
            return found
    return None

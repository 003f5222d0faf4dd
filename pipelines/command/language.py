"""Which language a command speaks: --lang, else the site's, else the locale's."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import LANGS, Lang, Text


def option_value(argv: Sequence[str], option: str) -> str | None:
    """Return what stands after `option` on a command line (`--x V` or `--x=V`), None when it is not there."""
    for i, word in enumerate(argv):
        if word == "--":
            return None
        if word == option:
            return argv[i + 1] if i + 1 < len(argv) else ""
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def without_option(argv: Sequence[str], option: str, takes_value: bool) -> list[str]:
    """Return the command line without `option` (and its value)."""
    kept: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            return [*kept, word, *words]
        if word == option:
            if takes_value:
                next(words, None)
        elif not (takes_value and word.startswith(f"{option}=")):
            kept.append(word)
    return kept


def _of_workspace(folder: str | None) -> str | None:
    if not folder:
        return None
    try:
        settings = tomllib.loads((Path(folder) / "site.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # the command itself will say what is wrong with the workspace
    return str(settings.get("site", {}).get("language", "zh"))


def _of_locale() -> Lang:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if spoken := os.environ.get(variable):
            return "zh" if spoken.lower().startswith("zh") else "en"
    spoken = locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def choose_language(argv: Sequence[str]) -> Lang:
    """Return the language a command line is to be answered in.

    Raises XiangyiError when --lang names a language there is not.
    """
    asked = option_value(argv, "--lang")
    if asked is not None and asked not in LANGS:
        found = asked or "?"
        raise XiangyiError(
            Text(f"--lang 为“{found}”，应为 zh 或 en", f'--lang is "{found}", expected zh or en'), ExitCode.USAGE
        )
    for candidate in (asked, _of_workspace(option_value(argv, "--workspace") or option_value(argv, "-w"))):
        if candidate in LANGS:
            return "zh" if candidate == "zh" else "en"
    return _of_locale()

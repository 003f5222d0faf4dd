"""The site.toml texts that come with the product or lie in a folder, with the tables they name."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text

DATA = Path(__file__).resolve().parents[2] / "data"
SHIPPED = DATA / "reference" / "sites"
SCHEDULES = DATA / "reference" / "retirement"
FILES = "files"  # the section in which the ledger keeps the texts of the tables a site.toml names
_CARRIED = re.compile(rf'\n\[{FILES}\]\n(?:"(?:[^"\\\n]|\\.)*" = "(?:[^"\\\n]|\\.)*"\n)+\Z')


def shipped_sites() -> tuple[str, ...]:
    """Return the names of the sites that come with the product."""
    return tuple(sorted(p.stem for p in SHIPPED.glob("*.toml")))


def shipped_schedules() -> tuple[str, ...]:
    """Return the names of the retirement schedules that come with the product."""
    return tuple(sorted(p.stem for p in SCHEDULES.glob("*.csv")))


def site_text(name_or_file: str) -> str:
    """Return the site.toml text of a shipped site or of a file; raises XiangyiError NOT_FOUND when neither exists.

    Tables that a file names go with its text, so that a workspace made from it is whole.
    """
    shipped, file = SHIPPED / f"{name_or_file}.toml", Path(name_or_file)
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    if file.is_file():
        return with_tables(file.read_text(encoding="utf-8"), file.parent)
    known = ", ".join(shipped_sites())
    raise XiangyiError(
        Text(f"没有名为“{name_or_file}”的站点或文件；随产品提供的有：{known}",
             f'no site or file called "{name_or_file}"; shipped are: {known}'),
        ExitCode.NOT_FOUND,
    )


def with_tables(text: str, folder: Path) -> str:
    """Return a site.toml text with the tables it names written into its section [files], so that it says the same anywhere.

    The ledger keeps settings so: a build made again years later has the targets of its day. A text that names no table, or
    is no TOML, comes back as it is.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return text
    names = [row.get("file") for row in raw.get("targets", []) if isinstance(row, dict)] if isinstance(raw.get("targets"), list) else []
    retirement = raw.get("retirement")
    names.append(retirement.get("schedule") if isinstance(retirement, dict) else None)
    held = raw.get(FILES, {})
    texts = {n: file_text(folder, n) for n in names if isinstance(n, str) and n.endswith(".csv") and n not in held}
    lines = "".join(f"{_toml(name)} = {_toml(body)}\n" for name, body in texts.items() if body is not None)
    if not lines:
        return text
    if FILES in raw:
        return re.sub(rf"^\[{FILES}\][ \t]*\n", lambda found: found[0] + lines, text, count=1, flags=re.M)
    return f"{text.rstrip()}\n\n[{FILES}]\n{lines}"


def without_tables(text: str) -> tuple[str, dict[str, str]]:
    """Return a text of `with_tables` as it was before, and the tables it carried, by file name."""
    found = _CARRIED.search(text)
    if found is None:
        return text, {}
    tables = {str(name): str(body) for name, body in tomllib.loads(found[0])[FILES].items()}
    return text[: found.start()] + text[found.end():], {name: body for name, body in tables.items() if Path(name).name == name}


def _toml(text: str) -> str:
    """Return a text as TOML writes it: the escapes of JSON, which leaves one character alone that TOML refuses."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def file_text(folder: Path | None, name: str) -> str | None:
    """Return the text of a CSV file directly in `folder` (UTF-8, else GB18030 as Excel saves it), None when there is none."""
    if folder is None or Path(name).name != name or not (folder / name).is_file():
        return None
    data = (folder / name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")

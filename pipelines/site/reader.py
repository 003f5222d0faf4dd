"""Takes settings out of a parsed site.toml one by one and says which is wrong; what is left over is unknown."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text
from pipelines.site.folder import FILES, file_text
from pipelines.site.settings import is_declared


def as_written(value: object) -> str:
    """Return a value as site.toml has it: `true`, `"zh"`, `[1, 2]`; a date or anything else as Python prints it.

    >>> as_written(True)
    'true'
    """
    return json.dumps(value, ensure_ascii=False, default=str)


def near(name: object, known: Iterable[str]) -> Text:
    """Return up to three known names that look like `name`, or where to find them all, to be told beside an error."""
    close = difflib.get_close_matches(str(name), list(known), n=3, cutoff=0.55)
    if close:
        return Text(f"是否为：{'、'.join(close)}？", f"did you mean {', '.join(close)}?")
    return Text("可用名称见手册（make manual）", "the manual lists the names (make manual)")


class Reader:
    """One site.toml while it is read. `folder` is where the tables it names lie, None when only the text is at hand."""

    def __init__(self, where: str, table: Mapping[str, Any], folder: Path | None = None) -> None:
        self.where = where
        self.folder = folder
        self.left: dict[str, Any] = {s: dict(v) if isinstance(v, dict) else v for s, v in table.items()}
        self.files: Mapping[str, Any] = self.left.pop(FILES, {})

    def fail(self, setting: str, found: object, zh: str, en: str, hint: Text | None = None) -> XiangyiError:
        """Return the error that says where, which setting, what was found, what was expected, what to do."""
        remedy = hint or Text("请修改后重试", "correct it and try again")
        held = ("未填写", "is missing") if found is None else (f"为 {as_written(found)}", f"is {as_written(found)}")
        return XiangyiError(Text(
            f"{self.where}：设置 {setting} {held[0]}，应为{zh}；{remedy.zh}",
            f"{self.where}: setting {setting} {held[1]}, expected {en}; {remedy.en}",
        ))

    def unknown(self, setting: str, found: object, zh: str, en: str, known: Iterable[str]) -> XiangyiError:
        """Return the error for a name that is none, with the names that look like it. `found` is the wrong name."""
        return self.fail(setting, found, zh, en, near(found, known))

    def no_such(self, section: str, name: str, zh: str, en: str, known: Iterable[str]) -> XiangyiError:
        """Return the error for a setting whose name is none, with the names that look like it."""
        remedy = near(name, known)
        return XiangyiError(Text(
            f"{self.where}：没有设置 {section} {name}，应为{zh}；{remedy.zh}",
            f"{self.where}: there is no setting {section} {name}, expected {en}; {remedy.en}",
        ))

    def take(self, section: str, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """Take a value of one of the given types; without a default it must be there. Only declared settings can be taken."""
        if not is_declared(section, name):
            raise ValueError(f"setting [{section}] {name} is read but not declared in pipelines.site.settings")
        table = self._section(section)
        if name not in table:
            if default is ...:
                raise self.fail(f"[{section}] {name}", None, "一个值", "a value")
            return default
        return self.checked(f"[{section}] {name}", table.pop(name), kind)

    def checked(self, setting: str, value: Any, kind: type | tuple[type, ...]) -> Any:
        """Return `value` when it is of one of the types; a boolean is no number."""
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            words = [_KINDS[k] for k in kinds]
            raise self.fail(setting, value, "或".join(w.zh for w in words), " or ".join(w.en for w in words))
        return value

    def one_of(self, section: str, name: str, allowed: Iterable[str], default: Any = ...) -> str:
        """Take a text that must be one of `allowed`."""
        value, known = self.take(section, name, str, default), tuple(allowed)
        if value not in known:
            raise self.fail(f"[{section}] {name}", value, f"其中之一：{', '.join(known)}", f"one of {', '.join(known)}")
        return str(value)

    def number(self, section: str, name: str, least: float, most: float, default: Any = ..., *, whole: bool = False) -> Any:
        """Take a number within `least`..`most` (both allowed)."""
        value = self.take(section, name, int if whole else (int, float), default)
        return self.within(f"[{section}] {name}", value, least, most, whole=whole)

    def within(self, setting: str, value: Any, least: float, most: float, *, whole: bool = False) -> Any:
        """Return `value` when it is a (whole) number within the bounds."""
        self.checked(setting, value, int if whole else (int, float))
        if not least <= value <= most:  # a nan is in no range
            kind = ("整数", "a whole number") if whole else ("数字", "a number")
            raise self.fail(setting, value, f"{least:g} 至 {most:g} 的{kind[0]}", f"{kind[1]} from {least:g} to {most:g}")
        return value

    def rising(self, setting: str, values: Any, least: int, most: int) -> tuple[int, ...]:
        """Return whole numbers that rise strictly, within the bounds."""
        self.checked(setting, values, list)
        for value in values:
            self.within(setting, value, least, most, whole=True)
        if not values or any(b <= a for a, b in zip(values, values[1:], strict=False)):
            raise self.fail(setting, values, "由小到大、不重复的整数", "whole numbers that rise, none twice")
        return tuple(values)

    def names(self, section: str, name: str, known: Iterable[str], default: Any = ...) -> tuple[str, ...]:
        """Take a list of names out of `known`, none twice."""
        return self.listed(f"[{section}] {name}", self.take(section, name, list, default), known)

    def listed(self, setting: str, values: Any, known: Iterable[str]) -> tuple[str, ...]:
        """Return the names of a list when every one is known and none is there twice."""
        allowed = tuple(known)
        for value in self.checked(setting, values, list):
            if value not in allowed:
                raise self.unknown(setting, value, f"其中之一：{', '.join(allowed)}", f"one of {', '.join(allowed)}", allowed)
        if len(set(values)) != len(values):
            raise self.fail(setting, values, "不重复的名称", "names, none twice")
        return tuple(values)

    def open_section(self, section: str) -> dict[str, Any]:
        """Take a whole section whose names are free (indicators, staff groups)."""
        if not is_declared(section):
            raise ValueError(f"section [{section}] is read but not declared in pipelines.site.settings")
        table = self._section(section)
        self.left.pop(section, None)
        return table

    def rows(self, section: str) -> list[dict[str, Any]]:
        """Take the rows of a `[[section]]`, empty when there are none."""
        if not is_declared(section):
            raise ValueError(f"section [[{section}]] is read but not declared in pipelines.site.settings")
        rows = self.left.pop(section, [])
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            raise self.fail(f"[[{section}]]", rows, f"若干个 [[{section}]] 小节", f"a list of [[{section}]] sections")
        return rows

    def _section(self, section: str) -> dict[str, Any]:
        table = self.left.get(section, {})
        if not isinstance(table, dict):
            raise self.fail(f"[{section}]", table, f"一个小节 [{section}]", f"a section [{section}]")
        return table

    def table(self, setting: str, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file that the settings name: from the ledger's copy, else beside site.toml."""
        text = self.files[name] if name in self.files else file_text(self.folder, name)
        if text is None:
            raise XiangyiError(
                Text(
                    f"{self.where}：设置 {setting} 指定的文件“{name}”不在 site.toml 所在的文件夹；请把文件放到那里，或改正文件名",
                    f'{self.where}: setting {setting} names "{name}", which is not beside site.toml; put it there or correct the name',
                ),
                ExitCode.NOT_FOUND,
            )
        return list(csv.DictReader(io.StringIO(text)))

    def close(self) -> None:
        """Raise for the first setting that nobody took."""
        rest = [f"[{s}] {n}" for s, t in self.left.items() if isinstance(t, dict) for n in t]
        rest += [s for s, t in self.left.items() if not isinstance(t, dict) and t]
        if rest:
            remedy = Text("手册（make manual）列出全部设置", "the manual lists them all (make manual)")
            raise self.fail(rest[0], "…", "已知的设置", "a setting that exists", remedy)


_KINDS: dict[type, Text] = {
    str: Text("文本", "a text"), int: Text("整数", "a whole number"), float: Text("数字", "a number"),
    bool: Text(" true 或 false", "true or false"), list: Text("列表", "a list"), dict: Text("表", "a table"),
}

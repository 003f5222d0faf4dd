"""A code list: codes, what they are called, and the spellings people use for them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.core.text import Lang, Text

_DROPPED = str.maketrans("", "", "._-·*:：\u200b\ufeff")


def fold(text: str) -> str:
    """Return `text` as headers and codes are compared: NFKC, lower case, dots/underscores/hyphens/blanks dropped.

    >>> fold("Doctors.Retainer  Scheme Payments")
    'doctorsretainerschemepayments'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().translate(_DROPPED).split())


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its title, the known spellings beyond code and title, and, where people have to act on it, what to do."""

    code: str
    title: Text
    spellings: tuple[str, ...] = ()
    role: str = ""  # e.g. "total" or "memo" in payment streams; "exit" in exit reasons
    only_in: str = ""  # the country whose sites alone use it
    note: Text | None = None


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes; spellings are disjoint after `fold`, checked when the list is made."""

    name: str
    title: Text
    codes: tuple[Code, ...]
    missing: tuple[str, ...] = field(default=())  # spellings that mean "not known"

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for code in self.codes:
            for spelling in (code.code, code.title.zh, code.title.en, *code.spellings):
                owner = seen.setdefault(fold(spelling), code.code)
                if owner != code.code:
                    raise ValueError(f"code list {self.name}: {spelling!r} is both {owner} and {code.code}")
        clash = {fold(m) for m in self.missing} & set(seen)
        if clash:
            raise ValueError(f"code list {self.name}: {sorted(clash)} are both missing and a code")

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Folded spelling -> code."""
        return {
            fold(s): c.code for c in self.codes for s in (c.code, c.title.zh, c.title.en, *c.spellings)
        }

    @cached_property
    def titles(self) -> dict[str, Text]:
        """Code -> title."""
        return {c.code: c.title for c in self.codes}

    def offered(self, lang: Lang) -> tuple[Code, ...]:
        """Return the codes to choose from: a Chinese form does not offer those of other countries, unless there are no others."""
        own = tuple(code for code in self.codes if not code.only_in)
        return own if own and lang == "zh" else self.codes

    def with_role(self, role: str) -> tuple[str, ...]:
        """Return the codes that carry `role`."""
        return tuple(c.code for c in self.codes if c.role == role)

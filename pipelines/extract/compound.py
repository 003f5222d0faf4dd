"""The compound file in which old .xls workbooks (and anything with a password) are kept: its streams by name [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_HEADER = 109  # places of the allocation table that the header itself lists
_LAST = 0xFFFFFFFA  # from here on a sector number means an end, a free sector or a table's own
_ENTRY = 128


class Damaged(Exception):
    """Bytes that are no compound file, or only part of one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One storage or stream: its name, where it begins, how long it is in bytes."""

    name: str
    is_stream: bool
    start: int
    size: int


@dataclass(frozen=True)
class Compound:
    """A compound file held in memory; every chain of sectors is followed for as many steps as there are sectors, no more."""

    data: bytes

    def __post_init__(self) -> None:
        if not self.data.startswith(MAGIC) or len(self.data) < 512 or self._shift not in (9, 12):
            raise Damaged

    @property
    def _shift(self) -> int:
        return int(struct.unpack_from("<H", self.data, 30)[0])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        found = self.data[start : start + (1 << self._shift)]
        if not found:
            raise Damaged
        return found

    def _numbers(self, number: int) -> tuple[int, ...]:
        sector = self._sector(number)
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    @cached_property
    def _table(self) -> list[int]:
        """Return the allocation table: for each sector the next of its chain."""
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        more, limit = struct.unpack_from("<I", self.data, 68)[0], len(self.data) >> self._shift
        while more < _LAST and len(places) <= limit + _IN_HEADER:
            *listed, more = self._numbers(more)
            places += listed
        return [n for place in places if place < _LAST for n in self._numbers(place)]

    def _chain(self, start: int, table: Sequence[int]) -> list[int]:
        found: list[int] = []
        while start < _LAST:
            if start >= len(table) or len(found) > len(table):
                raise Damaged
            found.append(start)
            start = table[start]
        return found

    def _long(self, start: int) -> bytes:
        return b"".join(self._sector(n) for n in self._chain(start, self._table))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every storage and stream of the directory, the root first; raises Damaged."""
        directory = self._long(struct.unpack_from("<I", self.data, 48)[0])
        found = []
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind in (1, 2, 5) and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, at + 116)
                found.append(Entry(name, kind == 2, start, size))
        if not found:
            raise Damaged
        return tuple(found)

    @property
    def names(self) -> frozenset[str]:
        """The names of all storages and streams; raises Damaged."""
        return frozenset(entry.name for entry in self.entries)

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; raises Damaged where it is missing or cut short."""
        entry = next((e for e in self.entries if e.is_stream and e.name == name), None)
        if entry is None:
            raise Damaged
        if entry.size >= struct.unpack_from("<I", self.data, 56)[0]:
            found = self._long(entry.start)
        else:
            small = self._long(struct.unpack_from("<I", self.data, 60)[0])
            table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
            store = self._long(self.entries[0].start)
            found = b"".join(store[n * 64 : n * 64 + 64] for n in self._chain(entry.start, table))
        if len(found) < entry.size:
            raise Damaged
        return found[: entry.size]

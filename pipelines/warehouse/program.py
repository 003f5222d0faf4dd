"""Which program made something: a stamp that changes with the code, the SQL, the declarations and DuckDB itself."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import duckdb

_CODE = Path(__file__).resolve().parent.parent
_NEITHER_READ_NOR_BUILT = frozenset({"command", "demo"})
STAMP_LENGTH = 12


@cache
def program_stamp() -> str:
    """Return a stamp of all that decides what a file's rows become: two equal stamps promise equal tables."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted([*_CODE.rglob("*.py"), *_CODE.rglob("*.sql")]):
        part = path.relative_to(_CODE)
        if part.parts[0] not in _NEITHER_READ_NOR_BUILT:
            digest.update(part.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:STAMP_LENGTH]

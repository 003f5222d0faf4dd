"""Registers of the demo's workbooks beyond people and pay, read with pandas alone: one frame a sheet, rows that cannot be used left out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd

Kind = Literal["text", "number", "day"]
NEVER = pd.Timestamp("2200-01-01")


@dataclass(frozen=True)
class Dossiers:
    """The folder of workbooks a demo was loaded from."""

    folder: Path

    def table(self, prefix: str, sheet: str, columns: Mapping[str, tuple[str, Kind]], key: tuple[str, ...] = ()) -> pd.DataFrame:
        """Return `columns` (name: header and kind) of every sheet so called in files whose names begin so; of rows alike in `key` the last.

        Where `sheet` begins with +, of every sheet that has a column so called.
        """
        rows = _rows(self.folder, prefix, sheet)
        frame = pd.DataFrame({name: _read(rows[header], kind) for name, (header, kind) in columns.items()})
        return frame.drop_duplicates(list(key), keep="last").reset_index(drop=True) if key else frame

    @property
    def successor(self) -> dict[str, str]:
        """Place that is no more -> the place that most of it went to."""
        rows = self.table("地区名录", "区划沿革", {"old": ("原代码", "text"), "new": ("新代码", "text"), "share": ("分摊比例", "number")})
        rows = rows.sort_values("share").drop_duplicates("old", keep="last")
        return dict(zip(rows["old"], rows["new"], strict=True))


@cache
def _rows(folder: Path, prefix: str, sheet: str) -> pd.DataFrame:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    bad = {(m["file"], m["sheet"], m["row"]) for m in truth["mistakes"] if m["outcome"] == "quarantine"}
    found = []
    for path in sorted(folder.glob(f"{prefix}*")):
        if path.suffix == ".csv":
            start = path.read_bytes()[:3]
            found.append(pd.read_csv(path, encoding="utf-8-sig" if start == b"\xef\xbb\xbf" else "gb18030", dtype=str))
            continue
        grids = pd.read_excel(path, sheet_name=None, header=None, engine="calamine")
        tables = {str(name): _table(grid, path.name, str(name), bad) for name, grid in grids.items() if len(grid) > 3}
        found += [table for name, table in tables.items() if name == sheet or sheet[1:] in table.columns and sheet[:1] == "+"]
    return pd.concat(found, ignore_index=True)


def _table(grid: pd.DataFrame, file: str, sheet: str, bad: set[tuple[str, str, int]]) -> pd.DataFrame:
    """Header in the third row; the total and the note at the foot are no rows."""
    table = grid.iloc[3:].copy()
    table.columns = pd.Index([_plain(header) for header in grid.iloc[2]])
    table.index = table.index + 1  # as a spreadsheet numbers rows
    table = table[~table.iloc[:, 0].astype(str).str.startswith(("合计", "注"))]
    for header in [h for h in table.columns if h.endswith("(万元)")]:
        table[header.removesuffix("(万元)")] = table[header].map(_number) * 10000
    return table[[(file, sheet, row) not in bad for row in table.index]]


def _read(column: pd.Series[Any], kind: Kind) -> pd.Series[Any]:
    reading = {"text": _plain, "number": _number, "day": _day}[kind]
    found = column.map({value: reading(value) for value in column.unique()})
    return pd.to_datetime(found) if kind == "day" else found


def _plain(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _number(value: Any) -> float:
    text = _plain(value).replace(",", "").removesuffix("年")
    if not text:
        return float("nan")
    return float(text.removesuffix("万元")) * 10000 if text.endswith("万元") else float(text)


def _day(value: Any) -> pd.Timestamp:
    text = _plain(value)
    if not text:
        return pd.NaT
    if text.isdigit():
        return pd.Timestamp(1899, 12, 30) + pd.Timedelta(days=int(text))
    return pd.Timestamp(text.replace("年", "-").replace("月", "-").replace("日", ""))


@dataclass(frozen=True)
class Window:
    """A period by its label, first and last day."""

    label: str
    first: pd.Timestamp
    last: pd.Timestamp

    @classmethod
    def of(cls, label: str) -> Window:
        """Return the window of a year, a half, a quarter or a month: 2024, 2024-H1, 2024-Q3, 2024-07."""
        year, _, part = label.partition("-")
        months = {"": 12, "H": 6, "Q": 3}.get(part[:1], 1)
        first = 1 if not part else months * (int(part[1:]) - 1) + 1 if part[0] in "HQ" else int(part)
        start = pd.Timestamp(int(year), first, 1)
        return cls(label, start, start + pd.DateOffset(months=months) - pd.Timedelta(days=1))


def happened(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Rows whose day `on` lies in the window."""
    return rows[(rows["on"] >= window.first) & (rows["on"] <= window.last)]


def standing(rows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Rows in force on the last day: from `since` until `until`, that day not counted in."""
    return rows[(rows["since"] <= window.last) & (rows["until"] > window.last)]


def summed(rows: pd.DataFrame, column: str, home: Mapping[str, str]) -> pd.Series[float]:
    """Sum of a column by region, of rows whose `place` has one."""
    return rows[column].groupby(rows["place"].map(home)).sum(min_count=1)


def disagreeing(
    frame: pd.DataFrame, top: pd.Series[float], bottom: pd.Series[float] | None = None, scale: float = 1.0, shared: bool = True
) -> dict[str, tuple[Any, ...]]:
    """Return regions whose answer is not scale × top (÷ bottom) to 1e-9, or that are missing: code -> (value, status, top, bottom).

    No number is right only where nothing is on record, or nothing to divide by; where `bottom` comes from elsewhere (not `shared`)
    it is right where `top` is not on record as well.
    """
    told = frame.set_index("region_code")
    assert told.index.is_unique
    off: dict[str, tuple[Any, ...]] = {}
    for code in told.index.union(top.dropna().index).union([] if bottom is None else bottom.dropna().index):
        above = float(top.get(code, float("nan")))
        below = 1.0 if bottom is None else float(bottom.get(code, float("nan")))
        if code not in told.index:
            if above > 0:
                off[code] = ("missing", None, above, below)
            continue
        value, status = told.at[code, "value"], told.at[code, "status"]
        if pd.isna(value):
            nothing = not above > 0 if bottom is None else not below > 0 if shared else pd.isna(above) or not below > 0
            right = nothing and status in ("not_collected", "no_denominator")
        else:
            right = below > 0 and abs(value - scale * (0.0 if pd.isna(above) else above) / below) <= 1e-9 * max(1.0, abs(value))
        if not right:
            off[code] = (value, status, above, below)
    assert told["value"].notna().any(), "an answer without a number agrees with anything"
    return off

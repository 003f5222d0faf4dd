"""Boundary packs of a workspace: read once per content, served by an address that names the content."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.charts.context import Geography
from pipelines.core.text import Text

Bounds = tuple[float, float, float, float]
TINY = 0.002  # of the frame: in a drawing of 480 by 340 pixels a box of 18 by 18, of which the outline fills half
_NAME = re.compile(r"^[a-z0-9_-]{1,60}$")
_NO_APPROVAL = Text("未经审图，不得公开发布", "no map approval number, not for publication")


@dataclass(frozen=True, slots=True)
class Pack:
    """One loaded pack. `body` is the file as served; `boxes` are west, south, east, north of every feature."""

    url: str
    body: bytes
    geojson: dict[str, Any]
    quality: dict[str, str]
    boxes: dict[str, Bounds]
    note: Text
    approval_no: str

    def geography(self, drawn: Iterable[str]) -> Geography:
        """Return the pack as a chart needs it, its bounds around the places `drawn`; the chart itself finds the unmatched."""
        shown = {c: self.boxes[c] for c in drawn if c in self.boxes} or self.boxes
        boxes = list(shown.values())
        bounds = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        return Geography(
            url=self.url,
            features=self.quality,
            unmatched=(),
            note=self.note,
            approval_no=self.approval_no,
            bounds=bounds,
            tiny=frozenset(code for code, box in shown.items() if _size(box) < TINY * _size(bounds)),
            geojson=self.geojson,
        )


def _size(box: Bounds) -> float:
    """Return the square degrees of a box; within one map all are stretched alike."""
    return (box[2] - box[0]) * (box[3] - box[1])


def read_packs(folder: Path) -> tuple[Pack, ...]:
    """Return every readable pack of `folder`, by name; a file without its description is left out."""
    packs = []
    for path in sorted(folder.glob("*.geojson")) if folder.is_dir() else []:
        card = path.with_suffix(".toml")
        if _NAME.match(path.stem) and card.is_file():
            packs.append(read_pack(path, card))
    return tuple(packs)


def read_pack(path: Path, card: Path) -> Pack:
    """Read one pack; its address carries the hash of its content, so that it may be kept for ever."""
    body = path.read_bytes()
    about = tomllib.loads(card.read_text(encoding="utf-8"))
    geojson = json.loads(body)
    features = geojson["features"]
    approval = str(about.get("approval_no", ""))
    return Pack(
        url=f"/boundaries/{path.stem}-{hashlib.sha256(body).hexdigest()[:12]}.geojson",
        body=body,
        geojson=geojson,
        quality={f["properties"]["code"]: _quality(f["properties"], about) for f in features},
        boxes={f["properties"]["code"]: _box(f["geometry"]) for f in features},
        note=_note(about, approval),
        approval_no=approval,
    )


def _note(about: dict[str, Any], approval: str) -> Text:
    """The pack's own note; without one, what must be said of a map without an approval number."""
    if about.get("note_zh") and about.get("note_en"):
        return Text(about["note_zh"], about["note_en"])
    if approval:
        return Text(f"审图号：{approval}", f"Map approval number: {approval}")
    return _NO_APPROVAL


def _quality(properties: dict[str, Any], about: dict[str, Any]) -> str:
    """Return the quality of an outline; a computed cell around an inexact seat is named by its seat."""
    quality = str(properties.get("quality") or about.get("quality") or "user")
    seat = str(properties.get("seat_quality") or "seat")
    if quality == "schematic" and properties.get("level") == "township" and seat != "seat":
        return seat
    return quality


def _box(geometry: dict[str, Any]) -> Bounds:
    """Return west, south, east, north of a geometry."""
    xs: list[float] = []
    ys: list[float] = []
    waiting: list[Any] = [geometry["coordinates"]]
    while waiting:
        part = waiting.pop()
        if part and isinstance(part[0], int | float):
            xs.append(part[0])
            ys.append(part[1])
        else:
            waiting.extend(part)
    return min(xs), min(ys), max(xs), max(ys)

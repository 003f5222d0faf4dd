"""Marks in one worksheet: conditional formats that colour cells without touching them. Nothing before the end of the table is rewritten.

A conditional format leaves every cell's own format as the sender made it, also colours cells that are blank, survives being
saved by a spreadsheet program and can be told apart by its formula and taken out again, which a fill could not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from pipelines.intake.marks.package import NotMarkable

MARK = 'N("xiangyi")=0'  # always true; tells our rules from the sender's
_MARK = re.compile(rb"N\((?:\"|&quot;)xiangyi(?:\"|&quot;)\)\s*=\s*0")
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b[^>]*>")
_TABLE_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?sheetData\s*>|<(?:[A-Za-z_][\w.-]*:)?sheetData\s*/>")
_RULE = re.compile(rb"<(?:[\w.-]+:)?cfRule\b(?:(?!</(?:[\w.-]+:)?cfRule>).)*?</(?:[\w.-]+:)?cfRule>", re.S)
_PRIORITY = re.compile(rb"\bpriority\s*=\s*[\"'](\d+)[\"']")
_AFTER_FORMATS = (  # what may follow conditional formats, in the order of the standard
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_AFTER_LEGACY = _AFTER_FORMATS[_AFTER_FORMATS.index("legacyDrawing") + 1 :]
_LONGEST_PREFIX = 40
AREAS = 500  # ranges in one conditional format


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class SheetText:
    """A worksheet's XML cut in two: `head` up to the end of the table, which stays as it is, and the short rest."""

    head: memoryview
    root: bytes
    namespace: str
    rest: bytes

    @classmethod
    def cut(cls, data: bytes) -> SheetText:
        """Cut a worksheet's XML; raises NotMarkable for one that is not written as worksheets are."""
        root = _ROOT.search(data, 0, 65_536)
        ends = list(_TABLE_END.finditer(data, max(0, data.rfind(b"sheetData") - _LONGEST_PREFIX)))
        if root is None or not ends or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NotMarkable("not a worksheet in UTF-8")
        place = ends[-1].end()
        return cls(memoryview(data)[:place], root[0], _namespace(root[0], root[1]), data[place:])

    @property
    def legacy_id(self) -> str | None:
        """The id of the relationship to the drawing that holds the boxes of comments, None where there is none."""
        found = re.search(rb"<(?:[\w.-]+:)?legacyDrawing\b[^>]*?\b[\w.-]+:id\s*=\s*[\"']([^\"']+)[\"']", self.rest)
        return found[1].decode() if found else None

    def unmarked(self) -> SheetText:
        """Return the sheet without the conditional formats of an earlier round."""
        if not _MARK.search(self.rest):
            return self
        kept, place = [], 0
        for part in self._parts():
            text = self.rest[part.start : part.end]
            if part.name == "conditionalFormatting" and _MARK.search(text):
                kept.append(self.rest[place : part.start])
                place = part.end
                left = _RULE.sub(lambda m: b"" if _MARK.search(m[0]) else m[0], text)
                kept.append(left if _RULE.search(left) else b"")
        return SheetText(self.head, self.root, self.namespace, b"".join(kept) + self.rest[place:])

    def with_formats(self, marks: Mapping[int, Iterable[str]]) -> SheetText:
        """Return the sheet with ranges coloured: number of a differential format -> references, the first mattering most."""
        priority = max((int(n) for n in _PRIORITY.findall(self.rest)), default=0)
        pieces = []
        for number, references in marks.items():
            priority += 1
            listed = list(references)
            for start in range(0, len(listed), AREAS):
                pieces.append(
                    f'<conditionalFormatting xmlns="{self.namespace}" sqref="{" ".join(listed[start : start + AREAS])}">'
                    f'<cfRule type="expression" dxfId="{number}" priority="{priority}"><formula>N("xiangyi")=0</formula></cfRule>'
                    "</conditionalFormatting>"
                )
        return self._insert("".join(pieces).encode(), _AFTER_FORMATS)

    def with_legacy_drawing(self, relationship: str, relationships: str) -> SheetText:
        """Return the sheet with a relationship to the drawing that holds the boxes of comments."""
        text = f'<legacyDrawing xmlns="{self.namespace}" xmlns:r="{relationships}" r:id="{relationship}"/>'
        return self._insert(text.encode(), _AFTER_LEGACY)

    def _insert(self, text: bytes, before: Sequence[str]) -> SheetText:
        parts = self._parts()
        place = next((p.start for p in parts if p.name in before), parts[-1].end if parts else self._end())
        return SheetText(self.head, self.root, self.namespace, self.rest[:place] + text + self.rest[place:])

    def _end(self) -> int:
        return self.rest.rindex(b"</")

    def _parts(self) -> list[_Part]:
        """Return the elements after the table, by their places in `rest`."""
        opened = self.root[:-2] + b">" if self.root.endswith(b"/>") else self.root
        starts, offset = _children(opened + self.rest), len(opened)
        ends = [start for _, start in starts[1:]] + [self._end() + offset]
        return [_Part(name, start - offset, end - offset) for (name, start), end in zip(starts, ends, strict=True)]


def _namespace(root: bytes, prefix: bytes | None) -> str:
    name = b"xmlns:" + prefix if prefix else b"xmlns"
    found = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']+)[\"']", root)
    if found is None:
        raise NotMarkable("the worksheet names no namespace")
    return found[1].decode()


def _children(document: bytes) -> list[tuple[str, int]]:
    """Return the children of a document's root: name without prefix, and where each starts (bytes)."""
    found: list[tuple[str, int]] = []
    depth = 0
    parser = expat.ParserCreate()

    def start(name: str, attributes: object) -> None:
        nonlocal depth
        if depth == 1:
            found.append((name.rpartition(":")[2], parser.CurrentByteIndex))
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise NotMarkable(str(error)) from error
    return found

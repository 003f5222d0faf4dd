"""Every card of the demo in both languages: one number on the screen, in the table and in the workbook, and no word of the other language."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import flask
import openpyxl
import pytest
from dash._utils import to_json
from matplotlib import font_manager

from dashboard.addressed import page_at
from dashboard.callbacks import content, mounted
from dashboard.cards import CARDS
from dashboard.data import Gate, Viewer
from dashboard.page import Page, all_pages
from dashboard.render.lettering import drawable, font
from dashboard.takeaway import add_takeaways
from tests.unit.dashboard.readback import hovers, in_base, is_told_by, printed, same_cell, stands_at
from tests.unit.dashboard.spoken import Recorded, foreign, words_of

ROOT = "140300"
PLACE_HEAD = ("范围", "Place, period")
OF_TABLE = re.compile(r"^(本表|Table: )")
WHOLE_AT_START = ("0 个月", "0 months")  # a curve of who stayed begins with everybody; its table with the first who left


@dataclass(frozen=True)
class Answers:
    """The demo as the browser is answered, each page once a language."""

    gate: Gate
    client: Any
    recorded: Recorded
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    def of(self, page: Page, lang: str) -> Any:
        """Return (the whole answer, the figure by card) of a page."""
        if (page.name, lang) not in self.kept:
            viewer = Viewer.local(self.gate.site)
            shell = page_at(self.gate, viewer, page.path, f"?region={ROOT}&lang={lang}", None)
            texts, places = mounted(page)
            made = json.loads(to_json([shell[:-1], content(self.gate, viewer, shell[-1], texts, places)]))
            figures = {place["card"]: drawn["props"]["figure"] for place, drawn in zip(places, made[1][3], strict=True) if "props" in drawn}
            self.kept[page.name, lang] = made, figures
        return self.kept[page.name, lang]


@pytest.fixture(scope="module")
def answers(demo_workspace) -> Iterator[Answers]:
    gate, server = Gate(demo_workspace), flask.Flask("takeaways")
    add_takeaways(server, gate, Viewer.local(gate.site))
    yield Answers(gate, server.test_client(), Recorded.in_build(gate))
    gate.close()


NUMBER = re.compile(r"[<>≥]?\s?[+−-]?[\d,]+(?:\.\d+)?")
BESIDE = {"unit": ("{}：单位", "{}: unit"), "n": ("{}：n", "{}: n"), "mark": ("{}：标注", "{}: mark")}
Column = tuple[int, dict[str, int]]


def csv_columns(heads: list[str], titles: list[str]) -> list[Column]:
    """Of each column of the table where it stands in the CSV, and where its units and its marks stand, if they do."""
    made: list[Column] = []
    for title in titles:
        at = max(made[-1][0], *made[-1][1].values(), 0) + 1 if made else 0
        title = in_base(title)[0]  # money is in yuan where programs read it
        assert heads[at].removeprefix("'").startswith(title), (title, heads)
        beside: dict[str, int] = {}
        for part, wanted in BESIDE.items():
            place = at + len(beside) + 1
            if place < len(heads) and heads[place].removeprefix("'") in [head.format(title) for head in wanted]:
                beside[part] = place
        made.append((at, beside))
    return made


def is_same(said: str, cell: Any, head: str, column: Column, line: list[str]) -> bool:
    """Whether the CSV holds the words of the table, or the very number of the workbook, and beside it all that the words say besides."""
    at, beside = column
    told, unit, n, mark = line[at], *(line[beside[part]] if part in beside else "" for part in BESIDE)
    if cell is None or isinstance(cell, str):
        return told.removeprefix("'") == said and not unit and not n and not mark
    left = said
    for dressed in (f"（{mark}）", f" ({mark})", f" {mark}", f"{mark} "):
        if mark and dressed in left:
            left, mark = left.replace(dressed, "", 1), ""
    for dressed in (f"（{n}）", f" ({n})"):
        if n and left.endswith(dressed):
            left, n = left.removesuffix(dressed), ""
    is_share, name = left.endswith("%"), unit or head[head.rfind("(" if "(" in head else "（") + 1 : -1]
    is_said = not is_share or "%" in name
    left = left.replace(name, "", 1).strip() if name in left else left
    is_number = float(told) == pytest.approx(cell * (100 if is_share else 1), rel=1e-13, abs=0)
    return is_number and is_said and not n and not mark and bool(NUMBER.fullmatch(left.removesuffix("%").strip()))


def sheet_columns(heads: list[str], titles: list[str]) -> list[list[int]]:
    """Return of each column of the table where it stands in its sheet, and where the units and marks are that its numbers do not print."""
    made: list[list[int]] = []
    for at, head in enumerate(heads):
        title = titles[len(made)] if len(made) < len(titles) else ""
        if made and head in [wanted.format(titles[len(made) - 1]) for pair in BESIDE.values() for wanted in pair]:
            made[-1].append(at)
        else:
            assert title in (head, UNIT_BEHIND.sub("", head)), (head, titles)
            made.append([at])
    assert len(made) == len(titles)
    return made


def is_unit(cell: Any) -> bool:
    """Whether a cell stands under the head of a column of units, which the words of the screen need not say again."""
    return str(cell.parent.cell(1, cell.column).value).endswith(("：单位", ": unit"))


def is_printed(said: str, cells: list[Any]) -> bool:
    """Whether a sheet prints the words of the table: a number as they do, and all they say besides in it, its head, or beside it."""
    told = printed(cells[0].value, cells[0].number_format)
    beside, units = [cell.value for cell in cells[1:] if cell.value], [cell.value for cell in cells[1:] if is_unit(cell)]
    if isinstance(cells[0].value, str) or cells[0].value is None:
        return told == said and not beside
    left = said.replace(told.removesuffix(" *"), "", 1)
    for part in [*beside, *(["*"] if told.endswith(" *") else [])]:
        if part not in left and part not in units:
            return False
        left = left.replace(part, "", 1)
    return told.removesuffix(" *") in said and not re.search(r"[*%+−<>≤≥≈→]|至少|at least", left) and not NUMBER.search(left)


UNIT_BEHIND = re.compile(r"（[^（）]+）$| \([^()]+\)$")  # a sheet's head says the unit that each cell of the screen says


def in_yuan(words: str, beside: str) -> str:
    """Return the words of an interval as a CSV has them, beside a figure of money whose unit the screen divides."""
    size = in_base(beside)[1]
    return words if size == 1 else "–".join(f"{round(float(part.replace(',', '')) * size)}" for part in words.split("–") if part)


def csv_faults(text: str, told: dict[str, Any], titles: list[str], sheet: list[Any]) -> list[Any]:
    """Return what of a card's CSV is not what its table and its sheet say, each row of them with what it is of."""
    heads, *lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    about, columns = dict(told["about"]), csv_columns(heads, titles)
    many = max(columns[-1][0], *columns[-1][1].values(), 0) + 1 if columns else 0
    faults: list[Any] = [("heads", heads)] if len(set(heads)) != len(heads) or len(lines) != len(told["rows"]) + told["rest"] else []
    for said, cells, line in zip(told["rows"], sheet, lines, strict=False):
        yuan = [cell * in_base(title)[1] if isinstance(cell, int | float) else cell for cell, title in zip(cells, titles, strict=True)]
        spoken = [in_yuan(words, before) if "区间" in title or "interval" in title else words
                  for words, title, before in zip(said, titles, ["", *titles], strict=False)]
        same = [is_same(words, cell, heads[at[0]], at, line) for words, cell, at in zip(spoken, yuan, columns, strict=True)]
        faults += [] if all(same) and len(line) == len(heads) else [(said, line)]
    for line in lines:
        row = dict(zip((OF_TABLE.sub("", head) for head in heads[many:]), line[many:], strict=True))
        known = {head: cell for head, cell in row.items() if head in about}
        about |= {head: in_base(about[head])[0] for head in known if head in ("单位", "Unit")}
        whole = {head: about[head].replace("\n", "；" if about.get("标题") else "; ") for head in known if head not in ("批次", "Kept as")}
        faults += [] if all(known[head] == said for head, said in whole.items()) else [("about", known)]
        origin = list(row.values())
        faults += [] if origin[1] == ROOT and about[PLACE_HEAD[0] if PLACE_HEAD[0] in about else PLACE_HEAD[1]].startswith(origin[2]) and told["build"] in origin else [("origin", origin)]
    return faults


CASES = [pytest.param(page, lang, id=f"{page.name}-{lang}") for lang in ("zh", "en") for page in all_pages()]


@pytest.mark.parametrize(("page", "lang"), CASES)
def test_the_screen_the_table_and_the_workbook_hold_one_number(answers, page, lang):
    """Read back: the words under the pointer, where the mark stands, the card's table, and its sheet in the workbook of the page."""
    figures, query = answers.of(page, lang)[1], f"region={ROOT}&lang={lang}"
    book = openpyxl.load_workbook(io.BytesIO(answers.client.get(f"/export/{page.name}.xlsx?{query}").get_data()))
    cards = [card for card in page.cards if card.kind != "desk"]
    assert len(book.worksheets) == len(cards) + 1
    for card, sheet in zip(cards, book.worksheets, strict=False):
        told = answers.client.get(f"/card/{page.name}/{card.name}.json?{query}").get_json()
        heads, *whole = list(sheet.iter_rows()) or [()]
        titles = [column["title"] for column in told["columns"]]
        columns = sheet_columns([head.value for head in heads], titles)
        lines = [[line[at[0]].value for at in columns] for line in whole]
        assert [(card.name, said, [cell.value for cell in line]) for row, line in zip(told["rows"], whole, strict=False)
                for said, at in zip(row, columns, strict=True) if not is_printed(said, [line[i] for i in at])] == []
        assert len(lines) == len(told["rows"]) + told["rest"]
        wrong = [
            (card.name, row, line) for row, line in zip(told["rows"], lines, strict=False)
            if not all(same_cell(said, cell) for said, cell in zip(row, line, strict=True))
        ]
        assert wrong == []
        csv_told = answers.client.get(f"/card/{page.name}/{card.name}.csv?{query}").get_data(as_text=True)
        assert csv_faults(csv_told, told, titles, lines) == []
        marks = list(hovers(figures.get(card.name) or {"data": []}))
        assert [(card.name, m) for m, _ in marks if m[0] not in WHOLE_AT_START and not is_told_by(m, told["rows"])] == []
        assert [(card.name, m, at) for m, at in marks if not stands_at(m, at)] == []


@pytest.mark.parametrize(("page", "lang"), CASES)
def test_every_card_that_is_a_table_is_a_picture_with_all_its_letters(answers, page, lang):
    """Each has one or says why it is empty; the last of a page is drawn whole, of the others the letters are looked up."""
    query, known = f"region={ROOT}&lang={lang}", font_manager.get_font(font().get_file()).get_charmap()
    seen = {}
    for card in (card for card in page.cards if card.kind != "desk" and CARDS[card.kind].form != "drawing"):
        told = answers.client.get(f"/card/{page.name}/{card.name}.json?{query}").get_json()
        words = drawable(" ".join([told["title"], *(c["title"] for c in told["columns"]), *(cell for row in told["rows"] for cell in row)]))
        assert [letter for letter in set(words) if ord(letter) not in known and letter.strip()] == [], card.name
        assert bool(told["rows"]) != bool(told["empty"]), card.name
        seen[card.name] = bool(told["rows"])
    for name, is_drawn in list(seen.items())[-1:]:
        assert answers.client.get(f"/card/{page.name}/{name}.svg?{query}").status_code == (200 if is_drawn else 404)


@pytest.mark.parametrize(("page", "lang"), CASES)
def test_a_page_speaks_one_language(answers, page, lang):
    """Texts, tooltips, labels for screen readers, options, words under the pointer, heads and cells of grids."""
    found = {
        (word, said[:90]) for said in words_of(answers.of(page, lang)[0]) for word in foreign(said, lang, answers.recorded)
    }
    assert found == set()

"""The workbook a clerk fills in: a sheet for each dataset, drop-downs, an example, and notes that say what belongs where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from pipelines.core.codelist import CodeList, fold
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import LISTS
from pipelines.intake.form import Form, code_lists, options
from pipelines.intake.form_sheet import FormSheet
from pipelines.intake.notes_sheet import write_notes
from pipelines.warehouse.schema import all_datasets

LEAST_ENDING = 3  # characters of a title that still name it
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]\s*$")
CLOSE = 3  # datasets named where a name is nearly one
LONGEST_INLINE = 255  # characters of choices a drop-down can hold itself
PLAIN_STRINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def chosen_datasets(names: Sequence[str]) -> list[Dataset]:
    """Return the datasets called `names`; every dataset where none is named. Raises NOT_FOUND.

    A dataset goes by its name, its title or that of one of its sheets, with or without what stands there in brackets, and by how its
    Chinese title ends (花名册 for 人员花名册), each where it is the only one.
    """
    known = all_datasets()
    found: list[Dataset] = []
    for name in names or known:
        dataset = _called(name.strip(), known)
        if dataset is None:
            raise _unknown(name, known)
        if dataset not in found:
            found.append(dataset)
    return found


def _called(name: str, known: Mapping[str, Dataset]) -> Dataset | None:
    """Return the dataset a name can mean: of titles before those of sheets before endings, None where there is none or several."""
    word = fold(name)
    for names_of in (_titles, _sheets, _endings):
        meant = [d for d in known.values() if word in map(fold, names_of(d))]
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None


def _titles(dataset: Dataset) -> tuple[str, ...]:
    return dataset.name, dataset.title.zh, dataset.title.en


def _sheets(dataset: Dataset) -> list[str]:
    return [named for sheet in dataset.sheets for title in (sheet.title.zh, sheet.title.en) for named in (title, _IN_BRACKETS.sub("", title))]


def _endings(dataset: Dataset) -> list[str]:
    return [dataset.title.zh[i:] for i in range(1, len(dataset.title.zh) - LEAST_ENDING + 1)]


def listed(known: Mapping[str, Dataset]) -> Text:
    """Return datasets by name with their titles, as a choice to read."""
    return Text("、".join(f"{d.name}（{d.title.zh}）" for d in known.values()), ", ".join(f"{d.name} ({d.title.en})" for d in known.values()))


def _unknown(name: str, known: Mapping[str, Dataset]) -> XiangyiError:
    """Say that there is no dataset of a name: those it may mean, else all there are."""
    near = [d for d in known.values() if name and (name in d.title.zh or name.lower() in d.title.en.lower())]
    spelled = {s.lower(): d for d in known.values() for s in (d.name, d.title.zh, d.title.en)}
    near += [spelled[s] for s in get_close_matches(name.lower(), spelled, n=CLOSE, cutoff=0.55)]
    found = list({d.name: d for d in near}.values())[:CLOSE]
    said = listed({d.name: d for d in found} or known)
    zh, en = said.zh, said.en
    if found:
        return XiangyiError(
            Text(f"没有数据集“{name}”；是否指 {zh}", f'there is no dataset "{name}"; did you mean {en}'), ExitCode.NOT_FOUND
        )
    return XiangyiError(Text(f"没有数据集“{name}”；可选：{zh}", f'there is no dataset "{name}"; there are: {en}'), ExitCode.NOT_FOUND)


def write_template(datasets: Sequence[Dataset], to: Path | IO[bytes], lang: Lang) -> None:
    """Write the workbook for `datasets` (at least one), drop-downs and notes in `lang`, headers in both languages."""
    book = xlsxwriter.Workbook(str(to) if isinstance(to, Path) else to, {**PLAIN_STRINGS, "in_memory": not isinstance(to, Path)})
    book.set_properties({"title": Text("乡医填报模板", "Xiangyi template").of(lang), "comments": ""})
    lists = code_lists()
    forms = [Form(dataset) for dataset in datasets]
    pages = [(form, book.add_worksheet(form.sheet_name)) for form in forms]
    write_notes(book, forms, lists, lang)
    choices = _Choices(book, lists, lang)
    for form, sheet in pages:
        FormSheet(book, sheet, form, lists, lang).write(choices.source)
    pages[0][1].activate()
    book.close()


@dataclass
class _Choices:
    """What drop-downs offer: in the drop-down itself where it is short, else in columns of a hidden last sheet."""

    book: Any
    lists: Mapping[str, CodeList]
    lang: Lang

    def __post_init__(self) -> None:
        self.places: dict[str, str] = {}
        self.sheet: Any = None

    def source(self, column: Column) -> list[str] | str | None:
        """Return the choices of a column as a drop-down takes them; None where there is no list."""
        chosen = options(column, self.lists, self.lang)
        if not chosen:
            return None
        if len(",".join(chosen)) <= LONGEST_INLINE and not any("," in choice for choice in chosen):
            return chosen
        if column.codelist not in self.places:
            self.places[column.codelist] = self._put(self.lists[column.codelist].title.of(self.lang), chosen)
        return self.places[column.codelist]

    def _put(self, title: str, chosen: Sequence[str]) -> str:
        if self.sheet is None:
            self.sheet = self.book.add_worksheet(LISTS.of(self.lang))
            self.sheet.hide()
        place = len(self.places)
        self.sheet.write_column(0, place, [title, *chosen])
        letter = xlsxwriter.utility.xl_col_to_name(place)
        return f"='{LISTS.of(self.lang)}'!${letter}$2:${letter}${len(chosen) + 1}"

"""The notes sheet of a template: for each dataset what a row is, who fills it in and when, and for each column what belongs in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.core.codelist import CodeList
from pipelines.core.text import Lang, Text
from pipelines.extract.own_sheets import NOTES, NOTES_TITLE, WHOLE
from pipelines.intake.form import REQUIRED_WHERE_THERE, Form, FormColumn
from pipelines.intake.form_sheet import FONT, OPTIONAL_FILL, REQUIRED_FILL, width_of
from pipelines.intake.form_words import allowed, key_of, meaning, period_rule, unit_title, when

WIDTHS = (24, 24, 8, 46, 18, 60)
LANDSCAPE_LINES = 5  # of choices shown at most; the drop-down has them all
_HEADS = Text("列|英文|必填|填什么|单位|可选值", "Column (Chinese)|Column|Required|What belongs in it|Unit|Values that may be chosen")
_RULES = (
    Text("从示例行下面开始填写，一行一条记录；以“示例”开头的行不会被读取，可保留可删除。",
         "Fill in from under the example row, one record a row. A row that begins with Example is not read; keep or delete it."),
    Text("不要改动表头、工作表名，不要合并单元格，不要插入合计行。", "Leave headers and sheet names as they are; merge no cells and add no totals."),
    Text("橙色表头为必填。其余的没有就空着，不要填 0、“无”或“/”。",
         "Orange headers are required. Leave others blank where there is nothing to say: no 0, no dash."),
    Text("身份证号、代码、电话所在列已设为文本；从别处粘贴时请用“选择性粘贴－数值”，以免变成 1.4E+17。",
         "Columns of ID numbers, codes and phones are text; paste values only, so that they do not become 1.4E+17."),
    Text("填好后直接上报本文件；检查后退回的文件里，有问题的单元格标了颜色并写明原因，改好后可再次上报同一文件。",
         "Send this very file. It comes back with every wrong cell coloured and the reason beside it; correct it and send it again."),
    Text(f"只替换表中出现的单位。已没有任何记录的单位要去掉的，在表头上方写明“{WHOLE.zh}”。",
         f'Only units that stand in the sheet are replaced. For units without records to go, write "{WHOLE.en}" above the headers.'),
)
_ABOUT = (
    Text("每行内容", "What a row is"), Text("填报单位", "Filled in by"), Text("填报时间", "When"), Text("时期", "Period"),
    Text("不得重复", "May not repeat"), Text("说明", "Note"),
)


def write_notes(book: Any, forms: Sequence[Form], lists: Mapping[str, CodeList], lang: Lang) -> None:
    """Add the notes sheet for `forms` to an open workbook."""
    sheet = book.add_worksheet(NOTES.of(lang))
    _Notes(book, sheet, lists, lang).write(forms)


@dataclass
class _Notes:
    book: Any
    sheet: Any
    lists: Mapping[str, CodeList]
    lang: Lang

    def __post_init__(self) -> None:
        add = self.book.add_format
        wrap = {**FONT, "text_wrap": True, "valign": "top"}
        self.title = add({**FONT, "bold": True, "font_size": 16, "valign": "vcenter"})
        self.plain = add({**FONT, "valign": "top"})
        self.name = add({**FONT, "bold": True, "font_size": 13, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "valign": "vcenter"})
        self.about = add({**wrap, "bold": True})
        self.text = add(wrap)
        self.head = add({**FONT, "bold": True, "border": 1, "border_color": "#A6A6A6", "bg_color": OPTIONAL_FILL, "valign": "vcenter"})
        self.cell = add({**wrap, "border": 1, "border_color": "#BFBFBF"})
        self.required = add({**wrap, "border": 1, "border_color": "#BFBFBF", "bg_color": REQUIRED_FILL})
        self.link = add({**FONT, "font_color": "#0563C1", "underline": 1})
        self.row = 0

    def write(self, forms: Sequence[Form]) -> None:
        """Write title, rules, a list of the sheets, and a block for each."""
        for place, width in enumerate(WIDTHS):
            self.sheet.set_column(place, place, width)
        self._line(NOTES_TITLE.of(self.lang), self.title, 30)
        for number, rule in enumerate(_RULES, start=1):
            self._line(f"{number}. {rule.of(self.lang)}", self.plain, 18)
        self.row += 1
        index, self.row = self.row, self.row + (len(forms) + 1 if len(forms) > 1 else 0)
        for number, form in enumerate(forms):
            if len(forms) > 1:
                said = form.dataset.title.of(self.lang)
                self.sheet.write_url(index + number, 0, f"internal:'{NOTES.of(self.lang)}'!A{self.row + 1}", self.link, said)
            self._block(form)
        self._printing()

    def _line(self, text: str, style: Any, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def _block(self, form: Form) -> None:
        dataset = form.dataset
        shown = f"{dataset.title.zh}  {dataset.title.en}"
        self.sheet.set_row(self.row, 24)
        self.sheet.merge_range(self.row, 0, self.row, len(WIDTHS) - 1, shown, self.name)
        self.row += 1
        said = (dataset.grain, dataset.filled_by, when(dataset), period_rule(form), key_of(dataset), dataset.note)
        for name, text in zip(_ABOUT, said, strict=True):
            if text is not None:
                self._about(name.of(self.lang), text.of(self.lang))
        self.sheet.write_row(self.row, 0, _HEADS.of(self.lang).split("|"), self.head)
        self.row += 1
        for column in form.columns:
            self._column(column)
        self.row += 1

    def _about(self, name: str, text: str) -> None:
        self.sheet.write_string(self.row, 0, name, self.about)
        self.sheet.merge_range(self.row, 1, self.row, len(WIDTHS) - 1, text, self.text)
        self.sheet.set_row(self.row, 16 * _lines(text, sum(WIDTHS[1:])) + 2)
        self.row += 1

    def _column(self, column: FormColumn) -> None:
        unit, chosen = unit_title(column.column), allowed(column.column, self.lists)
        texts = (
            column.chinese, column.english, _asked(column, self.lang),
            meaning(column.column).of(self.lang), unit.of(self.lang) if unit else "",
            _short(chosen.of(self.lang), WIDTHS[5] * LANDSCAPE_LINES, self.lang) if chosen else "",
        )  # fmt: skip
        for place, text in enumerate(texts):
            self.sheet.write_string(self.row, place, text, self.required if column.is_required and place < 3 else self.cell)
        self.sheet.set_row(self.row, 15 * max(_lines(t, w) for t, w in zip(texts, WIDTHS, strict=True)) + 3)
        self.row += 1

    def _printing(self) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer(Text("&C第 &P 页，共 &N 页", "&CPage &P of &N").of(self.lang))


def _asked(column: FormColumn, lang: Lang) -> str:
    """Return whether a column has to be filled in: a number of the identity card only by those who have one."""
    if column.demand == REQUIRED_WHERE_THERE:
        return Text("有号必填", "If there is one").of(lang)
    return Text("是", "Yes").of(lang) if column.is_required else ""


def _short(text: str, most: float, lang: Lang) -> str:
    """Return a list of choices cut at `most` characters wide, saying that there are more."""
    if width_of(text) <= most:
        return text
    parted = "、" if lang == "zh" else ", "
    kept: list[str] = []
    for word in text.split(parted):
        if width_of(parted.join([*kept, word])) > most - 30:
            break
        kept.append(word)
    return parted.join(kept) + Text("……（全部见下拉列表）", ", ... (all in the drop-down)").of(lang)


def _lines(text: str, width: float) -> int:
    return max(1, -(-int(width_of(text) * 1.08) // max(int(width), 1)))

"""The chart as an ag-grid: numbers sort and filter as numbers, statuses stand in words, and no code is sent.

What must be computed in the browser is named, never written out: the functions stand in assets/table.js.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag  # type: ignore[import-untyped]  # it carries no types

from dashboard.charts.chart import Chart, ColumnHead, TableCell
from dashboard.charts.sift import as_read
from dashboard.charts.words import is_chinese
from dashboard.render.plotly_parts import folded_lines, text_width
from dashboard.theme import FONT_STACK, Theme, theme_of
from pipelines.core.text import Text

ROW_HEIGHT, HEAD_HEIGHT = 30, 34
LINE_HEIGHT = 18  # of a title, pixels
MOST_ROWS_SEEN = 14
WIDEST, PADDING, CELL = 480, 40, 24  # pixels of a column, beside its title, beside the words of a cell
NARROW_WORDS = 184  # pixels that a column of words has at least where they need more
RANK, NAME, NUMBER = 60, 100, 84  # pixels of the narrowest column of ranks, of names that stay in sight, of numbers
BESIDE_TITLE, WORD = 40, 58  # pixels beside the words of a title: its sides and its filter; of the words of a Chinese one on a line
SCREEN = 1116  # pixels of a grid on a whole card of a screen 1,366 wide
SCROLLBAR = 16
UNFILTERED = ("rank", "rank_set", "rank_before", "interval")  # nobody looks for one of these; they are ordered by
PAGED_ABOVE = 500  # rows sent at once; a longer list is sorted, filtered and sent page by page by the server
BLOCK = 100  # rows of a page
MEASURED = 400  # rows whose words say how wide a column is
NO_ROWS = Text("没有数据", "No rows")
WORDS: dict[str, Text] = {
    "noRowsToShow": NO_ROWS, "noMatchingRows": Text("没有符合筛选条件的行", "No rows match the filter"),
    "sortAscending": Text("升序", "Sort ascending"), "sortDescending": Text("降序", "Sort descending"),
    "sortUnSort": Text("取消排序", "Clear sort"), "copy": Text("复制", "Copy"), "pinColumn": Text("固定列", "Pin column"),
    "loadingOoo": Text("载入中", "Loading"), "filterOoo": Text("筛选…", "Filter…"), "equals": Text("等于", "Equals"),
    "notEqual": Text("不等于", "Does not equal"), "lessThan": Text("小于", "Less than"), "greaterThan": Text("大于", "Greater than"),
    "lessThanOrEqual": Text("小于或等于", "At most"), "greaterThanOrEqual": Text("大于或等于", "At least"), "inRange": Text("介于", "Between"),
    "inRangeStart": Text("从", "From"), "inRangeEnd": Text("到", "To"), "contains": Text("包含", "Contains"),
    "notContains": Text("不包含", "Does not contain"), "startsWith": Text("开头是", "Begins with"), "endsWith": Text("结尾是", "Ends with"),
    "blank": Text("没有数值", "Blank"), "notBlank": Text("有数值", "Not blank"), "andCondition": Text("并且", "And"), "orCondition": Text("或者", "Or"),
    "empty": Text("请选择", "Choose one"), "ariaFilterMenuOpen": Text("打开筛选", "Open the filter"), "ariaFilterValue": Text("筛选值", "Filter value"),
    "ariaFilteringOperator": Text("筛选方式", "Filtering operator"), "ariaFilterFromValue": Text("筛选起点", "Filter from value"),
    "ariaFilterToValue": Text("筛选终点", "Filter to value"), "ariaColumnFiltered": Text("已筛选的列", "Column filtered"),
    "columnFilter": Text("列筛选", "Column filter"), "ariaLabelColumnFilter": Text("列筛选", "Column filter"),
    "ariaSortableColumn": Text("按回车键排序", "Press Enter to sort"), "ariaFilterColumn": Text("按 Ctrl+回车键筛选", "Press Ctrl+Enter to filter"),
    "ariaFilterInput": Text("筛选输入框", "Filter input"), "ariaLabelTooltip": Text("提示", "Tooltip"),
    "ariaSkeletonCellLoading": Text("正在载入本行", "Row is loading"),
}


def column_defs(chart: Chart) -> list[dict[str, Any]]:
    """Return one definition a column; the first is pinned, and with it the name that follows a rank.

    A number column holds the number as it is read and prints its words, which stand beside it in the row: it sorts and filters as the
    numbers do, rows without one last, and prints "5.8" or 未采集.
    """
    defs, pinned = [], 1 if _names_second(chart) else 0
    for place, head in enumerate(chart.columns):
        one: dict[str, Any] = {
            "field": head.name, "headerName": head.title, "sortable": True, "resizable": True, "suppressMovable": True,
            "cellDataType": False, "tooltipField": None if head.is_number else head.name, "filter": "agTextColumnFilter",
            "filterParams": {"maxNumConditions": 2, "debounceMs": 300, "inRangeInclusive": True},
        }
        said = _said(chart, place)
        wide = _wide(head.title, said)
        least = max(said + CELL, _longest_word(head.title) + _beside_title(head.name))
        one |= {"minWidth": min(wide, NARROW_WORDS, least), "flex": wide}
        if head.is_number:
            one |= {"filter": "agNumberColumnFilter", "comparator": {"function": "numbersLast"}, "cellRenderer": "Words",
                    "filterValueGetter": {"function": "asPrinted(params)"},
                    "cellStyle": {"textAlign": "right"}, "headerClass": "ag-right-aligned-header",
                    "minWidth": max(140 if head.name == "value" else NUMBER, min(wide, least))}
        elif any(row[place].place or row[place].href for row in chart.rows):
            one["cellRenderer"] = "Leading"
        elif chart.lang == "en" and any(is_chinese(row[place].text) for row in chart.rows):
            one["cellRenderer"] = "Quoted"
        if any(row[place].tone for row in chart.rows):
            one["cellClass"] = {"function": "toned(params)"}
        if place <= pinned:
            narrowest = 120 if not pinned else RANK if place < pinned else NAME
            one |= {"pinned": "left", "width": max(min(least if pinned else wide, 260), narrowest), "minWidth": narrowest, "flex": None}
        if head.is_control or head.name in UNFILTERED:
            one |= {"filter": False} | ({"sortable": False} if head.is_control else {})
        defs.append({k: v for k, v in one.items() if v is not None})
    return defs


def _names_second(chart: Chart) -> bool:
    """Whether the second column names places and the first, which leads nowhere, is their rank."""
    return len(chart.columns) > 1 and any(row[1].place for row in chart.rows) and not any(row[0].place or row[0].href for row in chart.rows)


def _beside_title(column: str) -> int:
    return CELL + 4 if column in UNFILTERED else BESIDE_TITLE


def _longest_word(title: str) -> int:
    """How many pixels the longest word of a title takes; a line may end between Chinese characters and after a hyphen."""
    return max((min(text_width(word), WORD) if is_chinese(word) else text_width(word) for word in title.replace("-", "- ").split()), default=0)


def _said(chart: Chart, place: int) -> int:
    """How many pixels the longest words in the cells of a column take."""
    return max((text_width(row[place].text) for row in chart.rows[:MEASURED]), default=0)


def _wide(title: str, said: int) -> int:
    """How many pixels the words of a column take, its title among them, in bounds: columns share what is left over by it."""
    return min(max(text_width(title), said), WIDEST) + PADDING


def words_of(name: str) -> str:
    """Return where in a row the words of a number column stand."""
    return f"~{name}"


def tone_of(name: str) -> str:
    """Return where in a row the tone of a cell stands."""
    return f"~tone {name}"


def row_data(chart: Chart, rows: Sequence[Sequence[TableCell]] | None = None) -> list[dict[str, Any]]:
    """Return the rows (those of the chart, or some of them) for `column_defs`: words, numbers with their words, and where a row leads.

    What is no column begins with ~, which no column's name does.
    """
    return [_row(chart, row) for row in (chart.rows if rows is None else rows)]


def _row(chart: Chart, row: Sequence[TableCell]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for head, cell in zip(chart.columns, row, strict=True):
        made[head.name] = as_read(cell) if head.is_number else cell.text
        if head.is_number:
            made[words_of(head.name)] = cell.text
        if cell.tone:
            made[tone_of(head.name)] = cell.tone
        if cell.href:
            made["~href"] = cell.href
    leading = next((cell for cell in row if cell.place), None)
    if leading is not None:
        made |= {"~place": leading.place} | ({"~facility": leading.facility} if leading.facility else {})
        made |= {"~chosen": "true"} if leading.place == chart.chosen else {}
    return made


def height(chart: Chart, width: int = SCREEN, most: int = MOST_ROWS_SEEN) -> int:
    """Return the grid's height in px: a head of as many lines as its titles take in a grid `width` wide, its rows, `most` of them, then it
    scrolls, and the bar that columns wider than that are moved by."""
    defs = column_defs(chart)
    wide = _shared_out(defs, width)
    lines = max((_lines(head, room) for head, room in zip(chart.columns, wide, strict=True)), default=1)
    bar = SCROLLBAR if sum(wide) > width else 0
    return HEAD_HEIGHT + LINE_HEIGHT * (min(lines, 5) - 1) + ROW_HEIGHT * max(1, min(len(chart.rows), most)) + bar + 3


def _lines(head: ColumnHead, width: float) -> int:
    """How many lines a title takes in a column; brackets and figures among Chinese characters do not keep them together."""
    room = max(width - _beside_title(head.name), 1)
    return max(len(folded_lines(head.title.replace("-", "- "), room)), -(-text_width(head.title) // int(room)) if is_chinese(head.title) else 1)


def _shared_out(defs: Sequence[dict[str, Any]], width: int) -> list[float]:
    """Return how wide columns are in a grid: what those that are pinned leave is shared out by flex, none under its least."""
    held = [float(one.get("width", 0)) for one in defs]
    free = {at for at, one in enumerate(defs) if "flex" in one}
    while free:
        room = (width - sum(held)) / sum(defs[at]["flex"] for at in free)
        short = {at for at in free if defs[at]["flex"] * room < defs[at]["minWidth"]}
        for at in short or free:
            held[at] = float(defs[at]["minWidth"]) if short else defs[at]["flex"] * room
        free -= short or set(free)
    return held


def is_paged(chart: Chart) -> bool:
    """Whether the rows of a list come page by page from the server."""
    return len(chart.rows) > PAGED_ABOVE


def grid(chart: Chart, component_id: Any, theme: str = "light", width: int = SCREEN) -> dag.AgGrid:
    """Return the chart's rows as an ag-grid component with the given id (from the id factory)."""
    words = {name: text.of(chart.lang) for name, text in WORDS.items()}
    options: dict[str, Any] = {
        "rowHeight": ROW_HEIGHT, "headerHeight": HEAD_HEIGHT, "localeText": words, "enableCellTextSelection": True,
        "ensureDomOrder": True, "tabToNextCell": {"function": "leaveGrid()"}, "tabToNextHeader": {"function": "leaveGrid()"},
        "suppressContentVisibilityAuto": True,  # else a grid below the fold has rows without cells, which are read out all the same
    }
    if is_paged(chart):
        held: dict[str, Any] = {"rowModelType": "infinite"}
        options |= {"cacheBlockSize": BLOCK, "maxBlocksInCache": 20, "infiniteInitialRowCount": BLOCK, "maxConcurrentDatasourceRequests": 1}
    else:
        held = {"rowData": row_data(chart)}
    leads = any(cell.place for row in chart.rows for cell in row)
    return dag.AgGrid(
        id=component_id,
        columnDefs=column_defs(chart),
        defaultColDef={"wrapHeaderText": True, "autoHeaderHeight": True},
        dashGridOptions=options,
        className="leads" if leads else "",
        style={
            "height": f"{height(chart, width)}px", "--whole": f"{height(chart, width, len(chart.rows))}px", "width": "100%",
            **_look(theme_of(theme)),
        },
        **held,
    )


def _look(look: Theme) -> dict[str, str]:
    """The grid's own variables in the colours and type of the theme."""
    return {
        "--ag-font-family": FONT_STACK, "--ag-font-size": "12px", "--ag-header-font-size": "12px",
        "--ag-foreground-color": look.ink, "--ag-text-color": look.ink, "--ag-background-color": look.card,
        "--ag-header-background-color": look.ground, "--ag-header-text-color": look.sub, "--ag-border-color": look.line,
        "--ag-row-border": f"1px solid {look.line}", "--ag-wrapper-border": "none", "--ag-wrapper-border-radius": "0",
        "--ag-row-hover-color": look.ground, "--ag-accent-color": look.accent, "--ag-cell-horizontal-padding": "10px",
        "fontVariantNumeric": "tabular-nums",
    }

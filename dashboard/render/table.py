"""The chart as an ag-grid: numbers sort and filter as numbers, statuses stand in words, and no expression is sent as a string.

What must be computed in the browser is named, never sent: the functions stand in assets/table.js.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag  # type: ignore[import-untyped]  # it carries no types

from dashboard.charts.chart import Chart, TableCell
from dashboard.charts.sift import as_read
from dashboard.charts.words import is_chinese
from dashboard.render.plotly_parts import text_width
from dashboard.theme import FONT_STACK, Theme, theme_of
from pipelines.core.text import Text

ROW_HEIGHT, HEAD_HEIGHT = 30, 34
LINE_WIDTH, LINE_HEIGHT = 90, 18  # of a title in a narrow column, pixels
MOST_ROWS_SEEN = 14
WIDEST, PADDING, CELL = 480, 40, 20  # pixels of a column, beside its title, beside the words of a cell
NUMBER = 104  # pixels a column of numbers needs for its title, which takes lines
PAGED_ABOVE = 500  # rows sent at once; a longer list is sorted, filtered and sent page by page by the server
BLOCK = 100  # rows of a page
MEASURED = 400  # rows whose words say how wide a column is
NO_ROWS = Text("没有数据", "No rows")
WORDS: dict[str, Text] = {
    "noRowsToShow": NO_ROWS, "sortAscending": Text("升序", "Sort ascending"), "sortDescending": Text("降序", "Sort descending"),
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
    "columnFilter": Text("列筛选", "Column filter"),
}


def column_defs(chart: Chart) -> list[dict[str, Any]]:
    """Return one definition a column; the first is pinned.

    A number column holds the number as it is read and prints its words, which stand beside it in the row: it sorts and filters as the
    numbers do, rows without one last, and prints "5.8" or 未采集.
    """
    defs = []
    for place, head in enumerate(chart.columns):
        one: dict[str, Any] = {
            "field": head.name, "headerName": head.title, "sortable": True, "resizable": True, "suppressMovable": True,
            "cellDataType": False, "tooltipField": None if head.is_number else head.name, "filter": "agTextColumnFilter",
            "filterParams": {"maxNumConditions": 2, "debounceMs": 300, "inRangeInclusive": True},
        }
        said = _said(chart, place)
        wide = _wide(head.title, said)
        one |= {"pinned": "left", "width": min(wide, 260), "minWidth": 120} if place == 0 else {"minWidth": min(wide, 164), "flex": wide}
        if head.is_number:
            one |= {"filter": "agNumberColumnFilter", "comparator": {"function": "numbersLast"}, "cellRenderer": "Words",
                    "cellStyle": {"textAlign": "right"}, "headerClass": "ag-right-aligned-header",
                    "minWidth": max(140 if head.name == "value" else 84, min(wide, NUMBER), said + CELL)}
        elif any(row[place].place or row[place].href for row in chart.rows):
            one["cellRenderer"] = "Leading"
        elif chart.lang == "en" and any(is_chinese(row[place].text) for row in chart.rows):
            one["cellRenderer"] = "Quoted"
        if head.is_control:
            one |= {"filter": False, "sortable": False}
        defs.append({k: v for k, v in one.items() if v is not None})
    return defs


def _said(chart: Chart, place: int) -> int:
    """How many pixels the longest words in the cells of a column take."""
    return max((text_width(row[place].text) for row in chart.rows[:MEASURED]), default=0)


def _wide(title: str, said: int) -> int:
    """How many pixels the words of a column take, its title among them, in bounds: columns share what is left over by it."""
    return min(max(text_width(title), said), WIDEST) + PADDING


def words_of(name: str) -> str:
    """Return where in a row the words of a number column stand."""
    return f"~{name}"


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
        if cell.href:
            made["~href"] = cell.href
    leading = next((cell for cell in row if cell.place), None)
    if leading is not None:
        made |= {"~place": leading.place} | ({"~facility": leading.facility} if leading.facility else {})
    return made


def height(chart: Chart) -> int:
    """Return the grid's height in px: a head of as many lines as its longest title takes, and its rows, fourteen at most, then it scrolls."""
    lines = max((-(-text_width(head.title) // LINE_WIDTH) for head in chart.columns), default=1)
    return HEAD_HEIGHT + LINE_HEIGHT * (min(lines, 4) - 1) + ROW_HEIGHT * max(1, min(len(chart.rows), MOST_ROWS_SEEN)) + 3


def is_paged(chart: Chart) -> bool:
    """Whether the rows of a list come page by page from the server."""
    return len(chart.rows) > PAGED_ABOVE


def grid(chart: Chart, component_id: Any, theme: str = "light") -> dag.AgGrid:
    """Return the chart's rows as an ag-grid component with the given id (from the id factory)."""
    words = {name: text.of(chart.lang) for name, text in WORDS.items()}
    options: dict[str, Any] = {
        "rowHeight": ROW_HEIGHT, "headerHeight": HEAD_HEIGHT, "localeText": words, "enableCellTextSelection": True,
        "ensureDomOrder": True, "tabToNextCell": {"function": "leaveGrid()"}, "tabToNextHeader": {"function": "leaveGrid()"},
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
        style={"height": f"{height(chart)}px", "width": "100%", **_look(theme_of(theme))},
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

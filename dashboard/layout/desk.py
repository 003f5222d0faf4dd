"""The desk on the data page: where files are handed in. Its behaviour is in assets/desk.js; nothing here holds data."""

from __future__ import annotations

from typing import Any

from dash import html

from pipelines.core.text import Lang, Text

_WORDS: dict[str, Text] = {
    "choose": Text("选择文件，或拖到这里", "Choose files, or drop them here"),
    "kinds": Text(
        "xlsx、xls、et、xlsb、ods、csv；名称与顺序不限。先检查、看差异，确认后才加载。",
        "xlsx, xls, et, xlsb, ods, csv; any names, any order. They are checked and compared first; nothing is loaded until you say so.",
    ),
    "sender": Text("报送人", "Sender"),
    "period": Text("时期（文件未写明时）", "Period (if the files do not say)"),
    "correct": Text("只更正文件中的行，其余保留", "Correct only the rows in the files, keep all others"),
    "load": Text("加载并发布", "Load and publish"),
    "drop": Text("放弃", "Discard"),
    "stop": Text("停止", "Stop"),
    "again": Text("刷新本页，查看新版本", "Reload to see the new build"),
}
_SAID: dict[str, Text] = {
    "sending": Text("正在传送 {name}", "Sending {name}"),
    "checking": Text("正在检查 {name}", "Checking {name}"),
    "loading": Text("正在加载 {name}", "Loading {name}"),
    "building": Text("正在汇总计算新版本", "Computing the new build"),
    "stopping": Text("正在停止", "Stopping"),
    "stopped": Text("已停止传送；请重新选择文件", "Sending was stopped; choose the files again"),
    "marked": Text("下载已标注的 {name}", "Download {name}, marked"),
    "problems": Text("需要处理的地方", "What needs attention"),
    "diffs": Text("与现有数据相比", "Against what is loaded"),
    "files": Text("文件", "Files"),
    "clean": Text("没有发现问题", "No problems found"),
    "lost": Text("与服务器的连接中断；请刷新页面", "The connection to the server was lost; reload the page"),
    "why": Text("说明原因（如：退休三人，已核实）", "Why it is so (for example: three retirements, confirmed)"),
    "name": Text("姓名", "Your name"),
    "save": Text("保存说明", "Save"),
    "cancel": Text("取消", "Cancel"),
}


def desk(lang: Lang) -> html.Div:
    """Return the empty desk; the words its script needs travel as data attributes."""
    said = {f"data-{name}": text.of(lang) for name, text in _SAID.items()}
    return html.Div(
        [
            html.Div(
                [
                    html.Label([html.Span(_WORDS["choose"].of(lang), className="desk-choose"),
                                html.Span(_WORDS["kinds"].of(lang), className="quiet")], className="desk-drop"),
                    html.Div(
                        [
                            _field("sender", lang), _field("period", lang),
                            html.Label([html.Span(className="desk-check"), _WORDS["correct"].of(lang)], className="desk-correct"),
                        ],
                        className="desk-fields",
                    ),
                ],
                className="desk-top",
            ),
            html.Div(
                [html.Div(className="desk-bar"), html.Div(className="desk-doing"), _button("stop", lang)], className="desk-progress", hidden=True
            ),
            html.P(className="desk-error", hidden=True, role="alert"),
            html.Div(className="desk-result", **{"aria-live": "polite"}),
            html.Div([_button(name, lang) for name in ("load", "drop", "again")], className="desk-buttons", hidden=True),
        ],
        className="desk",
        **{"data-lang": lang, **said},
    )


def _field(name: str, lang: Lang) -> html.Label:
    return html.Label(_WORDS[name].of(lang), className="desk-field", **{"data-field": name})


def _button(name: str, lang: Lang) -> Any:
    look = "button primary" if name == "load" else "button"
    return html.Button(_WORDS[name].of(lang), className=look, type="button", **{"data-do": name})

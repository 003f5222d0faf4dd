"""What stands in a workspace that has no build yet: the data page takes files and gives templates, the other pages lead to it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.layout.desk import desk
from dashboard.layout.plain import way
from dashboard.page import Card, Page, all_pages
from pipelines.core.dataset import Dataset
from pipelines.core.registry import collect
from pipelines.core.text import Lang, Text

HANDS_IN = ("desk", "datasets")  # cards of the data page that need no build
TO_DATA = Text("到“数据”页报送文件", "Hand in files on the Data page")
ANSWERS = Text("本页要回答：{question}先到“数据”页下载模板或报送文件，加载并发布后这里就有答案。",
               "This page answers: {question} Hand in files on the Data page, or fill in its templates; once they are loaded the answer stands here.")
FIRST = Text("在这里报送第一批文件，或先下载模板填写；加载后各页就有内容。",
             "Hand in the first files here, or fill in the templates; once they are loaded every page has something to show.")


def bare_page(pathname: Any, lang: Lang) -> tuple[list[Any], list[Any], list[Any]]:
    """Return control bar, heading and body of an address while nothing is loaded."""
    path = pathname if isinstance(pathname, str) else "/"
    data = next(page for page in all_pages() if page.name == "data")
    other: Lang = "en" if lang == "zh" else "zh"
    bar: list[Any] = [html.Div(className="bar-gap"), way(words.OTHER_LANGUAGE.of(lang), f"?lang={other}", "language")]
    title = html.H1(words.NO_DATA_TITLE.of(lang))
    if path != data.path:
        asked = next((page.question for page in all_pages() if page.path == path), next(iter(all_pages())).question)
        return bar, [
            title, html.P(ANSWERS.of(lang).format(question=asked.of(lang)), className="answer"),
            html.P(way(TO_DATA.of(lang), f"{data.path}?lang={lang}", "button primary")),
        ], []
    return bar, [title, html.P(FIRST.of(lang), className="answer")], _cards(data, lang)


def _cards(page: Page, lang: Lang) -> list[Any]:
    cards = [card for card in page.cards if card.name in HANDS_IN]
    return [_card(page, card, lang) for card in cards]


def _card(page: Page, card: Card, lang: Lang) -> html.Section:
    inside = [desk(lang)] if card.kind == "desk" else _templates(lang)
    data = {"data-card": card.name, "data-page": page.name}
    return html.Section([html.H2(card.title.of(lang)), *inside], className=f"card span-{card.span} {card.kind}", **data)


def _templates(lang: Lang) -> list[Any]:
    """Return the templates of every kind of record, as links."""
    found = collect("pipelines.datasets", Dataset).values()
    rows = [html.Tr([html.Td(one.title.of(lang)), html.Td(one.filled_by.of(lang)), html.Td(_link(one, lang))]) for one in found]
    return [html.Div(html.Table(html.Tbody(rows)), className="table", tabIndex=0)]


def _link(dataset: Dataset, lang: Lang) -> html.A:
    return html.A(words.TEMPLATE.of(lang), href=f"/template/{dataset.name}.xlsx?lang={lang}")

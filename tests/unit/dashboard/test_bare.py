"""A workspace without a build: files are handed in on the data page, every other page leads there, in both languages."""

from __future__ import annotations

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.addressed import page_at
from dashboard.data import Gate, Viewer
from pipelines.site import site_text
from pipelines.warehouse.workspace import Workspace


@pytest.fixture
def gate(tmp_path):
    return Gate(Workspace.create(tmp_path / "w", site_text("yangquan")).path)


def shown(gate, path, search=""):
    return json.dumps(page_at(gate, Viewer.local(gate.site), path, search, None), cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize(("search", "other", "choose"), [("", "?lang=en", "选择文件"), ("?lang=en", "?lang=zh", "Choose files")])
def test_the_data_page_takes_the_first_files_and_gives_templates(gate, search, other, choose):
    said = shown(gate, "/data", search)
    assert choose in said and "desk-drop" in said and "/template/roster.xlsx" in said and other in said


def test_every_other_page_leads_to_the_data_page_and_none_to_itself(gate):
    said = shown(gate, "/supply")
    assert "还没有数据" in said and "/data?lang=zh" in said and "?lang=en" in said and "回到总览" not in said and "desk-drop" not in said
    assert "人够不够、是些什么人" in said, "the page says what it will answer"
    assert "/retention?lang=en" in shown(gate, "/supply", "?lang=en"), "the reader's language goes along"

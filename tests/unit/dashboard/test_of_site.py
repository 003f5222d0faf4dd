"""The lists of a data page that no place narrows say so, whatever place is chosen; those of a place do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cards.records import OF_SITE
from dashboard.data import Gate, Viewer
from dashboard.pages.data import DATA
from dashboard.sight import Sight, sight_at
from dashboard.view import chart_of
from pipelines.core.text import LANGS, Lang

WHOLE = {"datasets", "builds", "batches", "quality", "kept_out"}


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def seen(gate: Gate, region: str, lang: Lang) -> Sight:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "data", f"?region={region}&lang={lang}")
    assert sight is not None
    return sight


@pytest.mark.parametrize("lang", LANGS)
def test_lists_that_no_place_narrows_say_so_and_are_the_same_everywhere(gate: Gate, lang: Lang) -> None:
    county, prefecture = ({c.name: chart_of(seen(gate, region, lang), c) for c in DATA.cards if c.kind != "desk"} for region in ("140321", "140300"))
    said = {name for name, chart in county.items() if OF_SITE.of(lang) in chart.footer.note}
    assert said == WHOLE
    assert all(county[name].rows == prefecture[name].rows for name in WHOLE)
    assert county["findings"].rows != prefecture["findings"].rows

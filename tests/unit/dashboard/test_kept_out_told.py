"""Under every card stands how many rows of its files no figure counts because they were kept out for a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from dashboard.asking import source_line
from dashboard.data import Gate, Viewer
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import all_indicators

SAID = {"zh": r"(\d+) 行因错误未采用$", "en": r"(\d+) rows? kept out for (?:mistakes|a mistake)$"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_source_of_every_figure_says_how_many_rows_were_kept_out(demo_workspace: Path, lang: Lang) -> None:
    """Against the pointers of the quarantine itself, counted by kind of record."""
    gate = Gate(demo_workspace)
    viewer = Viewer.local(gate.site)
    state = read_state("/", f"?region=140300&lang={lang}", choices(gate.edition(), viewer))
    assert state is not None
    sight = Sight(edition=gate.edition(), viewer=viewer, state=state)
    said = {name: source_line(sight, (name,)) for name in all_indicators()}
    gate.close()
    pointers = pd.concat([pd.read_parquet(path) for path in sorted((demo_workspace / "quarantine").glob("*.parquet"))], ignore_index=True)
    rows = pointers[["file", "source_sheet", "source_row", "dataset"]].drop_duplicates()
    told = {name: int(found.group(1)) if (found := re.search(SAID[lang], line)) else 0 for name, line in said.items()}
    assert told == {name: int(rows["dataset"].isin(indicator.needs).sum()) for name, indicator in all_indicators().items()}
    assert told["headcount"] > 1 and told["blank_villages"] and 0 in told.values(), "the demo has mistakes in it, and files without"

"""Under every card stands how many rows of the place's files no figure counts because they were kept out for a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from dashboard.asking import SOME_KEPT_OUT, source_line
from dashboard.data import Gate, Viewer
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import all_indicators
from tests.unit.intake.files import load, registered, returns, write

SAID = {"zh": r"各期共 (\d+) 行因错误未采用$", "en": r"(\d+) rows? of all periods kept out for (?:mistakes|a mistake)$"}
COUNTIES = {"140300": ("盂县", "平定县", "城区"), "140322": ("盂县",), "140322101": ("盂县",), "542500": ("改则县",), "140311": ()}


def said(gate: Gate, region: str, lang: Lang, profile: str = "internal") -> dict[str, str]:
    """The source of every indicator's figures at a place."""
    viewer = Viewer("a", "planner", tuple((root.code, profile) for root in gate.site.roots))
    state = read_state("/", f"?region={region}&lang={lang}", choices(gate.edition(), viewer))
    assert state is not None
    sight = Sight(edition=gate.edition(), viewer=viewer, state=state)
    return {name: source_line(sight, (name,)) for name in all_indicators()}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("region", COUNTIES)
def test_the_source_of_every_figure_says_how_many_rows_were_kept_out(demo_workspace: Path, region: str, lang: Lang) -> None:
    """Against the pointers of the quarantine itself, whose files are named after counties."""
    gate = Gate(demo_workspace)
    lines, hidden = said(gate, region, lang), said(gate, region, lang, "public")
    gate.close()
    pointers = pd.concat([pd.read_parquet(path) for path in sorted((demo_workspace / "quarantine").glob("*.parquet"))], ignore_index=True)
    rows = pointers[["file", "source_sheet", "source_row", "dataset"]].drop_duplicates()
    rows = rows[[any(county in file for county in COUNTIES[region]) for file in rows["file"]]]
    told = {name: int(found.group(1)) if (found := re.search(SAID[lang], line)) else 0 for name, line in lines.items()}
    assert told == {name: int(rows["dataset"].isin(indicator.needs).sum()) for name, indicator in all_indicators().items()}
    assert bool(told["headcount"]) == bool(COUNTIES[region]) and 0 in told.values()
    assert {name for name, line in hidden.items() if line.endswith(SOME_KEPT_OUT.of(lang))} == {name for name, n in told.items() if n}
    assert not any(re.search(SAID[lang], line) for line in hidden.values()), "a row may be a person"


def test_rows_that_were_mended_and_sent_again_are_kept_out_no_more(tmp_path: Path) -> None:
    workspace = registered(tmp_path)
    bad = write(tmp_path, "r.csv", returns(A_V01=2, B_V01=1).replace(",2\n", ",-5\n"))
    load(workspace, bad)
    gate = Gate(workspace.path)
    before = said(gate, gate.site.roots[0].code, "en")["headcount"]
    load(workspace, write(tmp_path, "r.csv", returns(A_V01=2, B_V01=1)))
    after = said(gate, gate.site.roots[0].code, "en")["headcount"]
    gate.close()
    assert re.search(SAID["en"], before) and not re.search(SAID["en"], after), (before, after)

"""A year whose only roster is of June: not answered from it, and both the command and the card say which day is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.cli import make_cli
from dashboard.data import Gate, Viewer
from dashboard.headline import headlines
from dashboard.page import all_pages
from dashboard.sight import Sight, choices
from dashboard.state import read_state
from dashboard.view import chart_of
from pipelines.command.run import outcome
from pipelines.core.errors import ExitCode
from pipelines.demo.people import id_number
from pipelines.engine.observe import all_indicators
from pipelines.engine.rosters import counts_people, nearest_roster
from tests.unit.cli.test_commands import Said
from tests.unit.engine.small_build import facilities, regions, small_build, small_site
from tests.unit.intake.files import load, registered, write

ROSTER = "身份证号,机构代码,人员类别,基准日期\n" + "".join(
    f"{id_number(date(1970 + n, 3, 4), False, n + 1, 1)},{code},乡村医生,2024-06-30\n" for n, code in enumerate(("A-V01", "B-V01"))
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clinics, a doctor in each, and one roster of 30 June 2024."""
    folder = tmp_path_factory.mktemp("june")
    made = registered(folder)
    result = load(made, write(folder, "花名册.csv", ROSTER))
    assert result.build and [p.line("en") for p in result.plan.problems if p.severity == "error"] == []
    return made.path


def test_the_command_says_which_day_is_known(workspace: Path, capsys: Said) -> None:
    question = ("observe", "headcount", "--workspace", str(workspace), "--level", "prefecture")

    def asked(period: str, lang: str) -> tuple[str, str]:
        assert outcome(make_cli(), [*question, "--period", period, "--lang", lang]) == ExitCode.OK
        return capsys.readouterr()

    answer, said = asked("2024", "zh")
    assert "未采集" in answer and "2024 期末（2024-12-31）没有花名册：最近一次花名册为 2024-06-30" in said and "或改看 2024-06。" in said
    assert "the nearest is of 2024-06-30" in asked("2024", "en")[1]
    assert asked("2024-06", "zh")[1] == "", "June is known"


def test_the_card_and_the_headline_say_it_and_the_year_is_not_answered(workspace: Path) -> None:
    gate = Gate(workspace)
    edition, viewer = gate.edition(), Viewer.local(gate.site)
    page = next(p for p in all_pages() if "headcount" in p.headline)
    card = next(c for c in page.cards if c.kind == "ranking" and counts_people(all_indicators()[c.indicators[0]]))

    def seen(period: str) -> Sight:
        state = read_state(page.path, f"?lang=zh&period={period}", choices(edition, viewer))
        assert state is not None
        return Sight(edition=edition, viewer=viewer, state=state)

    year = seen("2024")
    head = next(h for h in headlines(year) if h.name == "headcount")
    assert (head.value, head.status) == ("", "未采集") and "最近一次花名册为 2024-06-30" in head.change
    assert "最近一次花名册为 2024-06-30" in chart_of(year, card).empty
    assert next(h for h in headlines(seen("2024-06")) if h.name == "headcount").value == "2"
    gate.close()


def test_nearest_of_two_and_of_other_places() -> None:
    con = small_build(small_site(), {
        "region": regions(("C1", "county", "P"), ("T1", "township", "C1"), ("T2", "township", "C1")),
        "facility": facilities(F1="T1", F2="T2"),
        "roster": [{"person_key": "a", "as_at": day, "facility_code": "F1", "staff_group": "village_doctor"} for day in ("2020-03-31", "2020-06-15")],
    }, only=("place_span", "stg_roster"))  # fmt: skip
    older = nearest_roster(con, ["T1"], "2021")
    assert older is not None and "2020-06-15" in older.en and "look at" not in older.en, "no period ends on that day"
    first = nearest_roster(con, ["C1"], "2020-02")
    assert first is not None and "the first is of 2020-03-31" in first.en and "look at 2020-03" in first.en
    assert nearest_roster(con, ["T2"], "2020") is None and nearest_roster(con, ["T1"], "1999") is None

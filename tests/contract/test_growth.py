"""What a contributor touches: an indicator is two files, a dataset three, a page one; everything else follows.

Each is added to a temporary copy of the tree and looked for with fresh processes, the way a user would meet it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source import ROOT

COPIED = ("pipelines", "dashboard", "data/reference", "data/sample", "tests/spec", "tests/contract", "pyproject.toml", "README.md", "Makefile")

INDICATOR = {
    "pipelines/indicators/nurses.py": '''"""Nurses, who are not doctors."""

from pipelines.core.indicator import Indicator, Measure
from pipelines.core.text import Text

NURSE_HEADCOUNT = Indicator(
    name="nurse_headcount",
    title=Text("在岗护士数", "Nurses in post"),
    definition=Text("期末在岗的乡镇（社区）护士", "Township and community nurses in post at the end of the period"),
    unit="person", polarity="higher", kind="count", base=Text("乡镇护士", "Township nurses"),
    source=Text("自定口径", "Own definition"), needs=("employment", "roster"),
    numerator=Measure(mart="workforce_state", column="headcount", where=(("staff_group", ("township_nurse",)),)),
    breakdowns=("sex",), chance="numerator",
)
''',
    "tests/spec/nurse_headcount.md": """# nurse_headcount

护士计入，医生不计。Nurses count, doctors do not.

## Given roster

| id_number | as_at | facility_code | staff_group | licence |
|---|---|---|---|---|
| A female 1970 | 2023-12-31 | E-T | township_nurse | none |
| B male 1960 | 2023-12-31 | E-V | village_doctor | none |

## When `observe nurse_headcount --level county --region 990001 --period 2023`

## Then

| region_code | value |
|---|---|
| 990001 | 1 |
""",
}
DATASET = {
    "pipelines/datasets/vehicle.py": '''"""Vehicles of facilities."""

from pipelines.columns import COUNTY_BUREAU, FACILITY_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

VEHICLE = Dataset(
    name="vehicle",
    title=Text("巡诊车辆", "Vehicles"),
    grain=Text("一行是一个机构的一辆车", "One row is a vehicle of a facility"),
    key=("facility_code", "plate"),
    place="facility_code",
    period="none",
    topic="places",
    filled_by=COUNTY_BUREAU,
    required=("facility_code", "plate"),
    columns=(
        FACILITY_CODE,
        Column(name="plate", kind="text", title=Text("车牌号", "Plate")),
        Column(name="registered_on", kind="date", title=Text("登记日期", "Registered on")),
    ),
    sheets=(Sheet(name="vehicle", title=Text("巡诊车辆", "Vehicles"), signature=("facility_code", "plate", "registered_on")),),
)
''',
    "pipelines/sql/staging/stg_vehicle.sql": """-- Vehicles as sent, the newest batch first.
with ranked as (
    select facility_code, plate, registered_on,
        row_number() over (partition by facility_code, plate order by batch desc, file, source_row) as nth
    from raw_vehicle
),

final as (
    select facility_code, plate, registered_on from ranked where nth = 1
)

select * from final
""",
    "data/sample/vehicle.csv": "机构代码,车牌号,登记日期\nE-V,藏F0001,2023年8月19日\nE-T,藏F0002,2023-11-02\n",
}
PAGE = {
    "dashboard/pages/ageing.py": '''"""老龄化: who will retire soon."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

AGEING = Page(
    name="ageing",
    path="/ageing",
    order=95,
    title=Text("老龄化", "Ageing"),
    question=Text("哪里的人快要退了？", "Where are people about to retire?"),
    headline=("share_aged_55",),
    cards=(
        Card(
            name="ageing_ranking", kind="ranking", title=Text("55 岁及以上占比", "Share aged 55 and over"),
            indicators=("share_aged_55",), scope="children", span=12,
        ),
    ),
)
''',
}
ROUTES = """
import sys
from pathlib import Path
from dashboard.app import make_app
from dashboard.page import all_pages
client = make_app(Path(sys.argv[1]), warm=False).server.test_client()
print([p.name for p in all_pages()], client.get("/ageing").status_code, client.get("/no-such-page").status_code)
"""


class Copy:
    """A copy of the tree to which files are added, and fresh processes that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source, target = ROOT / name, folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
            elif source.is_file():
                shutil.copy(source, target)

    def add(self, files: dict[str, str]) -> None:
        """Write new files; none may be there already, so that nothing that exists is changed."""
        for name, text in files.items():
            path = self.folder / name
            assert not path.exists(), name
            path.write_text(text, encoding="utf-8")

    def run(self, *argv: str) -> str:
        """Run Python in the copy and return what it printed; fails with what it said when it did not end well."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [sys.executable, *argv], cwd=self.folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False
        )
        assert done.returncode == 0, f"{argv}: {done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def cli(self, *argv: str) -> str:
        """Run the command line of the copy."""
        return self.run("-c", "from dashboard.cli import main; main()", *argv, "--lang", "en")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy with an indicator, a dataset and a page more, and a small workspace loaded in it."""
    copy = Copy(tmp_path_factory.mktemp("grown"))
    for files in (INDICATOR, DATASET, PAGE):
        copy.add(files)
    (copy.folder / "places").mkdir()
    copy.run("-c", _WRITE_PLACES)
    copy.cli("init", "workspace", "--site", "tests/spec/site.toml")
    files = [str(p) for p in sorted((copy.folder / "places").iterdir())]
    copy.cli("load", *files, "data/sample/vehicle.csv", "--workspace", "workspace", "--yes")
    return copy


_WRITE_PLACES = """
import csv
from pathlib import Path
from tests.spec.reading import FOLDER, person_number, read_spec
given = read_spec(FOLDER / "places.md").given | read_spec(FOLDER / "share_aged_55.md").given
for name, rows in given.items():
    with Path("places", f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows({k: person_number(v) for k, v in row.items()} for row in rows)
"""


def test_the_copy_runs_its_own_code(grown: Copy) -> None:
    where = grown.run("-c", "import pipelines, dashboard; print(pipelines.__file__, dashboard.__file__)").split()
    assert all(Path(w).is_relative_to(grown.folder) for w in where)
    assert (len(INDICATOR), len(DATASET), len(PAGE)) == (2, 3, 1)


def test_two_files_make_an_indicator(grown: Copy) -> None:
    catalogue = {i["name"]: i for i in json.loads(grown.cli("indicators", "--json"))}
    assert catalogue["nurse_headcount"]["title"] == {"zh": "在岗护士数", "en": "Nurses in post"}
    answer = json.loads(
        grown.cli("observe", "nurse_headcount", "--workspace", "workspace", "--period", "2023", "--by", "sex", "--format", "json")
    )
    assert {row["category"]: row["value"] for row in answer} == {"male": 1}
    printed = grown.run("-m", "pytest", "tests/spec", "-q", "-p", "no:cacheprovider", "-k", "nurse_headcount or specification")
    assert "passed" in printed
    assert "## nurse_headcount: 在岗护士数 / Nurses in post" in grown.run("-c", "from tests.spec.manual import manual; print(manual())")


def test_three_files_make_a_dataset(grown: Copy) -> None:
    plan = json.loads(grown.cli("check", "data/sample/vehicle.csv", "--workspace", "workspace", "--json"))
    (file,) = plan["files"]
    assert file["already_loaded_on"] and not plan["problems"]
    held = json.loads(grown.cli("status", "--workspace", "workspace", "--json"))
    assert {d["dataset"]: d["rows"] for d in held["datasets"]}["vehicle"] == 2
    rows = grown.run("-c", _READ_STAGED)
    assert rows.splitlines() == ["E-T 藏F0002 2023-11-02", "E-V 藏F0001 2023-08-19"]


_READ_STAGED = """
from pathlib import Path
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace
connection, _, _ = open_current(Workspace.open(Path("workspace")))
for row in connection.execute("select * from stg_vehicle order by facility_code").fetchall():
    print(*row)
"""


def test_one_file_makes_a_page_with_its_route_and_its_slides(grown: Copy) -> None:
    said = grown.run("-c", ROUTES, "workspace")
    assert "'ageing'" in said and said.split()[-2:] == ["200", "404"]
    grown.cli("export", "--workspace", "workspace", "--page", "ageing", "--to", "ageing.pptx")
    words = grown.run("-c", _READ_SLIDES)
    assert "Where are people about to retire?" in words and "Share aged 55 and over" in words


_READ_SLIDES = """
from pptx import Presentation
for slide in Presentation("ageing.pptx").slides:
    print(*(s.text_frame.text for s in slide.shapes if s.has_text_frame))
"""


def test_the_grown_tree_still_keeps_the_house_rules(grown: Copy) -> None:
    assert "passed" in grown.run("-m", "pytest", "tests/contract/test_declarations.py", "-q", "-p", "no:cacheprovider")

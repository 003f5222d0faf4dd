"""Who may import whom: the contracts of pyproject.toml hold, are named as sentences, and can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contract.source import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BROKEN = {
    "dashboard/words.py": "import duckdb\n",
    "dashboard/pages/supply.py": "import dashboard.pages.pay\n",
    "dashboard/charts/axis.py": "import dashboard.render.plotly\n",
    "pipelines/core/text.py": "import pandas\n",
    "pipelines/columns.py": "import pipelines.datasets.roster\n",
    "pipelines/warehouse/schema.py": "import dashboard.page\n",
    "pipelines/engine/flow.py": "import statsmodels.api\n",
    "dashboard/charts/row.py": "import dash\n",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree in `folder`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def test_every_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken" in done.stdout


def test_contracts_are_named_as_sentences() -> None:
    assert [c["name"] for c in CONTRACTS if len(c["name"].split()) < 5 or not c["name"][0].isupper()] == []


@pytest.mark.parametrize("file", BROKEN)
def test_an_arrow_that_points_the_wrong_way_is_seen(file: str, tmp_path: Path) -> None:
    for name in ("pipelines", "dashboard"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n" + BROKEN[file], encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout, done.stdout

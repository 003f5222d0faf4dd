"""The notebooks run from top to bottom on the demo workspace, in a kernel of their own, and show what they say."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from pipelines.demo.fit import compare
from pipelines.warehouse.connect import open_current
from pipelines.warehouse.workspace import Workspace

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
NAMES = ("tour", "demo_fit")


class OwnPython(AsyncKernelManager):
    """Starts the kernel in the Python that runs the tests, whatever kernels the machine knows."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="tests", language="python")


def texts(notebook: nbformat.NotebookNode) -> str:
    """Return everything the cells printed."""
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return "\n".join(o.get("text", "") or json.dumps(o.get("data", {}), ensure_ascii=False) for o in outputs)


def run(name: str) -> nbformat.NotebookNode:
    """Return a notebook with its outputs."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    os.environ.pop("XIANGYI_ENGLAND", None)
    client = NotebookClient(notebook, timeout=120, kernel_manager_class=OwnPython, resources={"metadata": {"path": str(NOTEBOOKS.parent)}})
    client.execute()
    return notebook


def test_the_tour_shows_its_table_and_its_curve(demo_workspace: Path) -> None:
    shown = texts(run("tour"))
    assert demo_workspace.is_dir() and "not_collected" in shown and "Ngari" in shown and "Yangquan" in shown
    assert "image/png" in shown
    assert "pay_growth_same_person" in shown


def test_the_fit_shows_figures_with_their_sources(demo_workspace: Path) -> None:
    shown = texts(run("demo_fit"))
    assert demo_workspace.is_dir() and all(said in shown for said in ("ChinaXiv 202208.00089", "five counties 2011", "1318505", "C7b"))
    assert shown.count("image/png") >= 2


def test_the_demo_fits_what_it_is_calibrated_to(demo_workspace: Path) -> None:
    connection, _, _ = open_current(Workspace.open(demo_workspace))
    fit = compare(cache(lambda name: connection.table(name).df()))
    calibrated = fit[fit["tolerance"].notna()]
    assert len(calibrated) >= 14 and fit["demo"].notna().all() and fit["source"].notna().all()
    assert calibrated.loc[calibrated["fits"] != True, ["key", "area", "value", "demo"]].to_dict("records") == []  # noqa: E712


def test_there_is_a_test_for_every_notebook() -> None:
    assert {p.stem for p in NOTEBOOKS.glob("*.ipynb")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_stored_without_outputs(name: str) -> None:
    stored = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    assert [c for c in stored.cells if c.cell_type == "code" and (c.outputs or c.execution_count)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_no_logic_of_its_own(name: str) -> None:
    code = "\n".join(c.source for c in nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells if c.cell_type == "code")
    assert "def " not in code and "class " not in code and "select" not in code.lower()

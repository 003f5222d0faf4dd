"""The tour runs from top to bottom on the demo workspace, in a kernel of its own, and shows what it says."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

TOUR = Path(__file__).resolve().parents[1] / "notebooks" / "tour.ipynb"


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


@pytest.fixture(scope="module")
def executed(demo_workspace: Path) -> nbformat.NotebookNode:
    """The tour with its outputs."""
    assert demo_workspace.is_dir()
    notebook = nbformat.read(TOUR, as_version=4)
    os.environ.pop("XIANGYI_ENGLAND", None)
    client = NotebookClient(notebook, timeout=120, kernel_manager_class=OwnPython, resources={"metadata": {"path": str(TOUR.parents[1])}})
    client.execute()
    return notebook


def test_the_tour_shows_its_table_and_its_curve(executed: nbformat.NotebookNode) -> None:
    shown = texts(executed)
    assert "not_collected" in shown and "Ngari" in shown and "Yangquan" in shown
    assert "image/png" in shown
    assert "pay_growth_same_person" in shown


def test_the_tour_is_stored_without_outputs() -> None:
    stored = nbformat.read(TOUR, as_version=4)
    assert [c for c in stored.cells if c.cell_type == "code" and (c.outputs or c.execution_count)] == []


def test_the_tour_has_no_logic_of_its_own() -> None:
    code = "\n".join(c.source for c in nbformat.read(TOUR, as_version=4).cells if c.cell_type == "code")
    assert "def " not in code and "class " not in code and "select" not in code.lower()

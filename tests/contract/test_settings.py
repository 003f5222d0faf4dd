"""Every setting of a site is declared, documented with an example that works, and read; one that is not cannot be taken."""

from __future__ import annotations

import re
import tomllib

import pytest

from pipelines.core.errors import XiangyiError
from pipelines.core.indicator import Indicator
from pipelines.core.registry import collect
from pipelines.site import SETTINGS, Setting, Site, parse_site, shipped_sites, site_text
from pipelines.site.norms import NORM_NAMES
from pipelines.site.reader import Reader
from pipelines.site.settings import is_declared
from tests.contract.source import HAN, ROOT, code_files
from tests.spec.manual import both, manual

TAKEN = re.compile(r'reader\.(?:take|one_of|number|names)\(\s*"([\w.]+)", "(\w+)"')
OPENED = re.compile(r'reader\.(?:open_section|rows)\("(\w+)"')
SITE_FILES = [path.read_text(encoding="utf-8") for path in code_files() if path.parent == ROOT / "pipelines" / "site"]


def _line(setting: Setting) -> str:
    return f"{setting.as_name or setting.name} = {setting.example}"


def everything() -> str:
    """Return a site.toml in which every setting has its example."""
    sections: dict[str, list[str]] = {}
    for setting in SETTINGS:
        if setting.name in ("file", "credits") or setting.section == "files":
            continue  # a row of its own; the sections under it; what the program writes
        place = f"[[{setting.section}]]" if setting.is_row else f"[{setting.within or setting.section}]"
        sections.setdefault(place, []).append(_line(setting))
    return "\n".join("\n".join([place, *lines]) for place, lines in sections.items())


def _sees(text: str) -> list[str]:
    """Return the settings that a reader's text takes and nobody declared."""
    loose = [f"[{section}] {name}" for section, name in TAKEN.findall(text) if not is_declared(section, name)]
    return loose + [f"[{section}]" for section in OPENED.findall(text) if not is_declared(section)]


def test_every_setting_that_is_read_is_declared() -> None:
    found = [pair for text in SITE_FILES for pair in TAKEN.findall(text)]
    assert len(found) >= 30
    assert [loose for text in SITE_FILES for loose in _sees(text)] == []


def test_a_setting_that_nobody_declared_is_seen_and_cannot_be_taken() -> None:
    assert _sees('reader.take("norms", "no_such", int, 1); reader.open_section("elsewhere")') == ["[norms] no_such", "[elsewhere]"]
    reader = Reader("site.toml", {"norms": {"no_such": 1}})
    with pytest.raises(ValueError, match="not declared"):
        reader.take("norms", "no_such", int)
    with pytest.raises(ValueError, match="not declared"):
        reader.open_section("elsewhere")
    with pytest.raises(ValueError, match="not declared"):
        reader.rows("elsewhere")


def test_every_example_works_and_none_is_without_effect() -> None:
    whole = parse_site(everything())
    assert isinstance(whole, Site) and whole.lights and whole.targets and whole.standards.kit
    written = tomllib.loads(everything())
    assert {place.partition(".")[0] for place in written} == {s.section.partition(".")[0] for s in SETTINGS} - {"files"}


@pytest.mark.parametrize("setting", [s for s in SETTINGS if not s.is_free and s.section != "files"], ids=lambda s: s.heading)
def test_a_documented_setting_is_one_there_is(setting: Setting) -> None:
    """A name beside it is refused, so that the name in the list is the one that is read."""
    right = everything() + ('\n[[targets]]\nfile = "targets.csv"' if setting.name == "file" else "")
    if setting.name == "credits":
        wrong = right.replace("[norms.credits.", "[norms.creditsx.")
    else:
        wrong = re.sub(rf"^{setting.name} = ", f"{setting.name}x = ", right, count=1, flags=re.M)
    assert wrong != right
    with pytest.raises(XiangyiError, match=r"^site\.toml: .*x"):
        parse_site(wrong)


def test_every_setting_is_in_the_manual_in_both_languages() -> None:
    printed = manual()
    assert [s.heading for s in SETTINGS if f"| `{s.heading}` | {both(s.meaning)} |" not in printed] == []
    assert [s.heading for s in SETTINGS if HAN.search(s.meaning.en) or not HAN.search(s.meaning.zh)] == []
    assert "| `[norms] no_such` |" not in printed


def test_no_setting_is_declared_twice_and_no_norm_is_called_as_an_indicator() -> None:
    headings = [s.heading for s in SETTINGS]
    assert len(set(headings)) == len(headings)
    assert set(NORM_NAMES) & set(collect("pipelines.indicators", Indicator)) == set()
    assert {s.name for s in SETTINGS if s.section == "norms"} == {*NORM_NAMES, "INDICATOR"}


@pytest.mark.parametrize("name", shipped_sites())
def test_a_shipped_site_says_nothing_the_list_does_not(name: str) -> None:
    for section, table in tomllib.loads(site_text(name)).items():
        assert any(s.section.partition(".")[0] == section for s in SETTINGS), section
        for key in table if isinstance(table, dict) else {}:
            known = any(s.section == section and (s.name == key or s.is_free) for s in SETTINGS)
            assert known or any(s.section.startswith(f"{section}.") for s in SETTINGS), f"[{section}] {key}"


def test_what_the_blank_site_shows_as_further_settings_can_be_switched_on() -> None:
    text = site_text("blank")
    head, _, further = text.partition("# Further settings")
    lines = [line.removeprefix("#").strip() for line in further.splitlines()[2:]]
    site = parse_site(head + "\n".join(lines))
    assert site.lights and site.targets and site.retirement.exit_age_months("1950-01", "male", "village_hired") == 780

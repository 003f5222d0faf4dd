"""Behind the mark of a headline stands whom it counts, what to beware of, and by which limits of the site its light is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.about import about
from dashboard.data import Gate, Viewer
from dashboard.sight import sight_at
from pipelines.core.text import LANGS, Lang
from pipelines.engine.observe import all_indicators


@pytest.fixture(scope="module")
def gate(demo_workspace: Path) -> Iterator[Gate]:
    opened = Gate(demo_workspace)
    yield opened
    opened.close()


def told(gate: Gate, name: str, lang: Lang) -> list[str]:
    sight = sight_at(gate.edition(), Viewer.local(gate.site), "overview", f"?region=140300&lang={lang}")
    assert sight is not None
    return about(sight, all_indicators()[name]).split("\n")


def test_the_limits_of_a_light_are_those_of_the_site_file(gate: Gate, demo_workspace: Path) -> None:
    lights = tomllib.loads((demo_workspace / "site.toml").read_text(encoding="utf-8"))["lights"]
    density, leavers = lights["density"], lights["leaver_rate"]
    assert told(gate, "density", "zh")[-1] == f"红黄绿灯界线（本站设定）：{density['green']:.2f} 人/千人及以上为绿，{density['amber']:.2f} 人/千人及以上为黄，其余为红"
    said = f"green up to {100 * leavers['green']:.1f}%, amber up to {100 * leavers['amber']:.1f}%, red above"
    assert told(gate, "leaver_rate", "en")[-1].endswith(said)


@pytest.mark.parametrize("lang", LANGS)
def test_who_is_counted_is_told_and_of_density_that_the_norm_is_asked_of_village_doctors(gate: Gate, lang: Lang) -> None:
    lines = told(gate, "density", lang)
    assert len(lines) == 4 and all_indicators()["density"].base.of(lang) in lines[1]
    assert {"zh": "只计乡村医生", "en": "counts village doctors only"}[lang] in lines[2]


def test_an_indicator_without_limits_tells_none(gate: Gate) -> None:
    assert "headcount" not in gate.site.lights
    assert not any("亮灯" in line for line in told(gate, "headcount", "zh"))

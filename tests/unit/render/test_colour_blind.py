"""Colours that alone tell a state on a map stay apart for eyes that miss red or green (Machado, Oliveira and Fernandes 2009, severity 1)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dashboard.render.plotly_map import line_colour
from dashboard.theme import DARK, LIGHT, Theme

PROTAN = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE_XYZ = (0.9505, 1.0, 1.089)
APART = 20.0  # in CIELAB; 2.3 is just noticed side by side, a thin line over a map needs far more


def _seen(colour: str, eye: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """The colour (#RRGGBB) as seen by the eye, in CIELAB."""
    part = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    xyz = np.array(TO_XYZ) @ np.clip(np.array(eye) @ linear, 0, 1) / np.array(WHITE_XYZ)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", [PROTAN, DEUTAN], ids=["protan", "deutan"])
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_used_lately_and_idle_are_told_apart(look: Theme, eye: tuple[tuple[float, ...], ...]) -> None:
    seen = {tone: _seen(line_colour(tone, look), eye) for tone in ("good", "watch", "bad")}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > APART, (one, other)

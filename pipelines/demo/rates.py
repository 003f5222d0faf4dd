"""What allowances pay a month: one table, by which pay, grants and the published rates agree to the yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.demo.design import AREAS, CLASSES, FIRST_YEAR, Design
from pipelines.demo.world import Ground

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEVELS = ("village", "township")
STEPS = (2015, 2023, 2024)  # the years from which a table of rates is in force
_STEP_2023 = 1.15


@dataclass(frozen=True)
class Rates:
    """Yuan a month of full time: `post` by area, level and step, `remote` by area, level, remoteness class and step."""

    post: Floats
    remote: Floats


def make_rates(design: Design, raises: Mapping[str, float]) -> Rates:
    """Return the rates: shares of what a level is paid, in tens of yuan, raised in 2023 and with the pay of 2024."""
    reference = np.array([[design.reference_pay[a][level] for level in LEVELS] for a in AREAS])
    remote = np.array([design.remote_share[c] for c in CLASSES])
    first = {"post": np.round(reference * design.allowance_share, -1), "remote": np.round(reference[:, :, None] * remote, -1)}
    found = {}
    for kind, rate in first.items():
        second = np.round(rate * _STEP_2023, -1)
        rise = np.array([raises[a] for a in AREAS]).reshape(-1, *[1] * (rate.ndim - 1))
        found[kind] = np.stack([rate, second, np.round(second * (1 + rise))], axis=-1)
    return Rates(**found)


def level_of(ground: Ground) -> Ints:
    """Return the level (a place in LEVELS) of each clinic: health centres are township, clinics and stations village."""
    return np.array([int(c.kind.endswith("centre")) for c in ground.clinics])


def step_of(months: Ints) -> Ints:
    """Return which table of rates is in force in each month."""
    return np.searchsorted(np.array(STEPS), months // 12 + FIRST_YEAR, side="right") - 1


def allowances(
    ground: Ground, rates: Rates, clinic: Ints, months: Ints, fte: Floats, has_post: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return post and remote allowance (yuan) of rows of clinic, month and FTE; post only where `has_post`."""
    area, level, step = ground.area[clinic], level_of(ground)[clinic], step_of(months)
    post = np.where(has_post, rates.post[area, level, step], 0.0)
    remote = rates.remote[area, level, ground.remoteness[clinic], step]
    return np.round(post * fte), np.round(remote * fte)

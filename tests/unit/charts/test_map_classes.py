"""The classes of a map: as many as there are figures, five at most, none empty, and none with places on both sides of the norm."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import build_chart
from dashboard.charts.map import CLASSES, class_breaks, class_of
from dashboard.charts.numbers import Scale
from tests.unit.charts.samples import card, context, places_frame

RATE, COUNT = Scale(lang="en", decimals=2), Scale(lang="en", decimals=0)
FIGURES = st.lists(st.floats(0, 50), min_size=1, max_size=60)


def test_breaks_are_quantiles_as_printed() -> None:
    values = np.random.default_rng(7).gamma(3, 0.4, 90).round(2)
    assert class_breaks(values.tolist(), RATE) == np.quantile(values, [0.2, 0.4, 0.6, 0.8]).round(2).tolist()


def test_breaks_fall_together_when_values_do() -> None:
    assert class_breaks([1, 1, 1, 1, 9], COUNT) == [3]
    assert class_breaks([3, 3], COUNT) == []
    assert class_breaks([0.449, 0.453, 0.462], RATE) == [0.46]
    assert class_breaks([0.4511, 0.4533], RATE) == []
    assert class_of(2, [2, 4]) == 1


@given(FIGURES, st.one_of(st.none(), st.floats(-5, 55)))
def test_no_class_is_empty_and_none_lies_on_both_sides_of_the_norm(values: list[float], norm: float | None) -> None:
    breaks, printed = class_breaks(values, RATE, norm), [round(v, 2) for v in values]
    assert breaks == sorted(set(breaks)) and len(breaks) < CLASSES
    held = [[v for v in printed if class_of(v, breaks) == klass] for klass in range(len(breaks) + 1)]
    assert all(held)
    if norm is not None:
        assert all(len({v < round(norm, 2) for v in places}) == 1 for places in held)


def test_the_norm_takes_the_place_of_the_nearest_break_and_the_map_says_so() -> None:
    values = [v / 100 for v in range(50, 151)]
    assert class_breaks(values, RATE) == [0.7, 0.9, 1.1, 1.3]
    assert class_breaks(values, RATE, 1.0) == [0.7, 1.0, 1.1, 1.3] and class_breaks(values, RATE, 1.05) == [0.7, 0.9, 1.05, 1.3]
    assert class_breaks(values, RATE, 2.0) == class_breaks(values, RATE, 0.5) == [0.7, 0.9, 1.1, 1.3], "all lie on one side of it"
    for lang, said in (("zh", "色阶在标准 1.00 处分界"), ("en", "a class ends at the norm of 1.00")):
        chart = build_chart(card("map", "density"), places_frame(), context(lang))
        seen, free = chart.map, build_chart(card("map", "density"), places_frame(), context(lang, site_norms={}))
        assert seen is not None and 1.0 in seen.breaks and said in chart.footer.note and said not in free.footer.note

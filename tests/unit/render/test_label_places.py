"""Labels of a map with lines: none stands on a line, and one without room is left out."""

from __future__ import annotations

import pytest
from shapely.geometry import LineString, Point, box

from dashboard.render.hatch import label_places

CELL = {"a": box(0, 0, 10, 10)}


def test_without_lines_a_label_stands_at_the_roomiest_place():
    assert label_places(CELL, {"a": 8})["a"] == pytest.approx((5, 5), abs=0.3)


def test_a_label_keeps_clear_of_lines():
    lines = [((0.0, 4.0), (10.0, 4.0))]
    found = label_places(CELL, {"a": 4}, lines, 1.0)["a"]
    assert Point(found).distance(LineString(lines[0])) >= 1.0 + 4 / 2.3 - 0.1


def test_a_label_without_room_between_lines_is_left_out():
    lines = [((0.0, float(y)), (10.0, float(y))) for y in range(1, 10, 2)]
    assert label_places(CELL, {"a": 4}, lines, 0.6) == {}

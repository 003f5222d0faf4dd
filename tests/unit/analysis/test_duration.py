"""Times read off a curve."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analysis.duration import earliest_reached
from pipelines.analysis.survival import kaplan_meier


def test_the_earliest_time_is_the_first_at_one_half_where_the_middle_of_the_stretch_is_later() -> None:
    curve = kaplan_meier(None, [1, 2, 3, 4], [True, True, True, True])
    assert earliest_reached(curve)[0] == 2.0 and curve.quantile(0.5)[0] == 2.5
    assert np.isnan(earliest_reached(curve, upto=1.5)[0])
    still = kaplan_meier(None, [1, 2, 3, 4], [True, False, False, False])
    assert np.isnan(earliest_reached(still)[0]) and earliest_reached(still, 0.25)[0] == 1.0
    with pytest.raises(ValueError, match="share"):
        earliest_reached(curve, 1.0)

"""Whatever stands in the rows, every one of them is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.reading import read_file
from pipelines.site import parse_site, site_text

CELLS = st.one_of(
    st.none(), st.sampled_from(["F1", "F2", "村医", "乡镇医生", "合计", "-", "3", "2022", "１２", "3万", "x", "1e9", "机构代码"]),
    st.text(max_size=6), st.integers(-5, 10**17),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=12))
def test_whatever_is_in_the_rows_they_are_all_accounted_for(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    blank = parse_site(site_text("blank"))
    lines = [["机构代码", "人员类别", "在岗人数", "年份"], *rows]
    quoted = [",".join('"' + str("" if c is None else c).replace('"', '""') + '"' for c in row) for row in lines]
    path = tmp_path_factory.mktemp("any") / "r2022.csv"
    path.write_text("\n".join(quoted), encoding="utf-8", errors="ignore", newline="")
    reading = read_file(path, blank, b"k" * 32)
    for table in reading.tables:
        assert table.rows_in == len(table.frame) + table.quarantined + table.duplicate + table.ignored
        assert table.frame["staff_group"].notna().all() and table.frame["facility_code"].notna().all()
        assert len(reading.quarantine) == table.quarantined

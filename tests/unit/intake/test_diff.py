"""The diff says of each load what plain dictionaries say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake.batch import check_files
from pipelines.warehouse.durable import remove
from tests.unit.intake.conftest import Registered
from tests.unit.intake.files import load, write

GROUPS = {"village_doctor": "乡村医生", "village_clinic_other": "卫生员"}
UNITS = {"A-V01": "140321100", "B-V01": "140321101"}
Figures = dict[tuple[str, str, str], int]
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(["2022", "2023"]), st.sampled_from(sorted(GROUPS))),
    st.integers(0, 2), min_size=1,
)


def text(figures: Figures) -> str:
    """Return the CSV of a return."""
    lines = [f"{facility},{year},{GROUPS[group]},{count}" for (facility, year, group), count in figures.items()]
    return "机构代码,年份,人员类别,在岗人数\n" + "\n".join(lines) + "\n"


def expected(old: Figures, new: Figures) -> dict[tuple[str, str], Counter[str]]:
    """Return the counts for each (unit, period) the new figures bring."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for key in {*old, *new}:
        load_key = (UNITS[key[0]], key[1])
        if any((UNITS[k[0]], k[1]) == load_key for k in new):
            kind = "new" if key not in old else "gone" if key not in new else "unchanged" if old[key] == new[key] else "changed"
            found.setdefault(load_key, Counter())[kind] += 1
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=FIGURES, new=FIGURES)
def test_diff_equals_a_plain_comparison(tmp_path: Path, registered_workspace: Registered, old: Figures, new: Figures) -> None:
    workspace = registered_workspace()
    try:
        load(workspace, write(tmp_path, "old.csv", text(old)))
        plan = check_files(workspace, [write(tmp_path, "new.csv", text(new))], None)
        if old == new:
            assert plan.files[0].already_loaded_on and plan.diffs == ()
            return
        found = {(d.unit, d.period): +Counter(new=d.new, changed=d.changed, gone=d.gone, unchanged=d.unchanged) for d in plan.diffs}
        assert found == expected(old, new)
    finally:
        remove(workspace.path)

"""What reporting units are ordered by."""

from pipelines.core.mart import Mart

INCOME_UNIT = Mart(
    name="income_unit",
    time="state",
    columns=("reference_yuan",),
    filters=("reference_kind",),
    traits=(),
    zero_filled=False,
)

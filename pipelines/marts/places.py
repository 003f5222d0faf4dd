"""Villages and the clinics in them."""

from pipelines.core.mart import Mart

VILLAGE_STATE = Mart(
    name="village_state",
    time="state",
    columns=("villages", "villages_told", "with_clinic", "without_clinic", "staff_known", "blank"),
    filters=("village_kind",),
    traits=("remoteness",),
    recast=("village",),
)

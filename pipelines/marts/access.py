"""Villages, the time it takes from them to care, and the care that reaches them."""

from pipelines.core.mart import Mart

_OF_PEOPLE = ("rurality", "remoteness")  # villages have no type of facility

VILLAGE_REACH = Mart(
    name="village_reach",
    time="state",
    columns=(
        "villages", "residents", "residents_known", "residents_within", "residents_beyond", "residents_unknown", "villages_beyond",
        "villages_unknown",
    ),
    filters=("season_view", "travel_limit"),
    traits=_OF_PEOPLE,
    zero_filled=False,
    recast=("village",),
)

ACCESS_SUPPLY = Mart(
    name="access_supply",
    time="state",
    columns=("fte",),
    categories=("staff_group",),
    traits=_OF_PEOPLE,
    recast=("village",),
)

ACCESS_DEMAND = Mart(
    name="access_demand",
    time="state",
    columns=("residents",),
    traits=_OF_PEOPLE,
    zero_filled=False,
    recast=("village",),
)

CAPACITY_YEAR = Mart(
    name="capacity_year",
    time="stock",
    columns=("residents",),
    details=("village_code", "facility_code", "minutes", "capacity", "travel_limit"),
    traits=_OF_PEOPLE,
    zero_filled=False,
    recast=("village",),
)

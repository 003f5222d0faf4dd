"""Licences that run out."""

from pipelines.core.indicator import PEOPLE, Indicator, Measure
from pipelines.core.text import Text

_DOCTORS = Text("乡村医生与乡镇（社区）医生，每人只在主要岗位计一次", "Village doctors and township doctors, each person once at the main post")
_SOURCE = Text("执业证书登记；口径见本卡", "Register of licences; defined on this card")
_BEST = Text(
    "按每人在有效期内级别最高的执业证书（医师、助理、乡村全科助理、乡村医生证）；已换证的以新证为准，长期有效的不到期",
    "By each person's highest licence in force (physician, assistant, rural assistant, village certificate); a renewal counts from its issue, and "
    "a licence without a last day does not run out",
)

LICENCES_EXPIRING = Indicator(
    name="licences_expiring",
    title=Text("90 天内执业证书到期人数", "Licences expiring within 90 days"),
    definition=Text(
        "期末在岗、执业证书在期末后 90 天内（含）到期的人数", "Persons in post whose licence in force has its last day within the 90 days after the last day of the period"
    ),
    unit="person", polarity="lower", kind="count", base=_DOCTORS, source=_SOURCE, needs=("licence",), caveat=_BEST,
    numerator=Measure(mart="licence_state", column="persons", base="rural_doctors", where=(("validity", ("expiring",)),)), breakdowns=PEOPLE,
    rests_on="numerator", chance="numerator",
)

LICENCES_EXPIRED = Indicator(
    name="licences_expired",
    title=Text("执业证书已过期人数", "Licences expired"),
    definition=Text(
        "期末在岗、登记过执业证书但没有一本仍在有效期内的人数", "Persons in post who have been licensed but hold no licence in force on the last day of the period"
    ),
    unit="person", polarity="lower", kind="count", base=_DOCTORS, source=_SOURCE, needs=("licence",), caveat=_BEST,
    numerator=Measure(mart="licence_state", column="persons", base="rural_doctors", where=(("validity", ("expired",)),)), breakdowns=PEOPLE,
    rests_on="numerator", chance="numerator",
)

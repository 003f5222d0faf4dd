"""The numbers the demo is built on: sizes, hazards, allowance waves, pay. Published ones are calibrated to, others assumed.

Every value stands with its grade in data/reference/demo_assumptions.csv. Months are counted from January 2015 (month 0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2015, 2025
MONTHS = (LAST_YEAR - FIRST_YEAR + 1) * 12
GROUPS = ("village_doctor", "village_clinic_other", "township_doctor", "township_nurse", "township_other")
RURAL_DOCTORS = ("village_doctor", "township_doctor")
CLASSES = ("class_0", "class_1", "class_2", "class_3")
AREAS = ("542500", "140300")


def month_of(year: int, month: int) -> int:
    """Return the month number of a calendar month; 0 is January 2015."""
    return (year - FIRST_YEAR) * 12 + month - 1


def first_day(month: int) -> date:
    """Return the first day of a month number (negative before 2015)."""
    return date(FIRST_YEAR + month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month number."""
    return first_day(month + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Parameters of the simulation; hazards are per month, money is yuan a year, growth is a share per year."""

    hazard: Mapping[str, float] = field(
        default_factory=lambda: {"class_0": 0.004, "class_1": 0.005, "class_2": 0.007, "class_3": 0.009}
    )
    hazard_other: Mapping[str, float] = field(
        default_factory=lambda: {"village_clinic_other": 0.006, "township_nurse": 0.006, "township_other": 0.005}
    )
    allowance_ratio: float = 0.6
    wave: Mapping[str, int] = field(
        default_factory=lambda: {
            "542525": month_of(2019, 1), "542527": month_of(2019, 1), "140322": month_of(2019, 1),
            "542522": month_of(2020, 7), "542524": month_of(2020, 7), "140311": month_of(2020, 7),
            "542521": month_of(2022, 1), "542523": month_of(2022, 1),
            "140302": month_of(2022, 1), "140303": month_of(2022, 1),
        }
    )
    without_allowance: tuple[str, ...] = ("542526", "140321")
    death: float = 0.0002
    move: float = 0.0004
    move_abroad_share: float = 0.2  # of the moves, to another county of the area
    upgrade: Mapping[str, float] = field(
        default_factory=lambda: {"village_doctor": 0.0015, "township_doctor": 0.003}
    )
    # staff in post at the start of 2015 and the end of 2025, by area and group
    staff: Mapping[str, Mapping[str, tuple[int, int]]] = field(
        default_factory=lambda: {
            "542500": {
                "village_doctor": (282, 306), "village_clinic_other": (12, 12), "township_doctor": (88, 90),
                "township_nurse": (80, 90), "township_other": (146, 142),
            },
            "140300": {
                "village_doctor": (1250, 905), "village_clinic_other": (60, 45), "township_doctor": (428, 446),
                "township_nurse": (330, 352), "township_other": (212, 208),
            },
        }
    )
    # a recruitment drive: township doctors added to the target at the start of 2024
    drive: Mapping[str, int] = field(default_factory=lambda: {"542500": 16, "140300": 66})
    drive_from: int = month_of(2023, 12)
    drive_to: int = month_of(2024, 1)
    # the months in which low pay marks who leaves (not how many), and how strongly
    pull_from: int = month_of(2023, 7)
    pull_to: int = month_of(2024, 6)
    low_pay_pull: float = 3.0
    pay_2015: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: {
            "542500": {
                "village_doctor": 30000, "village_clinic_other": 18000, "township_doctor": 72000,
                "township_nurse": 60000, "township_other": 56000,
            },
            "140300": {
                "village_doctor": 21000, "village_clinic_other": 12000, "township_doctor": 48000,
                "township_nurse": 38000, "township_other": 36000,
            },
        }
    )
    pay_growth: float = 0.035
    headline_growth_2024: float = 0.15
    allowance_share: float = 0.12  # of reference_pay, yuan a month by level of facility: what rates of allowances are set by
    reference_pay: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: {"542500": {"village": 2900, "township": 6300}, "140300": {"village": 2000, "township": 4000}}
    )
    remote_share: Mapping[str, float] = field(
        default_factory=lambda: {"class_0": 0.0, "class_1": 0.03, "class_2": 0.08, "class_3": 0.15}
    )


DESIGN = Design()

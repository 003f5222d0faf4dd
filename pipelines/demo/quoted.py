"""What the demo's data say beside each figure quoted in public, and by how much they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.core.text import Text
from pipelines.demo.cast import NOW, Cast
from pipelines.demo.design import AREAS, month_of
from pipelines.demo.dossier import Dossier
from pipelines.demo.pay import Ledger, annualised
from pipelines.demo.records.policy import CLAIMS

NGARI, YEAR = AREAS[0], 2024


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """A claim's figure and what the data give under a definition that is said; `difference` is data minus claim."""

    claim_id: str
    claimed: float
    computed: float
    definition: Text

    @property
    def difference(self) -> float:
        """Data minus claim, in the claim's unit."""
        return self.computed - self.claimed


def _trained(dossier: Dossier) -> pd.Series:
    event = dossier.courses.events.iloc[dossier.courses.attendance["event"].to_numpy()]
    return dossier.courses.attendance.loc[((event["area"] == NGARI) & (event["year"] == YEAR)).to_numpy(), "person"]


def _senior_after_remote(cast: Cast, dossier: Dossier) -> float:
    """Count senior titles in Ngari up to the end of 2024 that somebody gained within the window after a remote course."""
    awards = dossier.awards
    mine = awards[(awards["month"].between(0, month_of(YEAR, 12))) & (awards["level"] >= 3) & awards["is_trained"]]
    return float((cast.people["area"].to_numpy()[mine["person"]] == NGARI).sum())


def _services(dossier: Dossier, kind: str) -> float:
    frame = dossier.frames["service"]
    return float(frame.loc[(frame["area"] == NGARI) & (frame["reported_for"] == f"{YEAR}年"), kind].sum())


def _remote_pay(cast: Cast, ledger: Ledger) -> pd.Series:
    """Return yuan of 2024 by person, of rural doctors of Ngari's most remote townships."""
    annual = annualised(ledger.monthly, cast.world.ground.area, YEAR, NGARI)
    clinic = cast.clinic_at(annual.index.to_numpy(), np.full(len(annual), month_of(YEAR, 12)))
    return annual[cast.clinics["remoteness"].to_numpy()[clinic] == "class_3"]


def _linked(dossier: Dossier, what: Callable[[pd.DataFrame], int]) -> float:
    links = dossier.links
    used = links[(links["area"] == NGARI) & (links["link_kind"] == "group_support") & (links["end"] > NOW) & ~links["is_idle"]]
    return float(what(used))


def recompute(cast: Cast, ledger: Ledger, dossier: Dossier) -> tuple[Recomputed, ...]:
    """Return every claim with what the data give."""
    trained, honours, remote = _trained(dossier), dossier.frames["honour"], _remote_pay(cast, ledger)
    given = (honours["area"] == NGARI) & (honours["honour_level"] == "province") & (honours["on_date"].dt.year == YEAR)
    rates = dossier.frames["subsidy_rate"]
    once = rates.loc[(rates["scheme_id"] == "YQ-AJ"), "rate_yuan"]
    terms = dossier.frames["agreement"].loc[dossier.frames["agreement"]["area"] == AREAS[1], "agreed_years"]
    found = {
        "C1": (trained.nunique(), f"2024 年参训人数（人次为 {len(trained)}）", f"Persons trained in 2024; person-times are {len(trained)}"),
        "C2": (ledger.raises[NGARI], "同一批人的名义增长；全体均值增长约 15%",
               "Nominal growth for the same people; the mean over all rose by about 15 %"),
        "C3": (remote.median(), f"三类边远乡镇医生 2024 年收入中位数；达 10 万元的占 {(remote >= 100_000).mean():.0%}",
               f"Median pay of 2024 of rural doctors in townships of remote class 3; {(remote >= 100_000).mean():.0%} have 100,000 yuan"),
        "C4a": (_linked(dossier, lambda f: len({h.code for h in f["hospital"]})), "组团式帮扶中最近 90 天仍在使用的医院数",
                "Hospitals of group support used in the last 90 days"),
        "C4b": (_linked(dossier, lambda f: f["clinic"].nunique()), "组团式帮扶中最近 90 天仍在使用的机构数",
                "Clinics of group support used in the last 90 days"),
        "C5": (given.sum(), "2024 年授予的省（自治区）级荣誉数", "Honours of the region given in 2024"),
        "C6": (_senior_after_remote(cast, dossier), "截至 2024 年底，通过线上课程后 24 个月内取得的高级职称数",
               "Senior titles gained within 24 months of a remote course, up to the end of 2024"),
        "C7a": (_services(dossier, "education_events"), "2024 年健教次数", "Health education events in 2024"),
        "C7b": (_services(dossier, "education_attendances"), "2024 年健教参加人次", "Attendances at health education in 2024"),
        "C8a": (terms.min(), "协议的最短年限", "Shortest term of an agreement"),
        "C8b": (once.min(), f"一次性补助的最低标准（最高 {once.max():.0f} 元）",
                f"Lowest rate of the one-off grant; the highest is {once.max():.0f} yuan"),
    }
    return tuple(
        Recomputed(claim_id=c.claim_id, claimed=c.value, computed=float(found[c.claim_id][0]), definition=Text(*found[c.claim_id][1:]))
        for c in CLAIMS
    )

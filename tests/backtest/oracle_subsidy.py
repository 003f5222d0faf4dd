"""Subsidies of the demo in plain pandas: who is eligible by the rules, how applications fared, what is due, paid and committed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipelines.core.scheme import Facts, Needs, Rate, Situation, SubsidyRules, find_rate
from pipelines.subsidies.entry import ENTRY
from pipelines.subsidies.post_allowance import POST_ALLOWANCE
from tests.backtest.dossiers import NEVER, Dossiers, Window
from tests.backtest.oracle import STILL_THERE, Books, said_of

GRACE_DAYS = 7  # the demo's site setting payment_days
TYPES = {
    "一次性从业(安家)补助": "entry", "基层岗位津贴": "post_allowance", "继续医学教育补贴": "cme", "专项人才": "talent", "应急专项": "emergency",
}
LEVELS = {"村级(村卫生室、社区卫生服务站)": "village", "乡镇级(乡镇卫生院、社区卫生服务中心)": "township"}
FACILITY_LEVELS = {"村卫生室": "village", "村卫生所": "village", "社区卫生服务站": "village", "乡镇卫生院": "township", "社区卫生服务中心": "township"}
REMOTENESS = {"一般地区": "class_0", "一类边远": "class_1", "二类边远": "class_2", "三类边远": "class_3"}
EDUCATION = {"博士": "doctorate", "硕士": "master", "本科": "bachelor", "大专": "college", "中专": "secondary", "高中及以下": "below"}
PER = {"一次性": "once", "每天": "day", "每月": "month", "每季度": "quarter", "每年": "year"}
STEPS = ("employer", "authority", "notice", "decision", "payment")
POINTS = ("place", "years", "documents", "employer")
_RULES: dict[str, SubsidyRules] = {"post_allowance": POST_ALLOWANCE, "entry": ENTRY}


@dataclass(frozen=True)
class Subsidies:
    """Applications, grants and agreements as written, and who is eligible by `pipelines.core.scheme`'s rules, person by person."""

    books: Books
    dossiers: Dossiers

    @cached_property
    def schemes(self) -> pd.DataFrame:
        """scheme, type, area, years (asked for), full (time asked for)."""
        rows = self.dossiers.table("补贴政策", "补贴项目", {
            "scheme": ("补贴项目编号", "text"), "type": ("补贴类型", "text"), "area": ("适用地区代码", "text"), "years": ("要求服务年限", "number"),
            "full": ("是否要求全职在岗", "text"), "since": ("生效日期", "day"),
        })  # fmt: skip
        return rows.assign(type=rows["type"].map(TYPES))

    @cached_property
    def grants(self) -> pd.DataFrame:
        """person, place, scheme, application, due, due_yuan, paid_yuan, paid (day)."""
        return self.dossiers.table("补贴发放", "-", {
            "person": ("身份证号", "text"), "place": ("机构代码", "text"), "scheme": ("补贴项目编号", "text"), "application": ("申请编号", "text"),
            "due": ("应发日期", "day"), "due_yuan": ("应发金额", "number"), "paid_yuan": ("实发金额", "number"), "paid": ("发放日期", "day"),
        }, key=("person", "scheme", "application", "due"))  # fmt: skip

    @cached_property
    def applications(self) -> pd.DataFrame:
        """One row an application: days of its steps, results, the four audit points, first_paid."""
        rows = self.dossiers.table("补贴台账", "补贴申请", {
            "application": ("申请编号", "text"), "place": ("机构代码", "text"), "scheme": ("补贴项目编号", "text"), "on": ("提交日期", "day"),
            "received": ("单位受理日期", "day"), "employer": ("单位初审日期", "day"), "employer_result": ("单位初审结果", "text"),
            "authority": ("主管部门复核日期", "day"), "authority_result": ("主管部门复核结果", "text"), "notice_from": ("公示开始日期", "day"),
            "notice": ("公示结束日期", "day"), "decision": ("审定日期", "day"), "outcome": ("审定结果", "text"), "approved": ("批准金额", "number"),
            "audit_place": ("审核要点一(执业地点)", "text"), "audit_years": ("审核要点二(服务年限)", "text"),
            "audit_documents": ("审核要点三(材料真实有效)", "text"), "audit_employer": ("审核要点四(用人单位关系)", "text"),
        }, key=("application",))  # fmt: skip
        paid = self.grants[self.grants["paid_yuan"] > 0].groupby("application")["paid"].min()
        return rows.assign(payment=rows["application"].map(paid), accepted=rows["received"].fillna(rows["on"]))

    @cached_property
    def agreements(self) -> pd.DataFrame:
        """application, place, on (the day of the breach), repay_due, repaid."""
        return self.dossiers.table("补贴台账", "服务协议", {
            "agreement": ("协议编号", "text"), "place": ("机构代码", "text"), "application": ("申请编号", "text"), "on": ("违约日期", "day"),
            "repay_due": ("应退还金额", "number"), "repaid": ("已退还金额", "number"),
        }, key=("agreement",))  # fmt: skip

    @cached_property
    def known_to(self) -> pd.Timestamp:
        """The day of the last payment; where an instalment due after it stands unpaid, that to which rosters and spells reach (loaded later)."""
        ends = self.books.spell["end"]
        told = max(self.books.roster["as_at"].max(), self.books.spell["start"].max(), ends[ends < STILL_THERE].max())
        paid, unpaid = self.grants["paid"].max(), self.grants.loc[self.grants["paid"].isna(), "due"]
        return told if pd.isna(paid) or ((unpaid > paid) & (unpaid <= told)).any() else paid

    @property
    def last_day(self) -> pd.Timestamp:
        """The last day the registers of applications and grants tell of."""
        return max(self.applications["on"].max(), self.applications["decision"].max(), self.known_to)

    def reached(self) -> pd.DataFrame:
        """Applications with a mark for every step they have reached, a later step implying those before."""
        a = self.applications
        paid = a["payment"].notna()
        noticed = paid | a["notice_from"].notna()
        authority = noticed | (a["authority_result"] == "通过")
        employer = authority | (a["employer_result"] == "通过")
        marks = {"applications": 1.0, "employer": employer * 1.0, "authority": authority * 1.0, "notice": noticed * 1.0, "paid": paid * 1.0}
        return a[["place", "on"]].assign(**marks)

    def audits(self) -> pd.DataFrame:
        """place, on, reviewed, failed of every point of every application that somebody judged."""
        points = pd.concat([
            self.applications[["place", "on"]].assign(result=self.applications[f"audit_{p}"]) for p in POINTS
        ])  # fmt: skip
        points = points[points["result"].isin(("符合", "不符合"))]
        return points.assign(reviewed=1.0, failed=(points["result"] == "不符合") * 1.0)

    def waits(self, step: str) -> pd.DataFrame:
        """place, on (taken in), days, ended of a step, or of the whole way to the first payment."""
        a = self.applications
        before = {"employer": a["accepted"], "authority": a["employer"], "notice": a["authority"], "decision": a["notice"].fillna(a["authority"]),
                  "payment": a["decision"], "whole": a["accepted"]}[step]
        after = a["payment"] if step == "whole" else a[step]
        over = a["outcome"].isin(("不予批准", "撤回")) | (a["employer_result"] == "不通过") | (a["authority_result"] == "不通过")
        waits = pd.DataFrame({
            "place": a["place"], "on": a["accepted"], "days": (after.fillna(self.last_day) - before).dt.days, "ended": after.notna(),
        })  # fmt: skip
        return waits[before.notna() & (waits["days"] >= 0) & (waits["ended"] | ~over)]

    def instalments(self) -> pd.DataFrame:
        """place, on (the last day of grace), due, on_time of instalments whose days of grace have passed."""
        g = self.grants
        until = g["due"] + pd.Timedelta(days=GRACE_DAYS)
        on_time = (g["paid"] <= until) & (g["paid_yuan"] >= g["due_yuan"])
        rows = pd.DataFrame({"place": g["place"], "on": until, "due": 1.0, "on_time": on_time * 1.0})
        return rows[until <= self.known_to]

    def commitments(self, day: pd.Timestamp) -> pd.DataFrame:
        """place, year, yuan that were approved by `day` and are expected to fall due after it."""
        instalments = dict(iter(self.grants[self.grants["application"] != ""].groupby("application")))
        none = self.grants.iloc[:0]
        broken = self.agreements.groupby("application")["on"].min().fillna(NEVER)
        found: list[tuple[str, int, float]] = []
        for a in self.applications[self.applications["outcome"] == "批准"].itertuples():
            if a.decision > day or broken.get(a.application, NEVER) <= day:
                continue
            past = instalments.get(a.application, none)
            past = past[past["due"].clip(lower=a.decision) <= day]
            left = a.approved - past["due_yuan"].sum()
            if past.empty and pd.Timestamp(a.decision.year + 1, 12, 31) > day:
                found.append((a.place, a.decision.year + 1, left))
            if past.empty:
                continue
            last = past.sort_values("due").iloc[-1]
            nth = 1
            while left > 0.005:
                due = max(last["due"], a.decision) + pd.DateOffset(years=nth)
                if due > day:
                    found.append((a.place, due.year, min(last["due_yuan"], left)))
                left, nth = left - last["due_yuan"], nth + 1
        return pd.DataFrame(found, columns=["place", "year", "yuan"])

    @cached_property
    def _rates(self) -> dict[str, list[Rate]]:
        rows = self.dossiers.table("补贴政策", "补贴标准", {
            "scheme": ("补贴项目编号", "text"), "education": ("学历", "text"), "level": ("机构级别", "text"), "remoteness": ("边远程度", "text"),
            "yuan": ("补贴标准", "number"), "per": ("发放周期", "text"), "since": ("生效日期", "day"), "until": ("失效日期", "day"),
        })  # fmt: skip
        rates: dict[str, list[Rate]] = {}
        for r in rows.itertuples():
            rates.setdefault(r.scheme, []).append(Rate(
                yuan=r.yuan, per=PER[r.per], education=EDUCATION.get(r.education), facility_level=LEVELS.get(r.level),
                remoteness=REMOTENESS.get(r.remoteness), valid_from=r.since.date(),
                valid_to=NEVER.date() if pd.isna(r.until) else r.until.date(),
            ))  # fmt: skip
        return rates

    @cached_property
    def _education(self) -> dict[str, list[tuple[pd.Timestamp, str]]]:
        rows = self.dossiers.table("花名册", "+基准日期", {"person": ("身份证号", "text"), "at": ("基准日期", "day"), "education": ("学历", "text")})
        rows = rows[rows["education"] != ""].sort_values("at")
        return said_of(rows.assign(education=rows["education"].map(EDUCATION)), "person", "at", "education")

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        """Facility -> its level and the remoteness of its township."""
        rows = self.dossiers.table("机构名录", "机构名录", {"code": ("机构代码", "text"), "type": ("机构类型", "text")}, key=("code",))
        remote = dict(zip(self.books.region["code"], self.books.region["remoteness"], strict=True))
        return {
            r.code: (FACILITY_LEVELS[r.type], REMOTENESS[remote[self.books.home["township"][r.code]]]) for r in rows.itertuples()
        }

    def eligible(self, subsidy_type: str, day: pd.Timestamp) -> pd.DataFrame:
        """person, place of doctors in post on `day` who have a rate and meet every condition that is known of everybody."""
        people = self.books.main.query("start <= @day <= end and group in ('village_doctor', 'township_doctor')")
        spells = self.books.spell.query("start <= @day <= end").drop_duplicates(["person", "facility"])
        fte = spells.set_index(["person", "facility"])["fte"]
        kept = [r.Index for r in people.itertuples() if self._is_eligible(r, subsidy_type, day, fte)]
        return people.loc[kept, ["person", "facility"]].rename(columns={"facility": "place"}).assign(persons=1.0)

    def _is_eligible(self, row: Any, subsidy_type: str, day: pd.Timestamp, fte: pd.Series[float]) -> bool:
        level, remoteness = self._places[row.facility]
        held = self._education.get(row.person, [])
        known = [e for at, e in held if at <= day] or [e for _, e in held[:1]]
        situation = Situation(on=day.date(), education=known[-1] if known else None, facility_level=level, remoteness=remoteness)
        licence = self.books.licence(row.person, day)
        for s in self.schemes[self.schemes["type"] == subsidy_type].itertuples():
            covered = self.books.home["prefecture"][row.facility] == s.area
            facts = Facts(
                is_in_post=True, is_place_covered=covered, is_full_time=bool(fte[row.person, row.facility] >= 1),
                has_valid_licence=None if licence == "unknown" else licence != "none",
            )
            met = _RULES[subsidy_type].check(facts, Needs(is_full_time=s.full == "是")).is_eligible
            if met is not False and find_rate(self._rates[s.scheme], situation).status == "found":
                return True
        return False

    def covered(self, day: Window) -> pd.DataFrame:
        """Those eligible for a post allowance on the last day, with `paid` 1 where one was paid within the window."""
        allowances = set(self.schemes.loc[self.schemes["type"] == "post_allowance", "scheme"])
        paid = self.grants[self.grants["scheme"].isin(allowances) & (self.grants["paid_yuan"] > 0)]
        paid = paid[(paid["paid"] >= day.first) & (paid["paid"] <= day.last)]
        people = self.eligible("post_allowance", day.last)
        return people.assign(paid=people["person"].isin(set(paid["person"])) * 1.0)


def quantile_of_waits(rows: pd.DataFrame, share: float) -> float | None:
    """Smallest number of days by which `share` have ended (product-limit); the middle of a stretch where it is met exactly."""
    left, reached = 1.0, None
    times = np.sort(rows["days"].unique())
    for t in times:
        left *= 1 - ((rows["days"] == t) & rows["ended"]).sum() / (rows["days"] >= t).sum()
        if reached is not None and left < 1 - share - 1e-8:
            return float((reached + t) / 2)
        if reached is None and left <= 1 - share + 1e-8:
            if left < 1 - share - 1e-8:
                return float(t)
            reached = t
    return None if reached is None else float((reached + times[-1]) / 2)

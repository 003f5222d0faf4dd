"""Grants of the demo held against the rates loaded beside them, in plain pandas on the workbooks."""

from __future__ import annotations

import pandas as pd

from tests.backtest.oracle import Books
from tests.backtest.oracle_subsidy import EDUCATION, FACILITY_LEVELS, LEVELS, REMOTENESS, Dossiers

GRANT = ["person", "scheme", "application", "due"]
NAMED = ("education", "level", "remoteness")  # what a rate may be for; "" where it holds for all


def rated(books: Books, dossiers: Dossiers) -> pd.DataFrame:
    """Return every recurring instalment and every one-off grant that one rate fits: scheme, place, due (day), yuan, by_rate, is_once."""
    grants = dossiers.table("补贴发放", "-", {
        "person": ("身份证号", "text"), "place": ("机构代码", "text"), "scheme": ("补贴项目编号", "text"), "application": ("申请编号", "text"),
        "due": ("应发日期", "day"), "yuan": ("应发金额", "number"), "since": ("补贴所属期起", "day"), "until": ("补贴所属期止", "day"),
        "days": ("任务天数", "number"),
    }, key=tuple(GRANT))  # fmt: skip
    rates = dossiers.table("补贴政策", "补贴标准", {
        "scheme": ("补贴项目编号", "text"), "education": ("学历", "text"), "level": ("机构级别", "text"), "remoteness": ("边远程度", "text"),
        "rate": ("补贴标准", "number"), "per": ("发放周期", "text"), "first": ("生效日期", "day"), "last": ("失效日期", "day"),
    })  # fmt: skip
    one_off = grants["scheme"].isin(rates.loc[rates["per"] == "一次性", "scheme"])
    whole = grants[one_off].groupby(["person", "scheme", "application"], as_index=False).agg(place=("place", "min"), due=("due", "min"), yuan=("yuan", "sum"))
    asked = dossiers.table("补贴台账", "补贴申请", {"application": ("申请编号", "text"), "on": ("提交日期", "day")}, key=("application",))
    asked_on = whole["application"].map(asked.set_index("application")["on"])
    found = pd.concat([
        whole.assign(on=asked_on.fillna(whole["due"]), is_once=True), grants[~one_off].assign(on=grants["since"].fillna(grants["due"]), is_once=False),
    ], ignore_index=True)  # fmt: skip
    found = _situated(found, books, dossiers).reset_index(names="no")
    return _held(found, rates).drop(columns=["no", "on"])


def _situated(rows: pd.DataFrame, books: Books, dossiers: Dossiers) -> pd.DataFrame:
    """Add the education by the last roster up to the day (else the first), the level of the facility and the class of its township."""
    roster = dossiers.table("花名册", "+基准日期", {"person": ("身份证号", "text"), "at": ("基准日期", "day"), "education": ("学历", "text")})
    roster = roster[roster["education"] != ""].sort_values("at").assign(education=lambda r: r["education"].map(EDUCATION))
    first = roster.drop_duplicates("person").set_index("person")["education"]
    rows = pd.merge_asof(rows.sort_values("on"), roster, left_on="on", right_on="at", by="person")
    kind = dossiers.table("机构名录", "机构名录", {"place": ("机构代码", "text"), "type": ("机构类型", "text")}, key=("place",)).set_index("place")["type"]
    remote = rows["place"].map(books.home["township"]).map(books.region.set_index("code")["remoteness"])
    return rows.assign(
        education=rows["education"].fillna(rows["person"].map(first)), level=rows["place"].map(kind).map(FACILITY_LEVELS),
        remoteness=remote.map(REMOTENESS),
    )  # fmt: skip


def _held(rows: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Keep rows that one rate fits best: in force on the day, agreeing in what it names, naming most; with what it makes of them."""
    words = {"education": EDUCATION, "level": LEVELS, "remoteness": REMOTENESS}
    rates = rates.assign(**{name: rates[name].map(words[name]).fillna("") for name in NAMED})
    pairs = rows.merge(rates.rename(columns={name: f"of_{name}" for name in NAMED}), on="scheme")
    fits = (pairs["first"] <= pairs["on"]) & (pairs["last"].isna() | (pairs["last"] >= pairs["on"]))
    for name in NAMED:
        fits &= (pairs[f"of_{name}"] == "") | (pairs[f"of_{name}"] == pairs[name])
    pairs = pairs[fits].assign(named=lambda p: sum((p[f"of_{name}"] != "").astype(int) for name in NAMED))
    pairs = pairs[pairs["named"] == pairs.groupby("no")["named"].transform("max")].drop_duplicates(["no", "rate", "per"])
    pairs = pairs[~pairs["no"].duplicated(keep=False)]
    until = pairs["until"].fillna(pairs["since"])
    months = 12 * (until.dt.year - pairs["since"].dt.year) + until.dt.month - pairs["since"].dt.month + 1
    times = pairs["per"].map({"每季度": 1 / 3, "每年": 1 / 12, "每月": 1.0}) * months
    times = times.where(pairs["since"].notna() & (pairs["per"] != "一次性"), 1.0).where(pairs["per"] != "每天", pairs["days"])
    return pairs.assign(by_rate=pairs["rate"] * times)[["no", "on", "scheme", "place", "due", "yuan", "by_rate", "is_once"]]

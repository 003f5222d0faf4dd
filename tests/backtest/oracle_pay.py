"""Pay of the demo in plain pandas, written from the counting rules: what is paid, how it grows, how far it is apart, what is owed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.backtest import oracle
from tests.backtest.oracle import DOCTORS, LICENSED, ORDINARY, Books
from tests.backtest.workbooks_pay import Files

ALLOWANCES = ("post_allowance", "remote_allowance")
INSURED = ("机关事业单位养老保险", "城镇职工基本养老保险", "灵活就业人员养老保险", "城乡居民养老保险")
BANDS = (0, 35, 45, 55, 60, 200)
TITLES = ("none", "junior", "intermediate", "associate_senior", "senior")


def person_years(books: Books, files: Files, year: int) -> pd.DataFrame:
    """Rural doctors paid in `year`: person, facility, group, months, paid, annual (NaN below six months), told, allowances, emergency, and
    who they were on the last day in post that was paid for: sex, licence, contract, day."""
    every = books.pay[books.pay["end"].dt.year == year]
    rows, emergency = every[every["component"].isin((*ORDINARY, "total"))], every[every["component"] == "emergency"]
    components = rows[rows["component"] != "total"]
    totals = rows[rows["component"] == "total"]
    untold = set(totals["person"]) - set(components["person"])
    single = rows["start"].dt.to_period("M") == rows["end"].dt.to_period("M")
    worked = oracle._months(rows[~single], year).merge(oracle._months(books.main, year), on=["person", "month"])
    worked = pd.concat([worked, oracle._months(rows[single], year)]).drop_duplicates().groupby("person").size()
    found = pd.DataFrame({"paid": oracle._paid(rows, emergency), "months": worked, "last": rows.groupby("person")["end"].max()})
    found["allowances"] = components[components["component"].isin(ALLOWANCES)].groupby("person")["paid"].sum()
    found["emergency"] = emergency.groupby("person")["paid"].sum()
    found = found.fillna({"allowances": 0.0, "emergency": 0.0}).reset_index(names="person").merge(books.main, on="person")
    found = found[(found["start"] <= found["last"]) & (found["end"] >= pd.Timestamp(year, 1, 1))]
    found = found.sort_values("start").drop_duplicates("person", keep="last")
    found = found[found["group"].isin(DOCTORS)].reset_index(drop=True)
    found["told"] = found["paid"].mask(found["person"].isin(untold))
    found["allowances"] = found["allowances"].mask(found["person"].isin(untold))
    found["annual"] = (found["paid"] / found["months"] * 12).where(found["months"] >= 6)
    found["day"] = found[["last", "end"]].min(axis=1)
    return with_traits(books, files, found)


def with_traits(books: Books, files: Files, people: pd.DataFrame) -> pd.DataFrame:
    """Add sex, licence, age_band, contract, education and title of persons on their `day`, remoteness of their facility."""
    footing = files.footing.sort_values("start").drop_duplicates(["person", "facility", "start"])
    spells = books.spell[["person", "facility", "start", "end", "is_main"]].merge(footing, on=["person", "facility", "start"])
    held = people[["person", "facility", "day"]].merge(spells, on=["person", "facility"]).query("start <= day <= end")
    contract = held.drop_duplicates("person").set_index("person")["contract"]
    schools = oracle.said_of(files.education.sort_values("as_at"), "person", "as_at", "education")
    won = files.title[files.title["passed"]]
    town = books.home["township"]
    sending = set(files.title["facility"].map(town))
    rises = oracle.said_of(won, "person", "on", "level")
    place = dict(zip(books.region["code"], books.region["remoteness"], strict=True))
    days = list(zip(people["person"], people["facility"], people["day"], strict=True))
    age = [oracle.age(p, d.year) for p, _, d in days]
    return people.assign(
        sex=["male" if int(p[16]) % 2 else "female" for p, _, _ in days],
        licence=[books.licence(p, d) for p, _, d in days],
        age_band=np.digitize(age, BANDS),
        contract=people["person"].map(contract).fillna("unknown"),
        education=[_last(schools.get(p, []), d) for p, _, d in days],
        title=[_title(rises.get(p, []), d, town[f] in sending) for p, f, d in days],
        remoteness=people["facility"].map(town).map(place),
    )


def _last(said: list[tuple[pd.Timestamp, str]], day: pd.Timestamp) -> str:
    """What was said last up to a day; before that, what was said first."""
    known = [what for on, what in said if on <= day]
    return known[-1] if known else said[0][1] if said else "unknown"


def _title(rises: list[tuple[pd.Timestamp, int]], day: pd.Timestamp, is_sent: bool) -> str:
    highest = max((level for on, level in rises if on <= day), default=0)
    return TITLES[highest] if highest or is_sent else "unknown"


def pay(books: Books, years: dict[int, pd.DataFrame], level: str, year: int) -> pd.DataFrame:
    """Per region: the figures of pay of a year and its growth against the year before."""
    home = books.home[level]
    now, before = (years[y].assign(region=years[y]["facility"].map(home)) for y in (year, year - 1))
    told = now.dropna(subset=["told"]).groupby("region")[["told", "allowances"]].sum()
    bill = now.groupby("region")["paid"].sum()
    now, before = now.dropna(subset=["annual"]), before.dropna(subset=["annual"])
    annual = now.groupby("region")["annual"]
    quantile = annual.quantile([0.1, 0.9]).unstack()
    found = pd.DataFrame(
        {
            "mean_pay": annual.mean(), "median_pay": annual.median(), "pay_p90_p10": quantile[0.9] / quantile[0.1],
            "pay_highest_lowest": annual.max() / annual.min(), "subsidy_share": told["allowances"] / told["told"],
        }
    )
    for share, least in ((10, 10), (25, 4), (75, 4), (90, 10)):
        found[f"pay_p{share}"] = annual.quantile(share / 100).where(annual.size() >= least)
    for column, (first, second) in _SIDES.items():
        a, b = (now[now[column].isin(side)].groupby("region")["annual"].mean() for side in (first, second))
        found[f"pay_gap_{column}"] = (a - b) / a
    grown = growth(now, before, books.price[year] / books.price[year - 1])
    return found.join(grown, how="outer").join(bill.rename("pay_bill"), how="outer")


_SIDES = {
    "sex": (("male",), ("female",)),
    "contract": (("established", "county_managed"), ("township_hired", "contract", "village_hired", "agency", "rehired", "temporary")),
    "licence": (LICENSED, ("village_certificate", "none")),
}


def growth(now: pd.DataFrame, before: pd.DataFrame, prices: float) -> pd.DataFrame:
    """Per region: growth of the mean of all pay, and its five parts; for the same composition; of ordinary pay, nominal and real."""
    means = {y: rows.groupby("region")[["annual", "emergency"]].mean() for y, rows in (("now", now), ("before", before))}
    both = now.merge(before, on=["person", "region"], suffixes=("_now", "_before"))
    stayed = both.groupby("region").agg(now=("annual_now", "mean"), before=("annual_before", "mean"))
    monthly = both["allowances_now"] / both["months_now"] - both["allowances_before"] / both["months_before"]
    known = monthly.notna().groupby(both["region"]).mean() >= 0.95
    allowances = (monthly * 12).groupby(both["region"]).sum() / both.groupby("region").size()
    whole = means["before"].sum(axis=1)
    same = (stayed["now"] - stayed["before"]) / whole
    parts = pd.DataFrame(
        {
            "pay_growth_total": means["now"].sum(axis=1) / whole - 1,
            "pay_growth_nominal": means["now"]["annual"] / means["before"]["annual"] - 1,
            "pay_growth_emergency": (means["now"]["emergency"] - means["before"]["emergency"]) / whole,
            "pay_growth_composition": (means["now"]["annual"] - means["before"]["annual"]) / whole - same,
            "pay_growth_subsidy": (allowances / whole).where(known),
            "pay_growth_prices": stayed["before"] * (prices - 1) / whole,
        }
    )
    parts["pay_growth_rest"] = same - parts["pay_growth_subsidy"] - parts["pay_growth_prices"]
    parts["pay_growth_real"] = (1 + parts["pay_growth_nominal"]) / prices - 1
    parts["pay_growth_adjusted"] = _held(now, before)
    return parts


def _held(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    cells = ["region", "group", "licence", "title"]
    old, new = (rows.groupby(cells)["annual"].agg(["size", "mean"]) for rows in (before, now))
    shared = old.merge(new, left_index=True, right_index=True, suffixes=("_old", "_new"))
    top = (shared["size_old"] * shared["mean_new"]).groupby("region").sum()
    return top / (shared["size_old"] * shared["mean_old"]).groupby("region").sum() - 1


def adjusted_gap(people: pd.DataFrame, column: str) -> float:
    """1 − exp(b) by least squares on dummies of everything else; NaN where b cannot be told from the rest."""
    first, second = _SIDES[column]
    rows = people[people[column].isin((*first, *second)) & (people["annual"] > 0)]
    others = [c for c in ("group", "sex", "age_band", "licence", "education", "title", "contract", "remoteness") if c != column]
    like = pd.get_dummies(rows[others].astype(str), drop_first=True, dtype=float)
    own = rows[column].isin(second).to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(rows)), like.to_numpy(), own])
    if np.linalg.matrix_rank(design) == np.linalg.matrix_rank(design[:, :-1]):
        return float("nan")
    b = np.linalg.lstsq(design, np.log(rows["annual"].to_numpy(dtype=float)), rcond=None)[0][-1]
    return float(1 - np.exp(b))


def arrears(books: Books, files: Files, level: str, year: int) -> pd.DataFrame:
    """Per region: yuan owed to rural doctors at the end of `year`, and months owed a person owed."""
    day = pd.Timestamp(year, 12, 31)
    rows = files.due[(files.due["person"] != "") & files.due["component"].isin((*ORDINARY, "emergency")) & (files.due["due"] > 0)]
    late = rows["end"] + pd.offsets.MonthEnd(0) + pd.offsets.MonthEnd(1)
    waits = (late <= day) & ((rows["paid_on"] > day) | (rows["paid_on"].isna() & rows["paid"].isna()))
    short = (late <= day) & ~waits & (rows["due"] - rows["paid"] >= 0.005)
    owed = rows.assign(owed=rows["due"].where(waits, rows["due"] - rows["paid"]))[waits | short]
    posts = owed.reset_index().merge(books.main, on="person", suffixes=("", "_post"))
    posts = posts[(posts["start_post"] <= posts["end"]) & (posts["end_post"] >= posts["start"])]
    posts = posts.sort_values("start_post").drop_duplicates("index", keep="last")
    posts = posts[posts["group"].isin(DOCTORS)]
    posts = posts.assign(region=posts["facility"].map(books.home[level]), month=posts["end"].dt.to_period("M"))
    months = posts.drop_duplicates(["region", "person", "month"]).groupby("region").size()
    persons = posts.drop_duplicates(["region", "person"]).groupby("region").size()
    return pd.DataFrame({"pay_arrears": posts.groupby("region")["owed"].sum(), "pay_arrears_months": months / persons})


def pension(books: Books, files: Files, level: str, year: int) -> pd.Series:
    """Per region: share in a pension scheme of rural doctors in post at the end of `year` whose scheme is known."""
    day = pd.Timestamp(year, 12, 31)
    main, spell = books.main, books.spell
    people = main[(main["start"] <= day) & (main["end"] >= day) & main["group"].isin(DOCTORS)][["person", "facility"]]
    spells = spell[(spell["start"] <= day) & (spell["end"] >= day)][["person", "facility", "start"]]
    held = people.merge(spells, on=["person", "facility"]).merge(files.footing, on=["person", "facility", "start"])
    known = held[held["pension"] != ""].drop_duplicates("person")
    return known["pension"].isin(INSURED).groupby(known["facility"].map(books.home[level])).mean()

"""Training, credits, titles, licences, exams and surveys of the demo in plain pandas, written from the counting rules."""

from __future__ import annotations

import pandas as pd

from tests.backtest import oracle
from tests.backtest.oracle import DOCTORS, LICENSED, Books
from tests.backtest.workbooks_pay import Files

DAY = pd.Timedelta(days=1)
YEARS_IN_LEVEL = {0: 1, 1: 5, 2: 5, 3: 5}  # by level of title, 0 none
BELOW = ("village_certificate", "rural_assistant", "assistant")
ROLES = {"licence": ("执业医师资格考试", "执业助理医师资格考试", "乡村全科执业助理医师资格考试"), "title": ("初级职称考试", "中级职称考试"), "appraisal": ("定期考核",)}
PASSED, FAILED = ("合格", "优秀", "通过"), ("不合格",)


def in_post(books: Books, rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """Rows of persons who were rural doctors at a main post on the day of the column `day`; post_facility is where."""
    posts = books.main[["person", "facility", "group", "start", "end"]].rename(columns={"facility": "post_facility"})
    held = rows.reset_index(names="row").merge(posts, on="person")
    return held[(held["start"] <= held[day]) & (held["end"] >= held[day]) & held["group"].isin(DOCTORS)]


def courses(books: Books, files: Files, level: str, first: str, last: str) -> pd.DataFrame:
    """Per region: shares of attendances begun between two days that passed, were completed; online likewise; online enrolments."""
    rows = in_post(books, files.training[files.training["on"].between(first, last)], "on")
    rows = rows.assign(
        region=rows["facility"].map(books.home[level]), passed=rows["result"] == "合格", examined=rows["result"].isin(("合格", "不合格")),
        completed=rows["done"].notna() | (rows["result"] == "合格"), begun=rows["minutes"] > 0,
    )
    online = rows[rows["mode"] == "线上"]
    counted = online.groupby("region")[["completed", "passed", "begun"]].mean()
    return pd.DataFrame(
        {
            "training_pass_rate": rows[rows["examined"]].groupby("region")["passed"].mean(),
            "training_completion_rate": rows.groupby("region")["completed"].mean(), "online_enrolments": online.groupby("region").size(),
            "online_begun_share": counted["begun"], "online_completion_rate": counted["completed"], "online_pass_share": counted["passed"],
        }
    )


def learning(books: Books, files: Files, level: str, year: int) -> pd.DataFrame:
    """Per region: hours and credits a person in post at the year's end, and the shares with the credits asked of physicians."""
    day, home = pd.Timestamp(year, 12, 31), books.home[level]
    people = books.main.query("start <= @day <= end and group in @DOCTORS").set_index("person")
    came = files.training[files.training["on"].dt.year == year]
    by_class = {k: came[came["credit_class"] == k].groupby("person")["credits"].sum() for k in ("I类", "II类")}
    sums = came.groupby("person")[["hours", "credits"]].sum()
    people = people.join(sums).fillna({"hours": 0.0, "credits": 0.0})
    first, second = (by_class[k].reindex(people.index).fillna(0.0) for k in ("I类", "II类"))
    people = people.assign(region=people["facility"].map(home), class_1=first >= 5, class_2=second >= 15)
    people["met"] = people["class_1"] & people["class_2"] & (first.clip(upper=10) + second.clip(upper=20) >= 25)
    subject = people[[books.licence(p, day) in LICENSED for p in people.index]]
    credits = subject.groupby("region")[["met", "class_1", "class_2"]].mean()
    means = people.groupby("region")[["hours", "credits"]].mean()
    return pd.DataFrame(
        {
            "training_hours_per_person": means["hours"], "training_credits_per_person": means["credits"], "credit_completion": credits["met"],
            "credit_completion_class_1": credits["class_1"], "credit_completion_class_2": credits["class_2"],
        }
    )


def promotion(books: Books, files: Files, level: str, year: int) -> pd.Series:
    """Per region: share of those who could rise to a higher title in `year` who did."""
    opening, last, home, town = pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31), books.home[level], books.home["township"]
    people = books.main.query("start <= @opening <= end and group in @DOCTORS").set_index("person")
    won = files.title[files.title["passed"]]
    before = won[won["on"] <= opening].groupby("person")["level"].max()
    people = people.assign(level=before.reindex(people.index).fillna(0).astype(int)).query("level < 4")
    sending = set(files.title["facility"].map(town))
    people = people[(people["level"] > 0) | people["facility"].map(town).isin(sending)]
    reached = won.groupby(["person", "level"])["on"].min().to_dict() | {(p, 0): d for p, d in books.spell.groupby("person")["start"].min().items()}
    since = pd.to_datetime(pd.Series({p: reached[p, k] for p, k in people["level"].items()}))
    people = people[[d + pd.DateOffset(years=YEARS_IN_LEVEL[k]) <= last for d, k in zip(since, people["level"], strict=True)]]
    risen = won[(won["on"] > opening) & (won["on"] <= last)].groupby("person")["level"].max()
    now = books.main.query("start <= @last <= end").set_index("person")["facility"].reindex(people.index).fillna(people["facility"])
    return (risen.reindex(people.index).fillna(-1) > people["level"]).groupby(now.map(home)).mean()


def upgrading(books: Books, files: Files, level: str, first: str, last: str) -> pd.Series:
    """Per region: first licences above those held before, per 100 person-years in post of those who can still rise."""
    begin, end, home = pd.Timestamp(first), pd.Timestamp(last), books.home[level]
    firsts = files.licence.groupby(["person", "on"])["rank"].min().reset_index().sort_values("on")
    firsts["held"] = firsts.groupby("person")["rank"].transform(lambda r: r.cummin().shift())
    risen = in_post(books, firsts.query("rank < held and on >= @begin and on <= @end").assign(before=lambda r: r["on"] - DAY), "before")
    risen = risen[[books.licence(p, d) in BELOW for p, d in zip(risen["person"], risen["before"], strict=True)]]
    top = risen.groupby(risen["post_facility"].map(home)).size()
    days: dict[str, int] = {}
    posts = books.main.query("start <= @end and end >= @begin and group in @DOCTORS")
    for r in posts.itertuples():
        region = home[r.facility]
        days[region] = days.get(region, 0) + _days_below(books, r.person, max(r.start, begin), min(r.end, end))
    years = pd.Series(days, dtype=float) / 365.25
    return top.reindex(years.index).fillna(0.0) / years.where(years > 0) * 100


def _days_below(books: Books, person: str, first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Days between two, both counted, on which a person's licence can still rise."""
    cuts = [first, *(on for on, _ in books.licences.get(person, []) if first < on <= last), last + DAY]
    return sum((b - a).days for a, b in zip(cuts, cuts[1:], strict=False) if books.licence(person, a) in BELOW)


def exams(books: Books, files: Files, level: str, first: str, last: str) -> pd.DataFrame:
    """Per region: share passed of sittings with a result, by kind of exam."""
    rows = in_post(books, files.exam[files.exam["on"].between(first, last) & files.exam["result"].isin((*PASSED, *FAILED))], "on")
    region, passed = rows["facility"].map(books.home[level]), rows["result"].isin(PASSED)
    return pd.DataFrame(
        {role: passed[rows["kind"].isin(kinds)].groupby(region[rows["kind"].isin(kinds)]).mean() for role, kinds in ROLES.items()}
    )


def knowledge(books: Books, files: Files, level: str, year: int) -> pd.DataFrame:
    """Per region: mean change of the score of those who answered in `year` and in the survey before, trained in between or not."""
    waves = sorted(y for y in files.survey["year"].unique() if y <= year)
    said = files.survey[(files.survey["item"] == "政策知晓得分")].sort_values("year")
    said = said.assign(before=said.groupby("person")["value"].shift(), since=said.groupby("person")["year"].shift())
    pairs = said[(said["year"] == year) & said["before"].notna()].assign(day=pd.Timestamp(year, 12, 31))
    assert len(waves) > 1
    pairs = in_post(books, pairs, "day")
    came = pairs.merge(files.training[["person", "on"]], on="person", suffixes=("", "_course"))
    taught = set(came[(came["on"] > pd.to_datetime(came["since"].astype(int).astype(str) + "-12-31")) & (came["on"] <= came["day"])]["person"])
    parent = dict(zip(books.region["code"], books.region["parent"], strict=True))
    region = pairs["region"]
    for _ in range(oracle.LEVELS.index("township") - oracle.LEVELS.index(level)):
        region = region.map(parent)
    change, trained = pairs["value"] - pairs["before"], pairs["person"].isin(taught)
    return pd.DataFrame(
        {
            "knowledge_change": change[trained].groupby(region[trained]).mean(),
            "knowledge_change_untrained": change[~trained].groupby(region[~trained]).mean(),
        }
    )

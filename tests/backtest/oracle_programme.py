"""Programmes, equipment and services of the demo in plain pandas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tests.backtest.dossiers import NEVER, Dossiers, Window
from tests.backtest.oracle import DOCTORS, Books

ONLINE_DAYS = 20  # the site's default
KIT = ("血压计", "血糖仪", "健康一体机", "计算机")  # of the demo's site
WORKING = ("在用", "闲置")
CONNECTED = ("移动网络", "有线宽带", "卫生专网", "卫星")
ELECTRONIC = ("单机软件", "县域统一平台", "省级统一平台")
CASH = ("安家费", "科研启动经费", "特殊津贴")
CLINICS = ("村卫生室", "村卫生所", "社区卫生服务站")
DAY = pd.Timedelta(days=1)
REGIONS = ("prefecture", "county", "township")


def _month_end(month: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(month + "-01") + pd.offsets.MonthEnd(0)


@dataclass(frozen=True)
class Programmes:
    """Frames with place and day (`on`, or `since` and `until`), one a register."""

    books: Books
    dossiers: Dossiers

    def _now(self, place: pd.Series[str]) -> pd.Series[str]:
        return place.replace(self.dossiers.successor)

    @cached_property
    def budgets(self) -> pd.DataFrame:
        """place, year, executed and approved of closed lines, executed_of_adjusted and adjusted of those with an adjusted amount."""
        rows = self.dossiers.table("补贴台账", "预算执行", {
            "place": ("地区代码", "text"), "year": ("年份", "number"), "line": ("预算项目", "text"), "source": ("资金来源", "text"),
            "approved": ("批准金额", "number"), "adjusted": ("调整后预算", "number"), "executed": ("执行数", "number"),
        }, key=("place", "year", "line", "source"))  # fmt: skip
        closed = rows.dropna(subset=["executed"])
        return closed.assign(executed_of_adjusted=closed["executed"].where(closed["adjusted"].notna()))

    @cached_property
    def partners(self) -> pd.DataFrame:
        """place, since (due), until, met: as it stood from the day due, changed on the day it was met late."""
        rows = self.dossiers.table("政策与评价", "合作承诺", {
            "place": ("受益地区代码", "text"), "due": ("兑现时限", "day"), "said": ("是否兑现", "text"), "met_on": ("兑现日期", "day"),
        })  # fmt: skip
        rows = rows[(rows["said"] != "") | rows["met_on"].notna()].assign(place=self._now(rows["place"]), count=1.0, since=rows["due"])
        late = rows["met_on"] > rows["due"]
        first = rows.assign(until=rows["met_on"].where(late, NEVER), met=((rows["said"] != "否") & ~late) * 1.0)
        return pd.concat([first, rows[late].assign(since=rows["met_on"], until=NEVER, met=1.0)])

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """place, since (due), until, on_time."""
        rows = self.dossiers.table("政策与评价", "政策任务落实", {
            "policy": ("政策编号", "text"), "place": ("责任地区代码", "text"), "item": ("任务事项", "text"), "since": ("完成时限", "day"),
            "done": ("完成日期", "day"),
        }, key=("policy", "place", "item"))  # fmt: skip
        return rows.assign(place=self._now(rows["place"]), until=NEVER, count=1.0, on_time=(rows["done"] <= rows["since"]) * 1.0)

    def idle_places(self, day: pd.Timestamp) -> pd.DataFrame:
        """place, idle: places with a task due by `day`; idle 1 where none was done by then."""
        found = [
            (place, 0.0 if (rows["done"] <= day).any() else 1.0)
            for place, rows in self.milestones.groupby("place") if (rows["since"] <= day).any()
        ]  # fmt: skip
        return pd.DataFrame(found, columns=["place", "idle"])

    @cached_property
    def honours(self) -> pd.DataFrame:
        """place, on, honours of persons who were rural doctors on the day."""
        rows = self.dossiers.table("人事档案", "荣誉表彰", {
            "person": ("身份证号", "text"), "place": ("机构代码", "text"), "honour": ("荣誉名称", "text"), "on": ("授予日期", "day"),
        }, key=("person", "honour", "on"))  # fmt: skip
        posts = self.books.main[self.books.main["group"].isin(DOCTORS)]
        held = rows.reset_index().merge(posts, on="person").query("start <= on <= end")
        return rows.loc[sorted(set(held["index"]))].assign(honours=1.0)

    def doctors(self, window: Window) -> pd.DataFrame:
        """place, persons: doctors in post on the last day."""
        people = self.books.main.query("start <= @window.last <= end and group in @DOCTORS")
        return pd.DataFrame({"place": people["facility"], "persons": 1.0})

    @cached_property
    def talents(self) -> pd.DataFrame:
        """place, since, until of memberships; the day of leaving still counts."""
        rows = self.dossiers.table("人事档案", "人才计划入选", {
            "person": ("身份证号", "text"), "place": ("机构代码", "text"), "scheme": ("人才计划", "text"), "since": ("入选日期", "day"),
            "left": ("退出日期", "day"),
        }, key=("person", "scheme", "since"))  # fmt: skip
        return rows.assign(until=(rows["left"] + DAY).fillna(NEVER), members=1.0)

    @cached_property
    def benefits(self) -> pd.DataFrame:
        """place, on, cash (yuan), in_kind (times)."""
        rows = self.dossiers.table("人事档案", "人才待遇落实", {
            "person": ("身份证号", "text"), "place": ("机构代码", "text"), "scheme": ("人才计划", "text"), "kind": ("待遇类别", "text"),
            "yuan": ("待遇金额", "number"), "on": ("落实日期", "day"),
        }, key=("person", "scheme", "kind", "on"))  # fmt: skip
        cash = rows["kind"].isin(CASH)
        return rows.assign(cash=rows["yuan"].fillna(0.0).where(cash, 0.0), in_kind=(~cash) * 1.0)

    @cached_property
    def offers(self) -> pd.DataFrame:
        """place, on, offers, accepted of posts for which somebody was made an offer."""
        rows = self.dossiers.table("人事档案", "岗位设置", {
            "post": ("岗位编号", "text"), "place": ("机构代码", "text"), "offers": ("录用通知数", "number"), "on": ("发出录用通知日期", "day"),
            "yes": ("接受录用日期", "day"),
        }, key=("post",)).dropna(subset=["on"])  # fmt: skip
        return rows.assign(offers=rows["offers"].fillna(1.0).clip(lower=1.0), accepted=rows["yes"].notna() * 1.0)

    @cached_property
    def awareness(self) -> pd.DataFrame:
        """place, year, aware, asked: answers of persons."""
        rows = self.dossiers.table("人事档案", "意愿与知识调查", {
            "person": ("身份证号", "text"), "place": ("地区代码", "text"), "year": ("调查时期", "number"), "item": ("调查项目", "text"),
            "aware": ("调查结果", "number"),
        }, key=("person", "place", "year", "item"))  # fmt: skip
        return rows[rows["item"] == "知晓补贴政策"].assign(place=self._now(rows["place"]), asked=1.0)

    @cached_property
    def digital(self) -> pd.DataFrame:
        """place, since, until and for device, network, system and all: 1, 0 or not known."""
        rows = self.dossiers.table("机构名录", "机构名录", {
            "place": ("机构代码", "text"), "opened": ("开办日期", "day"), "closed": ("关闭日期", "day"), "devices": ("智能设备台数", "number"),
            "network": ("网络接入方式", "text"), "system": ("诊疗信息系统", "text"), "online": ("最近在线日期", "day"),
        }, key=("place",))  # fmt: skip
        told = rows["online"].max()
        known = pd.DataFrame({
            "device": (rows["devices"] > 0).astype(float).where(rows["devices"].notna()),
            "network": rows["network"].isin(CONNECTED).astype(float).where(rows["network"] != ""),
            "system": rows["system"].isin(ELECTRONIC).astype(float).where(rows["system"] != ""),
        })  # fmt: skip
        known["ready"] = (known.min(axis=1)).where(known.notna().all(axis=1) | (known.min(axis=1) == 0))
        since = rows["opened"].where(rows["opened"] > told, told)
        return known.assign(place=rows["place"], since=since, until=rows["closed"].fillna(NEVER))

    @cached_property
    def months_online(self) -> pd.DataFrame:
        """place, on (last day of the month), months, online."""
        rows = self.dossiers.table("机构开诊", "-", {
            "place": ("机构代码", "text"), "month": ("月份", "text"), "days": ("在线天数", "number"),
        }, key=("place", "month")).dropna(subset=["days"])  # fmt: skip
        return rows.assign(on=_month_end(rows["month"]), months=1.0, online=(rows["days"] >= ONLINE_DAYS) * 1.0)

    @cached_property
    def assets(self) -> pd.DataFrame:
        """place, kind, state, counted (day), used (since), fault (days)."""
        return self.dossiers.table("机构服务", "医疗设备", {
            "place": ("机构代码", "text"), "code": ("设备编号", "text"), "kind": ("设备类别", "text"), "used": ("启用日期", "day"),
            "counted": ("盘点日期", "day"), "state": ("设备状态", "text"), "fault": ("故障停用天数", "number"),
        }, key=("place", "code"))  # fmt: skip

    @cached_property
    def kits(self) -> pd.DataFrame:
        """place, since (counted), until, clinics, complete of clinics whose equipment was counted."""
        kinds = self.dossiers.table("机构名录", "机构名录", {
            "code": ("机构代码", "text"), "type": ("机构类型", "text"), "closed": ("关闭日期", "day"),
        }, key=("code",)).set_index("code")  # fmt: skip
        found = []
        for place, rows in self.assets.groupby("place"):
            if kinds.at[place, "type"] in CLINICS:
                usable = set(rows.loc[rows["state"].isin(WORKING), "kind"])
                counted = rows["counted"].max()
                gone = kinds.at[place, "closed"]
                until = min(counted + pd.DateOffset(months=12), NEVER if pd.isna(gone) else gone)
                found.append((place, counted, until, 1.0, float(usable >= set(KIT))))
        return pd.DataFrame(found, columns=["place", "since", "until", "clinics", "complete"])

    @cached_property
    def uptime(self) -> pd.DataFrame:
        """place, since (counted), until, days, working."""
        rows = self.assets[(self.assets["state"] != "报废") & self.assets["fault"].notna()]
        days = (rows["counted"] - rows["used"]).dt.days.fillna(365).clip(0, 365)
        until = rows["counted"] + pd.DateOffset(months=12)
        return rows.assign(since=rows["counted"], until=until, days=days, working=(days - rows["fault"]).clip(lower=0))

    @cached_property
    def shortages(self) -> pd.DataFrame:
        """place, on (last day of the month), months, short (days, summed over the items)."""
        rows = self.dossiers.table("机构服务", "耗材缺货", {
            "place": ("机构代码", "text"), "month": ("月份", "text"), "item": ("耗材名称", "text"), "short": ("缺货天数", "number"),
        }, key=("place", "month", "item"))  # fmt: skip
        months = rows.groupby(["place", "month"], as_index=False)["short"].sum()
        return months.assign(on=_month_end(months["month"]), months=1.0)

    @cached_property
    def aided(self) -> pd.DataFrame:
        """place, on (last day of the month), months, used_months, judged and accepted readings."""
        rows = self.dossiers.table("智能辅诊", "-", {
            "place": ("机构代码", "text"), "month": ("月份", "text"), "used": ("辅诊使用次数", "number"), "accepted": ("辅诊采纳次数", "number"),
        }, key=("place", "month")).dropna(subset=["used"])  # fmt: skip
        judged = rows["used"].where(rows["accepted"].notna(), 0.0)
        return rows.assign(on=_month_end(rows["month"]), months=1.0, used_months=(rows["used"] > 0) * 1.0, judged=judged)

    @cached_property
    def services(self) -> pd.DataFrame:
        """place, year and the counts of a year; each share beside its own base, where both were filed."""
        rows = self.dossiers.table("机构服务", "服务量", {
            "place": ("机构代码", "text"), "year": ("所属时期", "number"), "kept": ("健康档案建档数", "number"), "used": ("动态使用档案数", "number"),
            "events": ("健教次数", "number"), "attended": ("健教参加人次", "number"), "h_reg": ("高血压登记人数", "number"),
            "h_man": ("高血压规范管理人数", "number"), "h_con": ("高血压控制人数", "number"), "d_reg": ("糖尿病登记人数", "number"),
            "d_man": ("糖尿病规范管理人数", "number"), "d_con": ("糖尿病控制人数", "number"),
        }, key=("place", "year"))  # fmt: skip
        for top, base in (("used", "kept"), ("h_man", "h_reg"), ("h_con", "h_man"), ("d_man", "d_reg"), ("d_con", "d_man")):
            both = rows[top].notna() & rows[base].notna()
            rows[f"{top}_top"], rows[f"{top}_base"] = rows[top].where(both), rows[base].where(both)
        return rows.assign(clinics=rows["events"].notna().astype(float).where(rows["events"].notna()))

    def people(self, level: str, year: int) -> pd.Series[float]:
        """Residents by region of a level."""
        rows = self.books.population.query("year == @year and kind == 'resident'")
        parent = dict(zip(self.books.region["code"], self.books.region["parent"], strict=True))
        place = rows["code"]
        for _ in range(("township", "county", "prefecture").index(level)):
            place = place.map(parent)
        return rows["persons"].groupby(place).sum()

    def home(self, level: str) -> dict[str, str]:
        """Facility, township, county or prefecture -> its region of the level; places above it have none."""
        parent = dict(zip(self.books.region["code"], self.books.region["parent"], strict=True))
        known = dict(self.books.home[level])
        for code in parent if level in REGIONS else ():
            line = [code]
            while parent.get(line[0]):
                line.insert(0, parent[line[0]])
            if len(line) > REGIONS.index(level):
                known[code] = line[REGIONS.index(level)]
        return known

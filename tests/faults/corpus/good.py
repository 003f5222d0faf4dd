"""Good workbooks, one for each of a dozen kinds of table: what is written in them, and what has to be loaded from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipelines.demo.people import id_number

Value = str | float | int | bool | date | None
HEADER_ROW = 2  # as a spreadsheet shows it; a title stands above, data from row 3 on
FIRST_ROW = 3


@dataclass(frozen=True)
class Good:
    """A table without fault. `columns` are the dataset's names of `header`, "" where a column goes no further."""

    dataset: str
    stem: str
    title: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    codes: dict[str, str | bool] = field(default_factory=dict)
    given: dict[str, Value] = field(default_factory=dict)  # columns the table has from its title
    into: tuple[str, str] | None = None  # of a wide table: the columns that take the kind and its number

    def at(self, header: str) -> int:
        """Return the place of a column."""
        return self.header.index(header)

    def loaded(self) -> list[dict[str, Any]]:
        """Return the rows as they have to be loaded, by name of the dataset's column."""
        whole = [
            {name: self.codes.get(str(v), v) for name, v in zip(self.columns, row, strict=True) if name} | self.given
            for row in self.rows
        ]  # fmt: skip
        if self.into is None:
            return whole
        (kind, number), kinds = self.into, self.columns[1:]
        return [
            {k: v for k, v in row.items() if k not in kinds} | {kind: name, number: row[name]} for row in whole for name in kinds
        ]


def _people(count: int) -> list[tuple[str, str, date, str]]:
    born = [date(1961 + 5 * i, 1 + i, 11 + i) for i in range(count)]
    return [("测试" + "甲乙丙丁戊己庚辛"[i], id_number(day, i % 2 == 1, 7 * i + 1, 101), day, "女" if i % 2 else "男") for i, day in enumerate(born)]


PEOPLE = _people(6)
PLACES = ("140322203-V01", "140322203-V02", "140322203-T", "140322107-V01", "140322107-V02", "140322107-T")
_SEX: dict[str, str | bool] = {"男": "male", "女": "female"}
_YES_NO: dict[str, str | bool] = {"是": True, "否": False}
_GROUPS: dict[str, str | bool] = {"乡村医生": "village_doctor", "乡镇卫生院医生": "township_doctor", "乡镇卫生院护士": "township_nurse"}
_ENDED = date(2023, 12, 31)


def _rows(*tables: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(row) for row in zip(*tables, strict=True))


_NAMES, _IDS, _BORN, _SEXES = ([p[i] for p in PEOPLE] for i in range(4))
_STAFF = ["乡村医生", "乡村医生", "乡镇卫生院医生", "乡村医生", "乡村医生", "乡镇卫生院护士"]

ROSTER = Good(
    "roster", "花名册", "2023年末盂县乡村医生花名册",
    ("姓名", "身份证号", "出生日期", "性别", "机构代码", "人员类别", "执业资格", "是否主要岗位", "基准日期"),
    ("", "", "", "sex", "facility_code", "staff_group", "licence", "is_main_post", "as_at"),
    _rows(_NAMES, _IDS, _BORN, _SEXES, PLACES, _STAFF, ["乡村医生证", "执业助理医师", "执业医师", "乡村医生证", "执业助理医师", None],
          ["是", "是", "是", "否", "是", "是"], [_ENDED] * 6),
    _SEX | _GROUPS | _YES_NO | {"乡村医生证": "village_certificate", "执业助理医师": "assistant", "执业医师": "physician"},
)  # fmt: skip
EMPLOYMENT = Good(
    "employment", "任职记录", "盂县任职记录", ("姓名", "身份证号", "机构代码", "人员类别", "到岗日期", "离岗日期", "离岗原因", "全时当量"),
    ("", "", "facility_code", "staff_group", "start_on", "end_on", "exit_reason", "fte"),
    _rows(_NAMES, _IDS, PLACES, _STAFF, [date(1994 + 4 * i, 3, 2 + i) for i in range(6)],
          [None, date(2022, 6, 30), None, date(2021, 1, 31), None, None], [None, "辞职", None, "退休", None, None],
          [1, 0.8, 1, 0.5, 1, 1]),
    _GROUPS | {"辞职": "resigned", "退休": "retired"},
)  # fmt: skip
PAY = Good(
    "pay", "薪酬台账", "2023年12月薪酬台账", ("姓名", "身份证号", "机构代码", "薪酬项目", "所属期起", "所属期止", "应发金额", "实发金额", "发放日期"),
    ("", "", "facility_code", "pay_component", "period_start", "period_end", "due_yuan", "paid_yuan", "paid_on"),
    _rows(_NAMES, _IDS, PLACES, ["基本工资"] * 6, [date(2023, 12, 1)] * 6, [_ENDED] * 6, [900.0, 1120.5, 3400.0, 900.0, 1020.0, 2890.25],
          [900.0, 1120.5, 3400.0, 900.0, 1000.0, 2890.25], [date(2024, 1, 10)] * 6),
    {"基本工资": "base"},
)  # fmt: skip
RETURN = Good(
    "workforce_return", "人员年报", "2022年盂县乡村医生人员年报", ("机构代码", "人员类别", "在岗人数", "其中女性"),
    ("facility_code", "staff_group", "headcount", "female"),
    _rows(PLACES, _STAFF, [2, 3, 14, 1, 2, 21], [1, 0, 6, 1, 1, 20]), _GROUPS, {"period": "2022"},
)
POPULATION = Good(
    "population", "人口", "盂县人口", ("地区代码", "年份", "人口口径", "人口数", "数据来源"),
    ("region_code", "period", "population_kind", "persons", "origin"),
    _rows(["140322203", "140322203", "140322107", "140322107"], ["2022", "2023"] * 2, ["常住人口"] * 4, [16_600, 16_450, 17_800, 17_640],
          ["统计年鉴"] * 4), {"常住人口": "resident"},
)  # fmt: skip
WIDE = Good(
    "population", "各口径人口", "2023年盂县人口", ("地区代码", "户籍人口", "常住人口", "服务人口"), ("region_code", "household", "resident", "served"),
    _rows(["140322203", "140322107", "140322101"], [17_350, 18_720, 9_010], [16_600, 17_800, 8_400], [16_100, 17_260, 8_390]), {}, {"period": "2023"},
    ("population_kind", "persons"),
)
FACILITY = Good(
    "facility", "机构名录", "盂县机构名录", ("机构代码", "机构名称", "机构类型", "所在乡镇代码", "城乡", "经度", "纬度", "开办日期"),
    ("facility_code", "facility_name", "facility_type", "region_code", "rurality", "longitude", "latitude", "opened_on"),
    _rows(PLACES, ["一村卫生室", "二村卫生室", "样例卫生院", "三村卫生室", "四村卫生室", "示范卫生院"],
          ["村卫生室", "村卫生室", "乡镇卫生院", "村卫生室", "村卫生室", "乡镇卫生院"], [p[:9] for p in PLACES], ["农村"] * 6,
          [113.4 + 0.01 * i for i in range(6)], [38.1 + 0.01 * i for i in range(6)], [date(1974 + i, 5, 1) for i in range(6)]),
    {"村卫生室": "village_clinic", "乡镇卫生院": "township_health_centre", "农村": "rural"},
)  # fmt: skip
REGION = Good(
    "region", "地区名录", "2015年起盂县地区名录", ("地区代码", "地区名称", "层级", "上级代码", "生效日期"),
    ("region_code", "name_zh", "level", "parent_code", "valid_from"),
    _rows(["140322", "140322203", "140322107", "140322101"], ["盂县", "梁家寨乡", "西烟镇", "孙家庄镇"], ["县", "乡镇", "乡镇", "乡镇"],
          ["140300", "140322", "140322", "140322"], [date(2015, 1, 1)] * 4), {"县": "county", "乡镇": "township"},
)  # fmt: skip
PAYMENT = Good(
    "facility_payment", "机构支付", "2023年机构支付表", ("机构代码", "支付项目", "金额"), ("facility_code", "payment_stream", "amount"),
    _rows(PLACES, ["房屋费用"] * 6, [12_000.0, 3_600.0, 45_100.5, 8_200.0, 1_500.0, 60_000.0]), {"房屋费用": "premises"}, {"period": "2023"},
)
PRICES = Good(
    "price_index", "价格指数", "居民消费价格指数", ("年份", "居民消费价格指数", "基期"), ("period", "price_index", "base_period"),
    _rows(["2020", "2021", "2022", "2023"], [112.6, 113.3, 114.9, 115.1], ["2015年=100"] * 4),
)
PHONES = Good(
    "person_private", "通讯录", "人员通讯录", ("身份证号", "姓名", "机构代码", "联系电话"), ("", "person_name", "facility_code", "phone"),
    _rows(_IDS, _NAMES, PLACES, [f"1300000000{i}" for i in range(6)]),
)
LICENCE = Good(
    "licence", "证书", "执业证书登记表", ("姓名", "身份证号", "机构代码", "证书类型", "证书编号", "发证日期", "有效期止"),
    ("", "", "facility_code", "licence_type", "", "issued_on", "valid_to"),
    _rows(_NAMES, _IDS, PLACES, ["乡村医生证"] * 6, [f"V14032200000{i}" for i in range(6)], [date(2019, 6, 1 + i) for i in range(6)],
          [date(2024, 5, 31)] * 6), {"乡村医生证": "village_certificate"},
)  # fmt: skip
TRAINING = Good(
    "training", "培训记录", "2023年培训记录", ("姓名", "身份证号", "机构代码", "培训班编号", "报到（选课）日期", "完成日期", "培训结果", "获得学分"),
    ("", "", "facility_code", "event_id", "enrolled_on", "completed_on", "training_result", "credits"),
    _rows(_NAMES, _IDS, PLACES, ["PX2023-014"] * 6, [date(2023, 4, 10 + i) for i in range(6)], [date(2023, 5, 12 + i) for i in range(6)],
          ["合格"] * 6, [2, 2, 3, 2, 2, 4]), {"合格": "passed"},
)  # fmt: skip
INSURANCE = Good(
    "social_insurance", "社保", "社会保险缴费", ("姓名", "身份证号", "机构代码", "月份", "险种", "是否到账", "缴费金额"),
    ("", "", "facility_code", "period", "insurance_scheme", "is_paid", "contribution_yuan"),
    _rows(_NAMES, _IDS, PLACES, ["2023-12"] * 6, ["养老保险"] * 6, ["是", "是", "否", "是", "是", "是"], [912.0, 640.0, 0.0, 640.0, 640.0, 912.0]),
    _YES_NO | {"养老保险": "pension"},
)  # fmt: skip
GOOD = (ROSTER, EMPLOYMENT, PAY, RETURN, POPULATION, WIDE, FACILITY, REGION, PAYMENT, PRICES, PHONES, LICENCE, TRAINING, INSURANCE)

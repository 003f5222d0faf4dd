"""Columns that two or more datasets share, defined once with their unit."""

from __future__ import annotations

from pipelines.core.column import Column
from pipelines.core.text import Text

FACILITY_CODE = Column(
    name="facility_code", kind="code", title=Text("机构代码", "Facility code"), headers=("机构编码", "Practice Code", "PRAC_CODE"),
    note=Text("机构名录中的代码", "The code of the facility in the register"), example="140322203-V01",
)
REGION_CODE = Column(
    name="region_code", kind="code", title=Text("地区代码", "Region code"), headers=("行政区划代码", "区划代码", "乡镇代码"),
    note=Text("行政区划代码：县 6 位，乡镇 9 位", "The code of the place: 6 digits for a county, 9 for a township"), example="140322203",
)
STAFF_GROUP = Column(
    name="staff_group", kind="text", title=Text("人员类别", "Staff group"), headers=("岗位类别", "人员类型"), codelist="staff_group"
)
SEX = Column(name="sex", kind="text", title=Text("性别", "Sex"), codelist="sex")
LICENCE = Column(
    name="licence", kind="text", title=Text("执业资格", "Licence"), headers=("执业类别", "资格"), codelist="licence"
)
AGE_BAND = Column(name="age_band", kind="text", title=Text("年龄段", "Age band"), codelist="age_band")
RURALITY = Column(
    name="rurality", kind="text", title=Text("城乡", "Rurality"), headers=("城乡属性", "Practice Rurality"), codelist="rurality"
)
ID_NUMBER = Column(
    name="id_number", kind="id_number", title=Text("身份证号", "ID number"), headers=("身份证号码", "公民身份号码", "身份证"),
    personal=True, private=True,
    note=Text(
        "18 位身份证号；确实没有时空着，但须填姓名和出生日期",
        "The 18 characters of the identity card; where there is none leave it blank and give name and date of birth",
    ),
)
NAME = Column(
    name="person_name", kind="text", title=Text("姓名", "Name"), personal=True, private=True,
    note=Text("与身份证一致", "As on the identity card"), example="张三",
)
BIRTH_DATE = Column(
    name="birth_date", kind="date", title=Text("出生日期", "Date of birth"), headers=("出生年月", "生日"), personal=True, private=True,
    note=Text("有身份证号时可不填", "May be left blank where the ID number is given"), example="1980-03-05",
)
FTE = Column(
    name="fte", kind="number", title=Text("全时当量", "FTE"), unit="FTE", headers=("折合全时人数",), minimum=0
)
YEAR = Column(name="year", kind="period", title=Text("年份", "Year"), headers=("年度", "统计年份"))
PERSON_COLUMNS = (ID_NUMBER, NAME, BIRTH_DATE)

# Who fills a sheet in, as the template's notes say it.
COUNTY_BUREAU = Text("县级卫生健康行政部门", "The county health bureau")
TOWNSHIP_CENTRE = Text("乡镇卫生院（社区卫生服务中心）", "The township (community) health centre")
COUNTY_HOSPITAL = Text("县级医院（远程医疗牵头单位）", "The county hospital that leads telemedicine")
PREFECTURE_BUREAU = Text("地（市）级卫生健康行政部门", "The prefecture health bureau")
PUBLISHED = Text("取自公开发布的数据", "Taken from published data")

"""Columns that two or more datasets share, defined once with their unit."""

from __future__ import annotations

from dataclasses import replace

from pipelines.core.column import Column
from pipelines.core.text import Text

REGISTERED_CODE = Column(
    name="facility_code", kind="code", title=Text("机构代码", "Facility code"), headers=("机构编码", "Practice Code", "PRAC_CODE"),
    note=Text("机构名录中的代码", "The code of the facility in the register"), example="140322203-V01",
)
# Clerks write the name where they have no code: these heads are tried after those of codes, and names are looked up in the register.
_NAMES = ("机构名称", "单位名称", "机构", "所在机构", "卫生室名称", "村卫生室名称", "卫生室", "所在卫生室", "所在村卫生室")
_EMPLOYER_NAMES = ("所在单位", "工作单位", "任职机构", "任职单位", "单位")
FACILITY_CODE = replace(
    REGISTERED_CODE, headers=(*REGISTERED_CODE.headers, *_NAMES),
    note=Text(
        "机构名录中的代码；没有代码的可写名录中的全称", "The code of the facility in the register, or its name as the register has it"
    ),
)
REGION_CODE = Column(
    name="region_code", kind="code", title=Text("地区代码", "Region code"), headers=("行政区划代码", "区划代码", "乡镇代码"),
    note=Text("行政区划代码：县 6 位，乡镇 9 位", "The code of the place: 6 digits for a county, 9 for a township"), example="140322203",
)
STAFF_GROUP = Column(
    name="staff_group", kind="text", title=Text("人员类别", "Staff group"), headers=("岗位类别", "人员类型"), codelist="staff_group"
)
SEX = Column(name="sex", kind="text", title=Text("性别", "Sex"), codelist="sex", example="男")
LICENCE = Column(
    name="licence", kind="text", title=Text("执业资格", "Licence"), headers=("执业类别", "资格"), codelist="licence",
    example="乡村医生证",
)
AGE_BAND = Column(name="age_band", kind="text", title=Text("年龄段", "Age band"), codelist="age_band")
RURALITY = Column(
    name="rurality", kind="text", title=Text("城乡", "Rurality"), headers=("城乡属性", "Practice Rurality"), codelist="rurality"
)
ID_NUMBER = Column(
    name="id_number", kind="id_number", title=Text("身份证号", "ID number"), headers=("身份证号码", "公民身份号码", "身份证"),
    personal=True, private=True,
    note=Text(
        "18 位身份证号，有号的必填；本人确实没有身份证号的空着，改填姓名和出生日期",
        "The 18 characters of the identity card, required of whoever has one; for a person who has none leave it blank and give name and "
        "date of birth",
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
    name="fte", kind="number", title=Text("全时当量", "FTE"), unit="FTE", headers=("折合全时人数",), minimum=0, maximum=2, example="0.8",
    beyond=Text("一个人（岗位）一般不超过 1，填的可能是每周工时", "a person (a post) has 1 at most as a rule: perhaps these are hours per week"),
)
LONGITUDE = Column(name="longitude", kind="number", title=Text("经度", "Longitude"), unit="degree", minimum=-180, maximum=180, example="113.471")
LATITUDE = Column(name="latitude", kind="number", title=Text("纬度", "Latitude"), unit="degree", minimum=-90, maximum=90, example="38.438")
VILLAGE_CODE = Column(
    name="village_code", kind="code", title=Text("村代码", "Village code"), headers=("行政村代码", "村级代码", "村（社区）代码"),
    example="140322203201", note=Text("12 位统计用区划代码，文本格式", "the 12 digits of the statistical register, as text"),
)
POLICY_ID = Column(
    name="policy_id", kind="code", title=Text("政策编号", "Policy ID"), headers=("政策代码",), example="P2021-01",
    note=Text("本站点内不重复的编号，可用文号", "an identifier of its own within the site; the document number will do"),
)
REPORTED_FOR = Column(
    name="reported_for", kind="period", title=Text("所属时期", "Period"), headers=("统计时期", "月份", "统计月份", "年月", "年份", "年度", "year"),
    example="2024-07",
    note=Text("月份写成 2024-07，年份写成 2024；整张表同一时期的可写在标题里", "a month as 2024-07, a year as 2024; may stand in the title"),
)
YEAR = Column(name="year", kind="period", title=Text("年份", "Year"), headers=("年度", "统计年份"))
PERSON_COLUMNS = (ID_NUMBER, NAME, BIRTH_DATE)
MONTH = Column(
    name="month", kind="period", title=Text("月份", "Month"), headers=("统计月份", "所属月份", "所属月", "年月"), example="2024-07",
    note=Text("写成 2024-07；整张表同一月份的可写在标题里", "as 2024-07; a month that holds for the whole sheet may stand in its title"),
)
EMPLOYER_CODE = replace(
    FACILITY_CODE, headers=(*FACILITY_CODE.headers, *_EMPLOYER_NAMES),
    note=Text(
        "本人任职机构的代码，与机构名录一致；没有代码的可写名录中的全称",
        "Code of the facility where the person works, as in the facility register, or its name there",
    ),
)
CLINIC_CODE = replace(
    FACILITY_CODE, headers=("机构编码", "基层机构代码", "卫生室代码", "受援机构代码", *_NAMES),
    note=Text("受帮扶的村卫生室或卫生院的代码，与机构名录一致", "Code of the clinic or centre that is helped, as in the facility register"),
)
HOSPITAL_CODE = Column(
    name="hospital_code", kind="code", title=Text("上级医院代码", "Hospital code"), headers=("医院代码", "支援医院代码", "牵头医院代码"),
    example="140300-H01",
    note=Text(
        "牵头或支援医院的代码；在辖区外的医院自编一个固定代码",
        "Code of the hospital that helps; one outside the area gets a code of your own that never changes",
    ),
)
HOSPITAL_NAME = Column(
    name="hospital_name", kind="text", title=Text("上级医院名称", "Hospital name"), headers=("医院名称", "支援医院", "牵头医院"),
    example="示范市人民医院",
)
TALENT_SCHEME = Column(
    name="talent_scheme", kind="text", title=Text("人才计划", "Talent scheme"), headers=("人才计划名称", "人才工程", "人才项目"),
    example="名医培养工程", note=Text("写文件中的全称，前后各表一致", "The full name in the document, the same in every sheet"),
)
EVENT_ID = Column(
    name="event_id", kind="code", title=Text("培训班编号", "Event"), headers=("培训编号", "课程编号", "培训项目编号"), example="PX2023-014",
    note=Text("一个班（一门课）一个编号，与培训活动表一致", "One for each course run, the same in the list of events and of attendance"),
)
TRAINING_PROVIDER_ID = Column(
    name="provider_id", kind="code", title=Text("培训机构编号", "Provider"), headers=("培训机构代码", "主办机构编号"), example="PXJG-01",
)

EDUCATION = Column(
    name="education", kind="text", title=Text("学历", "Education"), headers=("最高学历", "学历层次"), codelist="education", example="中专",
)
REMOTENESS = Column(
    name="remoteness", kind="text", title=Text("边远程度", "Remoteness class"), headers=("边远类别",), codelist="remoteness"
)
VALID_FROM = Column(name="valid_from", kind="date", title=Text("生效日期", "Valid from"), headers=("执行日期",), example="2023-01-01")
VALID_TO = Column(name="valid_to", kind="date", title=Text("失效日期", "Valid to"), headers=("有效期至", "停止执行日期"))
_MOST_YUAN = 10_000_000  # of one payment to a person or a clinic
_WRONG_UNIT = Text(
    "一笔不会有这么多；多半是单位标错（元标成了万元）或多写了零",
    "no single payment is that large; as a rule yuan stand under a heading of ten thousand yuan, or there are too many noughts",
)
DUE_YUAN = Column(
    name="due_yuan", kind="money", title=Text("应发金额", "Due"), headers=("应发", "应发(元)"), unit="yuan", minimum=0, maximum=_MOST_YUAN,
    beyond=_WRONG_UNIT, example="900",
)
PAID_YUAN = Column(
    name="paid_yuan", kind="money", title=Text("实发金额", "Paid"), headers=("实发", "实发(元)"), unit="yuan", minimum=0, maximum=_MOST_YUAN,
    beyond=_WRONG_UNIT,
    note=Text("尚未发放的留空，不要填 0", "Leave blank what is not paid yet; 0 says that nothing will be"), example="900",
)
PAID_ON = Column(name="paid_on", kind="date", title=Text("发放日期", "Paid on"), headers=("到账日期",), example="2024-01-10")
SCHEME_ID = Column(
    name="scheme_id", kind="code", title=Text("补贴项目编号", "Subsidy scheme"), headers=("补贴项目代码", "补贴编号"), example="AJ-2023",
    note=Text("与“补贴项目”表中的编号一致", "As in the list of subsidy schemes"),
)
APPLICATION_ID = Column(
    name="application_id", kind="code", title=Text("申请编号", "Application number"), headers=("申请单号", "申请表编号"), example="SQ2023-0001"
)
ENTRY_ROUTE = Column(
    name="entry_route", kind="text", title=Text("引进途径", "Route of entry"), headers=("招录途径", "来源途径"), codelist="entry_route",
    example="毕业生",
)
SOURCE_LEVEL = Column(
    name="source_level", kind="text", title=Text("资金来源", "Source of the money"), headers=("资金来源级次",), codelist="source_level",
    example="省级",
)

# Who fills a sheet in, as the template's notes say it.
COUNTY_BUREAU = Text("县级卫生健康行政部门", "The county health bureau")
TOWNSHIP_CENTRE = Text("乡镇卫生院（社区卫生服务中心）", "The township (community) health centre")
COUNTY_HOSPITAL = Text("县级医院（远程医疗牵头单位）", "The county hospital that leads telemedicine")
PREFECTURE_BUREAU = Text("地（市）级卫生健康行政部门", "The prefecture health bureau")
PUBLISHED = Text("取自公开发布的数据", "Taken from published data")

"""Pension insurance a person is in. Role `none` is in no scheme."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PENSION_SCHEME = CodeList(
    name="pension_scheme",
    title=Text("养老保险", "Pension scheme"),
    codes=(
        Code("public_institution", Text("机关事业单位养老保险", "Public institutions' pension"), ("机关事业单位", "事业单位养老", "机关事业养老保险")),
        Code("employee", Text("城镇职工基本养老保险", "Urban employees' pension"), ("职工养老", "企业职工养老保险", "城镇职工养老保险", "职工养老保险")),
        Code("flexible", Text("灵活就业人员养老保险", "Flexible workers' pension"), ("灵活就业",)),
        Code("resident", Text("城乡居民养老保险", "Residents' pension"), ("居民养老", "城乡居民基本养老保险", "居民养老保险")),
        Code("village_doctor_subsidy", Text("乡村医生养老补助", "Village doctors' old-age subsidy"), ("村医养老补助", "老年乡村医生补助")),
        Code("none", Text("未参保", "No pension scheme"), ("未参加", "无"), role="none"),
    ),
    missing=("不详", "未知"),
)

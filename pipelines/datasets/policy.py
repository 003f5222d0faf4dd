"""Policies: who issued what, under which number, for whom, from when, and through what it works."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, POLICY_ID, REGION_CODE
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Sheet
from pipelines.core.text import Text

POLICY = Dataset(
    name="policy",
    title=Text("政策文件", "Policies"),
    grain=Text("一行是一份政策文件", "One row is a policy document"),
    key=("policy_id",),
    period="none",
    topic="policy",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "只录已正式印发的文件，名称、文号照原文；国家和省级文件的地区代码留空，对全站点有效。一个文件用几种工具的，填最主要的一种",
        "Only documents that were issued, with title and number as printed. National and provincial ones have no region code and hold for the "
        "whole site. Where a document works in several ways, the main one",
    ),
    required=("policy_id", "policy_title", "issuer"),
    in_order=(("issued_on", "effective_on"), ("effective_on", "expires_on"), ("issued_on", "expires_on")),
    columns=(
        POLICY_ID,
        Column(
            name="policy_title", kind="text", title=Text("政策名称", "Policy title"), headers=("文件名称", "政策标题"),
            example="示范县乡村医生岗位津贴实施办法",
        ),
        Column(name="document_no", kind="text", title=Text("文号", "Document number"), headers=("发文字号",), example="示卫发〔2021〕12号"),
        Column(name="issuer", kind="text", title=Text("发布机关", "Issuer"), headers=("发文机关", "发布单位"), example="示范县卫生健康局"),
        Column(
            name="issuer_level", kind="text", title=Text("发布层级", "Level of issuer"), headers=("发文层级",), codelist="region_level",
            example="县级",
        ),
        replace(
            REGION_CODE, title=Text("适用地区代码", "Where it holds"), headers=("地区代码", *REGION_CODE.headers), example="140322",
            note=Text("发布机关所在地区；国家、省级文件留空", "the issuer's place; blank for national and provincial documents"),
        ),
        Column(name="issued_on", kind="date", title=Text("印发日期", "Issued on"), headers=("发文日期", "发布日期"), example="2021-03-18"),
        Column(name="effective_on", kind="date", title=Text("施行日期", "In force from"), headers=("起始施行日期",), example="2021-07-01"),
        Column(name="expires_on", kind="date", title=Text("有效期至", "In force until"), headers=("失效时间", "终止日期"), example="2026-06-30"),
        Column(
            name="target_group", kind="text", title=Text("政策对象", "Target group"), headers=("适用对象", "目标人群"), example="在岗乡村医生",
        ),
        Column(
            name="policy_instrument", kind="text", title=Text("政策工具", "Policy instrument"), headers=("主要措施", "措施类型"),
            codelist="policy_instrument", example="补贴",
        ),
        Column(
            name="target_text", kind="text", title=Text("量化目标", "Target"), headers=("目标值",), example="2025 年每千服务人口 1 名乡村医生",
            note=Text("照抄文件中的目标，没有的留空", "the target as the document puts it; blank where there is none"),
        ),
    ),
    sheets=(
        Sheet(
            name="register", title=Text("政策文件登记表", "Policy register"), signature=("policy_id", "policy_title", "issuer"),
        ),
    ),
)

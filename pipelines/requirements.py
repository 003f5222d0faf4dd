"""What a bureau has to be able to keep, row by row, and which datasets and columns hold it.

The rows are those of the two public articles that set the product's scope: A on rural doctors, B on subsidies of physicians. What is
for charts only in name (publicity, plans without figures, channels) has no row here.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.core.text import Text

Record = tuple[str, tuple[str, ...]]  # a dataset and the columns of it
Codes = tuple[str, str, tuple[str, ...]]  # a dataset, a coded column, and the codes that have to be among its values


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row: its code (A01), what it is called, the `records` that hold it, and the `codes` it is about where the column is shared.

    `person_key` stands for the person a row speaks of, `period` for the month or year it was filed for.
    """

    code: str
    term: Text
    records: tuple[Record, ...]
    codes: tuple[Codes, ...] = ()

    @property
    def name(self) -> str:
        """The code."""
        return self.code


def _row(code: str, zh: str, en: str, *records: Record, codes: tuple[Codes, ...] = ()) -> Requirement:
    return Requirement(code, Text(zh, en), records, codes)


def _of(dataset: str, columns: str) -> Record:
    return dataset, tuple(columns.split())


def _kinds(dataset: str, column: str, codes: str) -> Codes:
    return dataset, column, tuple(codes.split())


_CHRONIC = "hypertension_registered hypertension_managed hypertension_controlled diabetes_registered diabetes_managed diabetes_controlled"
_WORK = _of("service", "facility_code period service_kind service_count")

ARTICLE_A = (
    _row("A01", "政策导向明确、健康乡村", "Rural doctors in policy",
         _of("policy", "policy_id policy_title issuer issuer_level document_no issued_on target_group policy_instrument")),
    _row("A02", "资源整合、医疗资源下沉", "Resources brought together and down",
         _of("partner", "partner_name partner_kind cooperation_start_on commitment")),
    _row("A03", "互联网医疗", "Internet medicine", _of("facility", "facility_code platform_name platform_live_on"), _WORK,
         codes=(_kinds("service", "service_kind", "online_visits"),)),
    _row("A04", "多元化激励机制", "Mixed incentives", _of("pay", "person_key pay_component paid_yuan paid_on"),
         _of("grant", "person_key scheme_id paid_yuan paid_on"), _of("title_award", "person_key title awarded_on"),
         _of("honour", "person_key honour on_date")),
    _row("A05", "信息化与数字化转型", "Digital transformation", _of("facility", "smart_devices network his_system last_online"),
         _of("facility_status", "facility_code online_days")),
    _row("A06", "定期培训", "Regular training",
         _of("training_event", "event_id training_topic provider_id training_level training_mode training_hours credits started_on ended_on"),
         _of("training", "person_key event_id minutes training_result")),
    _row("A07", "线上学习平台", "Online learning platform", _of("training", "person_key event_id enrolled_on completed_on minutes"),
         _of("training_event", "event_id training_mode"), codes=(_kinds("training_event", "training_mode", "online"),)),
    _row("A08", "人才引进、定向培养", "Recruitment and targeted training",
         _of("student", "student_id programme school intake_year graduated_on obligation_years posted_facility_code posted_on breach_on")),
    _row("A09", "乡村医生培训中心", "Training centre", _of("provider", "provider_id capacity longitude latitude")),
    _row("A10", "基本工资", "Base pay", _of("pay", "person_key period_start pay_component due_yuan paid_yuan payer"),
         codes=(_kinds("pay", "pay_component", "base"),)),
    _row("A11", "绩效奖励", "Performance pay", _of("pay", "person_key pay_component performance_score due_yuan paid_yuan paid_on"),
         codes=(_kinds("pay", "pay_component", "performance"),)),
    _row("A12", "职称评定", "Titles", _of("title_award", "person_key title title_level awarded_on title_route")),
    _row("A13", "财政补贴（偏远地区额外）", "Subsidy, more for remote posts",
         _of("grant", "person_key scheme_id standard_yuan covers_from covers_to due_yuan paid_yuan paid_on"),
         _of("subsidy_scheme", "scheme_id subsidy_type"), _of("application", "approved_yuan"), _of("region", "remoteness")),
    _row("A14", "编制与职业保障", "Posts and security",
         _of("employment", "person_key contract_type pension_scheme contract_start_on contract_end_on")),
    _row("A15", "平均工资增长", "Growth of pay", _of("pay", "person_key period_start paid_yuan"), _of("price_index", "period price_index"),
         _of("pay_summary", "region_name period income_measure amount")),
    _row("A16", "偏远乡镇年收入", "Annual income in remote townships", _of("pay", "person_key facility_code paid_yuan"),
         _of("region", "region_code remoteness"), _of("reference_income", "region_code period reference_yuan")),
    _row("A17", "远程会诊", "Teleconsultation",
         _of("consultation", "request_id facility_code hospital_code department requested_at replied_at closed_at consultation_outcome")),
    _row("A18", "远程影像诊断", "Tele-imaging",
         _of("consultation", "request_id facility_code consultation_kind requested_at replied_at consultation_outcome is_critical"),
         codes=(_kinds("consultation", "consultation_kind", "imaging"),)),
    _row("A19", "医疗设备支持（设备与耗材）", "Equipment and consumables",
         _of("asset", "facility_code asset_kind on_date asset_status last_fault_on"), _of("asset_stockout", "facility_code item days_short"),
         _of("facility", "has_standard_kit")),
    _row("A20", "医疗合作、组团式帮扶", "Paired group support", _of("link", "hospital_code hospital_level facility_code link_kind start_on end_on"),
         _of("expert_visit", "hospital_code facility_code on_date experts visit_days cases")),
    _row("A21", "健康档案管理", "Health records", _WORK, _of("population", "region_code persons"),
         codes=(_kinds("service", "service_kind", "records_kept records_updated records_used"),)),
    _row("A22", "健康宣教", "Health education", _WORK, _of("service", "education_topic"),
         codes=(_kinds("service", "service_kind", "education_events education_attendances"),)),
    _row("A23", "慢性病管理（高血压、糖尿病）", "Chronic diseases", _WORK, codes=(_kinds("service", "service_kind", _CHRONIC),)),
    _row("A24", "职称评定通道", "Title pathway", _of("title_award", "person_key title_route applied_on title_result")),
    _row("A25", "社会荣誉、公益活动", "Honours", _of("honour", "person_key honour honour_level on_date issuer")),
    _row("A26", "执业资格和法律地位", "Licence and legal status",
         _of("licence", "person_key licence_type licence_number issued_on valid_to registered_region_code")),
    _row("A27", "人才流失", "Loss of staff", _of("employment", "person_key end_on exit_reason destination")),
    _row("A28", "资源不均、工作压力大", "Uneven resources, workload", _of("population", "region_code persons"), _WORK,
         _of("travel_time", "from_code to_code travel_minutes"),
         _of("activity_standard", "staff_group activity standard_minutes allowance_share available_hours")),
    _row("A29", "信息化水平不足", "Weak digital capacity", _of("facility", "network his_system last_online"),
         _of("facility_status", "online_days log_ins")),
    _row("A30", "政策执行不力", "Weak execution", _of("milestone", "policy_id region_code milestone_item due_on done_on evidence")),
    _row("A31", "加大财政投入", "More funding",
         _of("budget", "year budget_line approved_yuan adjusted_yuan executed_yuan source_level")),
    _row("A32", "优化激励机制", "Better incentives", _of("grant", "person_key paid_yuan"), _of("pay", "person_key pay_component paid_yuan"),
         _of("employment", "person_key start_on end_on exit_reason")),
    _row("A33", "智能设备和信息化平台", "Smart devices and platforms", _of("facility", "smart_devices his_system platform_name"),
         _of("ai_use", "facility_code ai_used")),
    _row("A34", "监督与评估机制", "Supervision and evaluation",
         _of("evaluation", "policy_id evaluation_design baseline_on endline_on evaluation_method effect effect_lower effect_upper evidence_grade")),
    _row("A35", "AI 辅助诊断", "AI-aided diagnosis", _of("ai_use", "facility_code period ai_used ai_accepted")),
    _row("A36", "职业晋升", "Promotion", _of("employment", "person_key facility_code start_on end_on exit_reason destination"),
         codes=(_kinds("employment", "exit_reason", "promoted_out"),)),
    _row("A37", "通过远程培训获得高级职称", "Senior titles after remote training", _of("training", "person_key event_id completed_on"),
         _of("training_event", "event_id training_mode"), _of("title_award", "person_key title_level awarded_on")),
    _row("A38", "深化合作机制", "Deeper cooperation",
         _of("partner", "partner_name partner_kind partner_item cooperation_start_on cooperation_end_on due_on is_met")),
)  # fmt: skip

_DOCUMENT = _of("document", "application_id document_kind is_present is_valid")

ARTICLE_B = (
    _row("B01", "一次性从业补助、安家补贴", "One-off entry grant", _of("agreement", "person_key entry_route agreed_years is_full_time"),
         _of("roster", "education"), _of("facility", "facility_type"), _of("region", "remoteness"), _of("grant", "person_key paid_yuan paid_on")),
    _row("B02", "服务协议", "Service agreement",
         _of("agreement", "person_key agreed_from agreed_years agreed_to agreement_status breach_on repay_due_yuan repaid_yuan")),
    _row("B03", "补贴标准", "Rates", _of("subsidy_rate", "scheme_id education facility_level remoteness valid_from valid_to rate_yuan")),
    _row("B04", "基层岗位津贴、特殊岗位补贴", "Post allowance",
         _of("grant", "person_key post_title covers_from covers_to due_yuan paid_yuan paid_on")),
    _row("B05", "艰苦程度、岗位重要性", "Hardship and key posts", _of("post", "post_id hardship is_key_post")),
    _row("B06", "分级诊疗", "Tiered care", _WORK, _of("facility", "facility_code facility_type"),
         codes=(_kinds("service", "service_kind", "visits referrals_up referrals_down"),)),
    _row("B07", "继续医学教育与专业技能提升补贴", "Skills subsidy",
         _of("claim_cme", "person_key claim_kind claimed_yuan has_receipt approved_yuan paid_on")),
    _row("B08", "高级职称、专项技术认证一次性奖励", "One-off award", _of("grant", "person_key award_reason paid_yuan paid_on")),
    _row("B09", "条件：与本职相关、单位同意、合格证明", "Conditions",
         _of("claim_cme", "is_relevant has_employer_consent has_certificate claim_reason")),
    _row("B10", "专项人才计划", "Talent schemes", _of("talent_member", "person_key talent_scheme talent_level joined_on"),
         _of("talent_benefit", "person_key talent_scheme")),
    _row("B11", "对象：学科带头人、荣誉专家、引进人才", "Whom they are for", _of("talent_member", "is_specialty_lead is_imported"),
         _of("honour", "honour_level")),
    _row("B12", "待遇：安家费、启动经费、津贴、子女入学、配偶安置", "Package",
         _of("talent_benefit", "person_key benefit_kind value_yuan granted_on")),
    _row("B13", "公共卫生应急专项补贴", "Emergency task subsidy", _of("grant", "person_key task_event task_days due_on paid_on paid_yuan")),
    _row("B14", "步骤1 信息获取与条件自评", "Step 1: learn and self-assess", _of("subsidy_scheme", "scheme_id conditions"),
         _of("application", "information_channel self_checked_on is_self_check_met submitted_on")),
    _row("B15", "步骤2 材料准备与提交", "Step 2: documents", _of("application", "application_id person_key scheme_id submitted_on"), _DOCUMENT),
    _row("B16", "步骤3 单位初审与推荐", "Step 3: employer's review",
         _of("application", "employer_received_on employer_reviewed_on employer_result employer_reason reviewed_by")),
    _row("B17", "步骤4 主管部门复核与公示", "Step 4: authority and public notice",
         _of("application", "authority_received_on authority_reviewed_on authority_result notice_from notice_to objections")),
    _row("B18", "步骤5 补贴发放", "Step 5: payment", _of("grant", "payment_channel due_on paid_on due_yuan paid_yuan")),
    _row("B19", "材料：身份证、户口本", "Documents: identity", _DOCUMENT, codes=(_kinds("document", "document_kind", "id_card household_register"),)),
    _row("B20", "材料：执业医师资格证、执业证", "Documents: licences", _DOCUMENT, _of("licence", "person_key licence_type issued_on valid_to"),
         codes=(_kinds("document", "document_kind", "qualification practice_licence"),)),
    _row("B21", "材料：学历、学位证明", "Documents: degree", _DOCUMENT, _of("roster", "education"),
         codes=(_kinds("document", "document_kind", "degree"),)),
    _row("B22", "材料：劳动合同、聘用合同", "Documents: contract", _DOCUMENT, _of("employment", "contract_type contract_start_on"),
         codes=(_kinds("document", "document_kind", "contract"),)),
    _row("B23", "材料：服务协议", "Documents: agreement", _DOCUMENT, _of("agreement", "agreement_id agreed_from"),
         codes=(_kinds("document", "document_kind", "agreement"),)),
    _row("B24", "材料：培训合格证书、缴费凭证", "Documents: certificate, receipt", _DOCUMENT, _of("claim_cme", "has_certificate has_receipt"),
         codes=(_kinds("document", "document_kind", "certificate receipt"),)),
    _row("B25", "材料：高层次人才认定文件", "Documents: talent recognition", _DOCUMENT, _of("talent_member", "talent_scheme talent_level"),
         codes=(_kinds("document", "document_kind", "talent_recognition"),)),
    _row("B26", "审核①：执业地点在政策覆盖范围内", "Audit 1: place of practice", _of("licence", "registered_region_code"),
         _of("application", "audit_place"), _of("subsidy_scheme", "area_code")),
    _row("B27", "审核②：服务年限满足要求", "Audit 2: years of service", _of("employment", "person_key start_on end_on"),
         _of("application", "audit_years"), _of("subsidy_scheme", "service_years_needed")),
    _row("B28", "审核③：材料真实有效", "Audit 3: documents", _of("document", "is_valid checked_on"), _of("application", "audit_documents")),
    _row("B29", "审核④：与用人单位关系合规", "Audit 4: employment tie", _of("employment", "contract_type"), _of("pay", "person_key payer"),
         _of("social_insurance", "person_key employer is_paid"), _of("application", "audit_employer")),
    _row("B30", "信息不实或条件不符则申请失败", "Failure rule", _of("application", "decision decision_reason")),
    _row("B31", "虹吸效应：引不进、留不住", "Cannot attract, cannot keep", _of("post", "opened_on offers offered_on accepted_on filled_on vacated_on"),
         _of("employment", "start_on end_on destination")),
    _row("B32", "人口老龄化、需求多元化", "Ageing and demand", _of("population", "region_code age_band persons"),
         codes=(_kinds("population", "age_band", "0_14 65_over"),)),
    _row("B33", "挑战：补贴标准的平衡性", "Balance of rates", _of("subsidy_rate", "education facility_level remoteness rate_yuan"),
         _of("grant", "person_key paid_yuan"), _of("facility", "facility_type")),
    _row("B34", "挑战：资金保障的可持续性", "Sustainable funding", _of("grant", "due_on due_yuan"), _of("agreement", "agreed_from agreed_to"),
         _of("budget", "year approved_yuan")),
    _row("B35", "挑战：激励业绩还是单纯福利", "Incentive or welfare", _of("grant", "person_key paid_yuan"), _of("pay", "person_key performance_score")),
    _row("B36", "定期考核、资格考试、职称考试", "Appraisals and exams", _of("exam", "person_key exam on_date exam_result"),
         _of("licence", "person_key licence_type issued_on")),
    _row("B37", "公示接受社会监督", "Public scrutiny", _of("application", "notice_from notice_to objections")),
)  # fmt: skip

REQUIREMENTS: tuple[Requirement, ...] = (*ARTICLE_A, *ARTICLE_B)

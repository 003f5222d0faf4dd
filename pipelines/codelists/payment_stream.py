"""Payment streams to general practices in England, as NHS England names them.

Role `total` is the published total; `memo` marks what the published total does not add (networks, covid, parts of another
stream, deductions), so that Σ of the other streams equals the total. Source: NHS Payments to General Practice, OGL v3.
"""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

PAYMENT_STREAM = CodeList(
    name="payment_stream",
    title=Text("支付项目", "Payment stream"),
    codes=(
        Code("global_sum", Text("基本总额", "Global Sum")),
        Code("mpig", Text("最低收入保障", "MPIG Correction factor")),
        Code("pms_balance", Text("个人服务合同差额", "Balance of PMS Expenditure")),
        Code("qof", Text("质量与结果框架", "Total QOF Payments")),
        Code("alcohol", Text("酒精危害筛查", "Alcohol")),
        Code("childhood_vaccination", Text("儿童疫苗接种", "Childhood Vaccination and Immunisation Scheme")),
        Code("extended_hours", Text("延时门诊", "GP Extended Hours Access")),
        Code("dementia", Text("痴呆及时诊断", "Facilitating Timely Diagnosis and Support for People with Dementia")),
        Code("online_access", Text("改善患者在线服务", "Improving Patient Online Access")),
        Code("influenza", Text("流感与肺炎球菌疫苗", "Influenza and Pneumococcal Immunisations")),
        Code("learning_disabilities", Text("学习障碍健康检查", "Learning Disabilities")),
        Code("meningitis", Text("脑膜炎疫苗", "Meningitis")),
        Code("minor_surgery", Text("小手术", "Minor Surgery")),
        Code("out_of_area", Text("跨区日间急诊", "Out Of Area in Hours Urgent Care")),
        Code("patient_participation", Text("患者参与", "Patient Participation")),
        Code("pertussis", Text("百日咳疫苗", "Pertussis")),
        Code("remote_care_monitoring", Text("远程照护监测", "Remote Care Monitoring")),
        Code("risk_profiling", Text("风险分层与个案管理", "Risk Profiling and Case Management")),
        Code("rotavirus_shingles", Text("轮状病毒与带状疱疹疫苗", "Rotavirus and Shingles Immunisation")),
        Code("violent_patients", Text("暴力患者服务", "Services for Violent Patients")),
        Code("unplanned_admissions", Text("非计划入院", "Unplanned Admissions")),
        Code("medical_assessment_reviews", Text("医学评估复核", "Medical Assessment Reviews")),
        Code("weight_management", Text("体重管理", "Weight Management Service")),
        Code("national_enhanced", Text("国家增强服务", "Total National Enhanced Services")),
        Code("local_enhanced", Text("地方增强服务", "Total Local Enhanced Services")),
        Code("local_enhanced_nhais", Text("地方增强服务（NHAIS 支付部分）", "LocalEnhancedServices_NHAIS_"), role="memo"),
        Code("local_enhanced_isfe", Text("地方增强服务（ISFE 支付部分）", "LocalEnhancedServices_ISFE_"), role="memo"),
        Code("local_incentive", Text("地方激励计划", "Total Local Incentive Schemes"), ("Local Incentive Schemes",)),
        Code("premises", Text("房屋费用", "Premises Payments")),
        Code("seniority", Text("工龄津贴", "Seniority")),
        Code("doctors_retainer", Text("医生留任计划", "Doctors Retainer Scheme Payments"), ("Doctors Retainer Scheme",)),
        Code("locum", Text("代诊补贴", "Total Locum Allowances")),
        Code("appraisal", Text("考核费用", "Appraisal Costs"), ("Appraisal - Appraiser Costs in Respect of Locums",)),
        Code("study_leave", Text("进修假", "Prolonged Study Leave")),
        Code("pco_admin_other", Text("初级保健机构其他管理费", "PCO Admin Other")),
        Code("it", Text("信息管理与技术", "Information Management and Technology")),
        Code(
            "non_des_pneumococcal",
            Text(
                "非增强服务疫苗（肺炎球菌、儿童主程序）",
                "Non DES Item Pneumococcal Vaccine, Childhood Immunisation Main Programme",
            ),
        ),
        Code("forward_view", Text("全科医疗前瞻计划", "General Practice Forward View")),
        Code("gp_transformation", Text("全科医疗转型", "General Practice Transformation")),
        Code("pcn_participation", Text("初级保健网络参与费", "PCN Participation")),
        Code("prescribing_fee", Text("处方费", "Prescribing Fee Payments")),
        Code("dispensing_fee", Text("配药费", "Dispensing Fee Payments")),
        Code("drugs", Text("药品报销", "Reimbursement of Drugs")),
        Code("winter_access", Text("冬季就诊基金", "Winter Access Fund")),
        Code("other", Text("其他支付", "Other Payments")),
        Code("total", Text("支付合计", "Total NHS Payments to General Practice"), role="total"),
        Code(
            "deductions",
            Text(
                "养老金等扣款",
                "Deductions for Pensions, Levies and Prescription Charge Income",
            ),
            role="memo",
        ),
        Code("total_net", Text("扣款后合计", "Total NHS Payments to General Practice Minus Deductions"), role="memo"),
        Code(
            "total_covid_support",
            Text(
                "含新冠疫苗及支持的合计",
                "Total NHS Payments including covid vaccination and covid support and expansion payments",
            ),
            ("Total NHS Payments to General Practice including covid vaccination, covid support and long covid payments",),
            role="memo",
        ),
        Code(
            "total_pcn",
            Text(
                "含初级保健网络人力等的合计",
                "Total NHS Payments including PCN Workforce, Leadership and Support",
            ),
            role="memo",
        ),
        Code(
            "total_covid_pcn",
            Text(
                "含新冠与初级保健网络的合计",
                "Total NHS Payments to General Practice including Covid and PCN payments",
            ),
            role="memo",
        ),
        Code(
            "total_covid_pcn_net",
            Text(
                "含新冠与初级保健网络并扣款后的合计",
                "Total NHS Payments to General Practice including Covid and PCN payments minus deductions",
            ),
            role="memo",
        ),
        Code("pcn_leadership", Text("初级保健网络领导费", "PCN Leadership"), role="memo"),
        Code("pcn_support", Text("初级保健网络支持费", "PCN Support"), role="memo"),
        Code("pcn_extended_hours", Text("初级保健网络延时门诊", "PCN Extended Hours Access"), role="memo"),
        Code("pcn_workforce", Text("初级保健网络人力", "PCN Workforce"), role="memo"),
        Code("pcn_investment", Text("初级保健网络投资与影响基金", "PCN Investment and Impact Fund"), role="memo"),
        Code("pcn_care_home", Text("初级保健网络养老院服务", "PCN Care Home Premium"), role="memo"),
        Code("pcn_enhanced_access", Text("初级保健网络增强可及", "PCN Enhanced Access"), role="memo"),
        Code("covid_immunisation", Text("新冠疫苗接种", "Covid Immunisation"), role="memo"),
        Code("covid_support", Text("新冠支持与扩容", "Covid Support and Expansion"), role="memo"),
        Code("long_covid", Text("长新冠服务", "Long Covid"), role="memo"),
    ),
)

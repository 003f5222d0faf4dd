"""What a facility did in a period. Role `flow` adds up over months; of a `stock` the last one speaks."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

SERVICE_KIND = CodeList(
    name="service_kind",
    title=Text("服务项目", "Kind of service"),
    codes=(
        Code("visits", Text("门诊人次", "Outpatient visits"), ("诊疗人次", "门急诊人次", "总诊疗人次"), role="flow"),
        Code("home_visits", Text("上门服务人次", "Home visits"), ("出诊人次", "巡诊人次", "入户服务人次"), role="flow"),
        Code("online_visits", Text("互联网诊疗人次", "Online visits"), ("在线问诊人次", "互联网问诊人次"), role="flow"),
        Code("referrals_up", Text("上转人次", "Referrals up"), ("向上转诊人次", "上转病人数"), role="flow"),
        Code("referrals_down", Text("下转人次", "Referrals down"), ("向下转诊人次", "下转病人数"), role="flow"),
        Code("records_kept", Text("健康档案建档数", "Health records kept"), ("建档数", "建档人数", "居民健康档案数"), role="stock"),
        Code("records_updated", Text("近一年更新档案数", "Records updated in 12 months"), ("健康档案更新数", "档案更新数", "一年内更新档案数"), role="stock"),
        Code("records_used", Text("动态使用档案数", "Records in use"), ("健康档案动态使用数", "档案动态使用数", "有动态记录的档案数"), role="stock"),
        Code("education_events", Text("健教次数", "Health education events"), ("健康教育次数", "健康宣教次数", "健康教育活动次数"), role="flow"),
        Code("education_attendances", Text("健教参加人次", "Attendances at health education"), ("健康教育人次", "健康教育参加人次", "健康宣教人次", "健教人次"), role="flow"),
        Code("hypertension_registered", Text("高血压登记人数", "Hypertension: registered"), ("高血压患者登记数", "高血压在册人数"), role="stock"),
        Code("hypertension_managed", Text("高血压规范管理人数", "Hypertension: managed by the standard"), ("高血压规范管理数", "高血压管理人数"), role="stock"),
        Code("hypertension_controlled", Text("高血压控制人数", "Hypertension: under control"), ("血压达标人数", "高血压达标人数"), role="stock"),
        Code("diabetes_registered", Text("糖尿病登记人数", "Diabetes: registered"), ("糖尿病患者登记数", "糖尿病在册人数"), role="stock"),
        Code("diabetes_managed", Text("糖尿病规范管理人数", "Diabetes: managed by the standard"), ("糖尿病规范管理数", "糖尿病管理人数"), role="stock"),
        Code("diabetes_controlled", Text("糖尿病控制人数", "Diabetes: under control"), ("血糖达标人数", "糖尿病达标人数"), role="stock"),
        Code("elderly_managed", Text("老年人健康管理人数", "Older people: managed"), ("65岁及以上老年人健康管理人数", "老年人管理人数"), role="stock"),
        Code("child_managed", Text("0–6 岁儿童健康管理人数", "Children aged 0–6: managed"), ("儿童健康管理人数", "0-6岁儿童健康管理人数"), role="stock"),
        Code("maternal_managed", Text("孕产妇健康管理人数", "Pregnant women and mothers: managed"), ("孕产妇管理人数",), role="stock"),
        Code("vaccinations", Text("预防接种剂次", "Vaccinations given"), ("接种剂次", "预防接种人次"), role="flow"),
        Code("contracted_residents", Text("家庭医生签约人数", "Residents signed with a family doctor"), ("签约人数", "签约居民数"), role="stock"),
    ),
)

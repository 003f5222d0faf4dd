"""Activities that take a health worker's time. Role `service` has minutes each, `support` takes a share of everybody's time."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

ACTIVITY = CodeList(
    name="activity",
    title=Text("工作活动", "Activity"),
    codes=(
        Code("visit", Text("门诊接诊", "Outpatient visit"), ("看诊", "接诊"), role="service"),
        Code("home_visit", Text("上门服务", "Home visit"), ("出诊", "巡诊", "入户"), role="service"),
        Code("online_visit", Text("互联网问诊", "Online visit"), ("在线问诊",), role="service"),
        Code("record_keeping", Text("建档与档案更新", "Keeping health records"), ("建档", "档案管理"), role="service"),
        Code("chronic_care", Text("慢性病随访", "Follow-up of chronic patients"), ("慢病随访", "慢病管理", "高血压糖尿病随访"), role="service"),
        Code("elderly_care", Text("老年人健康管理", "Care of older people"), ("老年人体检",), role="service"),
        Code("child_care", Text("儿童健康管理", "Child health care"), ("儿童体检",), role="service"),
        Code("maternal_care", Text("孕产妇健康管理", "Maternal care"), ("孕产妇随访",), role="service"),
        Code("vaccination", Text("预防接种", "Vaccination"), ("接种",), role="service"),
        Code("health_education", Text("健康教育", "Health education"), ("健康宣教", "健教"), role="service"),
        Code("reporting", Text("报表与资料", "Reporting and paperwork"), ("填报报表", "资料整理"), role="support"),
        Code("meeting", Text("会议", "Meetings"), ("开会", "例会"), role="support"),
        Code("training", Text("培训学习", "Training"), ("学习", "进修"), role="support"),
        Code("administration", Text("机构管理", "Running the facility"), ("行政管理", "药品管理"), role="support"),
    ),
)

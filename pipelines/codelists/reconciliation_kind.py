"""What reconciliation finds, and what to do about it. A case is a question to the unit, not a verdict."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

RECONCILIATION_KIND = CodeList(
    name="reconciliation_kind",
    title=Text("核对问题", "What does not add up"),
    codes=(
        Code(
            "paid_not_in_post", Text("在工资册不在岗", "On the payroll but not in post"),
            note=Text(
                "请单位说明此人何时到岗、由谁聘用：漏报的补报任职记录，确无此人的停发并追回",
                "Ask the unit when the person came and who employs them: send the employment record that is missing, or stop the pay and recover it",
            ),
        ),
        Code(
            "paid_after_leaving", Text("离岗后仍发薪", "Paid after leaving"),
            note=Text(
                "核对离岗日期：日期有误的更正，属实的停发并追回离岗次月起的款项",
                "Check the day of leaving: correct it, or stop the pay and recover what was paid from the month after",
            ),
        ),
        Code(
            "two_main_posts", Text("同时有两个主要岗位", "Two main posts at once"),
            note=Text(
                "请两个单位确认主要岗位：兼职的注明，已调走的补填离岗日期，两头领薪的按规定处理",
                "Have both units say which post is the main one: declare the second, enter the day of leaving, or settle double pay",
            ),
        ),
        Code(
            "licence_expired", Text("证书过期仍在岗", "Licence expired while in post"),
            note=Text(
                "已换证的补报新证；未换证的暂停执业，限期办理再注册",
                "Send the new licence if there is one; else the person stops practising until registered again",
            ),
        ),
        Code(
            "outside_registered_place", Text("注册地点之外执业", "Practising outside the registered place"),
            note=Text(
                "通知本人变更主要执业地点或办理多机构备案；已变更的补报证书信息",
                "Have the place of practice changed or a further one recorded; send the licence as it stands now",
            ),
        ),
        Code(
            "granted_not_in_post", Text("不在岗仍发补贴", "Granted while not in post"),
            note=Text(
                "核对补贴所属期和离岗日期：所属期漏填的补填，不应发的停发并追回",
                "Check the period covered and the day of leaving: fill in what is missing, or stop the grant and recover it",
            ),
        ),
        Code(
            "insured_elsewhere", Text("由其他单位参保", "Insured by another employer"),
            note=Text(
                "请单位提供劳动（聘用）合同并与人社部门核对：代缴的注明，在外单位任职的按规定处理",
                "Ask for the contract and compare with the insurance office: note who pays on behalf of whom, or settle the other employment",
            ),
        ),
        Code(
            "audit_contradicted", Text("申请审核与记录不符", "Application audited against the records"),
            note=Text(
                "退回审核单位复核所列要点，附核对依据；复核前暂缓发放",
                "Send the application back to be audited again on the points named, with these records; hold payment until then",
            ),
        ),
        Code(
            "trained_not_in_post", Text("不在岗参加培训", "Trained while not in post"),
            note=Text(
                "核对签到与人员名单：漏报任职的补报，冒名或虚报的核减人数并追回费用",
                "Compare the attendance with the staff list: send the missing record, or take the person off and recover the fees",
            ),
        ),
    ),
)

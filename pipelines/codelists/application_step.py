"""The steps an application waits at, in order; `whole` is the way from being taken in to the first payment."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

APPLICATION_STEP = CodeList(
    name="application_step",
    title=Text("办理环节", "Step of an application"),
    codes=(
        Code("employer", Text("单位初审", "Employer's review")),
        Code("authority", Text("主管部门复核", "Authority's check")),
        Code("notice", Text("公示", "Public notice")),
        Code("decision", Text("审定", "Decision")),
        Code("payment", Text("首次发放", "First payment")),
        Code("whole", Text("受理至首次发放", "Taken in to first payment")),
    ),
)

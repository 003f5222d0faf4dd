"""Established posts: opened, offered, filled, vacated, closed."""

from dataclasses import replace

from pipelines.columns import COUNTY_BUREAU, FACILITY_CODE, FTE, STAFF_GROUP
from pipelines.core.column import Column
from pipelines.core.dataset import Dataset, Reference, Sheet
from pipelines.core.text import Text

POST = Dataset(
    name="post",
    title=Text("岗位设置", "Posts"),
    grain=Text("一行是一个设置的岗位", "One row is an established post"),
    key=("post_id",),
    place="facility_code",
    period="none",
    topic="people",
    filled_by=COUNTY_BUREAU,
    note=Text(
        "每次报送全部岗位；设置后尚未补上、或人员离开后空出的为空缺。再次招聘的，原行填撤销日期，另起一行、另编岗位编号",
        "All posts each time; one is vacant from its opening until filled, and again once its holder has left. The next round of "
        "recruitment is a row and a number of its own; the row before it is closed that day",
    ),
    required=("post_id", "facility_code", "staff_group", "opened_on"),
    in_order=(
        ("opened_on", "offered_on"), ("offered_on", "accepted_on"), ("opened_on", "filled_on"), ("filled_on", "vacated_on"),
        ("opened_on", "closed_on"),
    ),
    references=(Reference("facility_code", "facility", "facility_code"),),
    columns=(
        Column(name="post_id", kind="code", title=Text("岗位编号", "Post"), headers=("岗位代码",), example="140322203-T-03"),
        replace(FACILITY_CODE, example="140322203-T"),
        STAFF_GROUP,
        replace(FTE, note=Text("岗位的全时当量，半日岗位填 0.5", "Full-time equivalents of the post, 0.5 for half days"), example="1"),
        Column(
            name="hardship", kind="text", title=Text("艰苦程度", "Hardship"), headers=("岗位艰苦程度", "艰苦类别", "艰苦边远类别"), codelist="hardship",
            example="二类艰苦",
        ),
        Column(name="is_key_post", kind="boolean", title=Text("是否关键岗位", "Key post"), headers=("关键岗位", "重要岗位"), example="否"),
        Column(
            name="opened_on", kind="date", title=Text("岗位设置日期", "Opened on"), headers=("设置日期", "发布日期", "岗位空出日期"), example="2022-03-01"
        ),
        Column(
            name="offers", kind="integer", title=Text("录用通知数", "Offers made"), headers=("发出录用通知数", "发出邀约数"), unit="offer", minimum=0,
            example="2", note=Text("为这个岗位发出过几次录用通知", "How many offers were made for this post"),
        ),
        Column(name="offered_on", kind="date", title=Text("发出录用通知日期", "Offered on"), headers=("录用通知日期", "末次录用通知日期"), example="2022-05-10",
               note=Text("多次发出的，填最后一次", "Of several, the last")),
        Column(
            name="accepted_on", kind="date", title=Text("接受录用日期", "Accepted on"), headers=("应聘者接受日期",),
            example="2022-05-20",
        ),
        Column(name="filled_on", kind="date", title=Text("到岗补充日期", "Filled on"), headers=("补充日期", "填补日期"), example="2022-07-01",
               note=Text("空缺的留空", "Blank while vacant")),
        Column(name="vacated_on", kind="date", title=Text("岗位再次空出日期", "Vacated on"), headers=("空出日期", "再次空缺日期")),
        Column(name="closed_on", kind="date", title=Text("岗位撤销日期", "Closed on"), headers=("撤销日期",)),
    ),
    sheets=(
        Sheet(name="post", title=Text("岗位设置", "Posts"), signature=("post_id", "facility_code", "staff_group", "opened_on")),
    ),
)

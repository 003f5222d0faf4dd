"""What a policy works through."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

POLICY_INSTRUMENT = CodeList(
    name="policy_instrument",
    title=Text("政策工具", "Policy instrument"),
    codes=(
        Code("pay", Text("薪酬保障", "Pay"), ("工资", "工资待遇")),
        Code("subsidy", Text("补贴", "Subsidy"), ("津贴补贴", "财政补贴", "专项补助")),
        Code("establishment", Text("编制与聘用", "Posts and contracts"), ("编制", "县管乡用", "乡聘村用")),
        Code("pension", Text("养老保障", "Pension"), ("养老保险", "养老", "退出保障")),
        Code("recruitment", Text("招聘与定向培养", "Recruitment and targeted training"), ("定向培养", "人才引进", "招聘")),
        Code("training", Text("培训", "Training"), ("继续教育", "进修培训")),
        Code("title", Text("职称与晋升", "Titles and promotion"), ("职称", "职称评定")),
        Code("honour", Text("荣誉表彰", "Honours"), ("表彰", "荣誉")),
        Code("telemedicine", Text("远程医疗", "Telemedicine"), ("互联网医疗", "信息化")),
        Code("equipment", Text("设备与房屋", "Equipment and premises"), ("设备配置", "标准化建设")),
        Code("support", Text("对口支援", "Support from above"), ("组团式帮扶", "医疗帮扶", "城乡医院对口支援")),
        Code("service", Text("服务规范", "Service standards"), ("基本公共卫生服务", "家庭医生签约")),
        Code("budget", Text("经费保障", "Funding"), ("财政投入", "经费")),
        Code("plan", Text("综合规划", "General plan"), ("规划", "综合")),
    ),
)

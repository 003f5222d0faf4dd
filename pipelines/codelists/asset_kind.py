"""Equipment of a clinic."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

ASSET_KIND = CodeList(
    name="asset_kind",
    title=Text("设备类别", "Kind of equipment"),
    codes=(
        Code("ecg", Text("心电图机", "ECG machine"), ("心电仪",)),
        Code("ultrasound", Text("超声诊断仪", "Ultrasound scanner"), ("B超", "B超机", "彩超")),
        Code("x_ray", Text("X光机", "X-ray machine"), ("DR", "放射设备")),
        Code("biochemistry", Text("生化分析仪", "Biochemistry analyser"), ("全自动生化分析仪",)),
        Code("blood_count", Text("血细胞分析仪", "Blood cell counter"), ("血球仪",)),
        Code("urine", Text("尿液分析仪", "Urine analyser"), ("尿检仪",)),
        Code("glucometer", Text("血糖仪", "Glucometer"), ("快速血糖仪",)),
        Code("blood_pressure", Text("血压计", "Blood pressure monitor"), ("电子血压计",)),
        Code("oximeter", Text("血氧仪", "Pulse oximeter"), ("指脉氧",)),
        Code("oxygen", Text("制氧机", "Oxygen concentrator"), ("供氧设备", "氧气瓶")),
        Code("defibrillator", Text("除颤仪", "Defibrillator"), ("AED",)),
        Code("all_in_one", Text("健康一体机", "All-in-one health kit"), ("健康管理一体机", "智能健康一体机")),
        Code("computer", Text("计算机", "Computer"), ("电脑",)),
        Code("video", Text("远程会诊终端", "Video terminal"), ("视频终端", "远程终端")),
        Code("ai_device", Text("智能辅助诊断设备", "AI diagnostic device"), ("智能辅诊设备",)),
        Code("refrigerator", Text("医用冰箱", "Medical refrigerator"), ("冷链冰箱", "疫苗冰箱")),
        Code("steriliser", Text("消毒灭菌设备", "Steriliser"), ("高压灭菌器",)),
        Code("vehicle", Text("巡诊车", "Outreach vehicle"), ("巡回医疗车",)),
        Code("other", Text("其他设备", "Other equipment"), ("其他",)),
    ),
)

"""How a facility is connected."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

NETWORK = CodeList(
    name="network",
    title=Text("网络接入方式", "Network connection"),
    codes=(
        Code("none", Text("无网络", "No connection"), ("未接入", "无", "没有网络")),
        Code("mobile", Text("移动网络", "Mobile network"), ("4G", "5G", "4G/5G", "手机热点"), role="connected"),
        Code("broadband", Text("有线宽带", "Fixed broadband"), ("宽带", "光纤", "光纤宽带"), role="connected"),
        Code("health_network", Text("卫生专网", "Health network or VPN"), ("专网", "卫健专网", "政务外网", "VPN"), role="connected"),
        Code("satellite", Text("卫星", "Satellite"), ("卫星网络", "卫星宽带"), role="connected"),
    ),
    missing=("不详", "未知"),
)

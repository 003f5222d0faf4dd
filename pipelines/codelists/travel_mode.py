"""How people travel."""

from pipelines.core.codelist import Code, CodeList
from pipelines.core.text import Text

TRAVEL_MODE = CodeList(
    name="travel_mode",
    title=Text("出行方式", "Mode of travel"),
    codes=(
        Code("walk", Text("步行", "On foot"), ("走路", "徒步")),
        Code("motorcycle", Text("摩托车", "Motorcycle"), ("摩托",)),
        Code("car", Text("汽车", "Car"), ("小汽车", "自驾", "驾车", "越野车")),
        Code("bus", Text("班车", "Bus"), ("公交", "公共汽车", "客运班车")),
        Code("animal", Text("骑马骑牦牛", "Horse or yak"), ("骑马", "骑牦牛", "畜力")),
    ),
)

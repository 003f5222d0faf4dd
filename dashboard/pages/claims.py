"""宣传数字台账: figures said in public, beside what the records give."""

from dashboard.page import Card, Page
from pipelines.core.text import Text

CLAIMS = Page(
    name="claims",
    path="/claims",
    order=78,
    title=Text("宣传数字台账", "Claim register"),
    question=Text("公开说过的数字，用我们的数据算得出来吗？", "Can the figures said in public be worked out from our records?"),
    cards=(Card(name="register", kind="claims", title=Text("说法、重算与判断", "What was said, what the records give, the verdict"), span=12),),
)

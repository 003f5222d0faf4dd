"""Money of places."""

from pipelines.core.mart import Mart

PAYMENT_PLACE = Mart(
    name="payment_place",
    time="flow",
    columns=("amount",),
    categories=("payment_stream",),
    filters=("role",),
)

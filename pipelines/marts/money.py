"""Money of places."""

from pipelines.core.mart import Mart

PAYMENT_PLACE = Mart(
    name="payment_place",
    time="flow",
    columns=("amount",),
    categories=("payment_stream",),
    filters=("role",),
)

PERSON_PAY_YEAR = Mart(
    name="person_pay_year",
    time="flow",
    columns=("annual_yuan", "counted_yuan", "person_years", "paid_yuan", "told_yuan", "subsidy_yuan", "emergency_yuan"),
    categories=("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised"),
    details=("annual_yuan_before", "remoteness_class"),
    zero_filled=False,  # whose pay is not on record was not paid nothing
    persons=True,
)

PAY_ARREAR = Mart(
    name="pay_arrear",
    time="state",
    columns=("owed_yuan", "owed_months", "persons"),
    categories=("staff_group", "sex", "age_band", "licence", "education", "title", "contract", "subsidised"),
)

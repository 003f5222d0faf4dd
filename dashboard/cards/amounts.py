"""Sums of money side by side, in sentences and in cells: nothing that was paid or is owed reads as zero, and nothing at all is no 0.00."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.charts.chart import TableCell
from dashboard.charts.numbers import Scale, scale_for
from pipelines.core.text import Text

LARGE = 100  # from here on no sentence needs the cents
CENT = 0.01  # of the currency; half of it is nothing
FEW = 0.1  # of a unit such as 万元; an amount below it is told in plain yuan
ROUNDED = Text("金额各自四舍五入，相加与合计末位可有出入", "amounts are rounded one by one: added up they may differ from a total in the last digit")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts of one card: the scale its columns share, and the currency they are in."""

    scale: Scale
    currency: str

    def told(self, amount: float) -> str:
        """Return an amount as a sentence has it: on the shared scale, unless it is too small for that ("40 元", never "0.00 万元").

        >>> told = Amounts(scale_for((836_150.0,), "currency", "CNY", "zh"), "CNY").told
        >>> told(836_150.0), told(40.0), told(0.5), told(0.0)
        ('83.62 万元', '40 元', '0.50 元', '0 元')
        """
        is_small = self.scale.divisor > 1.0 and abs(amount) < self.scale.divisor * FEW
        scale = scale_for((amount,), "currency", self.currency, self.scale.lang) if is_small else self.scale
        if scale.divisor == 1.0:
            is_bare = abs(amount) >= LARGE or abs(amount - round(amount)) < CENT / 2
            scale = replace(scale, decimals=0 if is_bare else 2)
        return scale.full(scale.shown(amount))

    def cell(self, amount: float, tone: str = "") -> TableCell:
        """Return an amount as a cell on the shared scale: 0 for nothing, "<0.01" for what would print as nothing and is not."""
        shown, least = self.scale.shown(amount), 10.0**-self.scale.decimals
        if abs(amount) < CENT / 2:
            return TableCell("0", 0.0, tone=tone)
        if not self._exact(amount):
            return TableCell(f"<{self.scale.bare(least)}" if amount > 0 else f">{self.scale.bare(-least)}", shown, tone=tone)
        return TableCell(self.scale.bare(shown), shown, tone=tone)

    def adds_up(self, parts: Iterable[float], total: float) -> bool:
        """Say whether parts as they are printed add up to their total as it is printed."""
        return sum((self._exact(part) for part in parts), Decimal(0)) == self._exact(total)

    def _exact(self, amount: float) -> Decimal:
        return Decimal(self.scale.bare(self.scale.shown(amount)).replace("−", "-").replace(",", ""))

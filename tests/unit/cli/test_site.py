"""site.toml is checked when it is read: a setting that would be silently without effect is refused."""

from __future__ import annotations

import pytest

from pipelines.core.errors import XiangyiError
from pipelines.site import parse_site, site_text

BLANK = site_text("blank")


def _with(setting: str, old: str) -> str:
    assert old in BLANK
    return BLANK.replace(old, setting)


@pytest.mark.parametrize("setting", ["densty = 2", 'density = "2"', "density = true"])
def test_a_norm_is_a_number_for_an_indicator_there_is(setting: str) -> None:
    with pytest.raises(XiangyiError, match=r"\[norms\] den"):
        parse_site(_with(f"[norms]\n{setting}\n[ignored]", "[norms]"))


@pytest.mark.parametrize("currency", ["cny", "RMB¥", "", "YUAN"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(XiangyiError, match="three capital letters"):
        parse_site(_with(f'currency = "{currency}"', 'currency = "CNY"'))


def test_the_settings_as_shipped_are_sound() -> None:
    assert parse_site(BLANK).currency == "CNY"
    assert parse_site(BLANK).norms == {"density": 1.0}

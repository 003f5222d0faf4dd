"""Plotly speaks the reader's language: its own words and its days and months, though our axes have words of ours."""

from __future__ import annotations

import pytest

from tests.browser.conftest import go

MONTHS = """async (locale) => {
  const box = document.createElement("div");
  box.style.cssText = "width: 900px; height: 300px; position: absolute; left: -2000px";
  document.body.append(box);
  const days = ["2024-01-01", "2024-02-01", "2024-03-01"];
  await window.Plotly.newPlot(box, [{ x: days, y: [1, 2, 3], type: "scatter" }], {}, { locale: locale });
  const said = [...box.querySelectorAll(".xtick")].map((tick) => tick.textContent);
  box.remove();
  return said.join(" ");
}"""
LOCALES = "() => [...document.querySelectorAll('.js-plotly-plot')].map((drawing) => drawing._context.locale)"


@pytest.mark.parametrize(("lang", "locale", "month"), [("zh", "zh-CN", "2月"), ("en", "en", "Feb")])
def test_every_drawing_has_the_language_of_the_page_and_an_axis_of_dates_its_months(page, demo, lang, locale, month):
    go(page, f"{demo}/retention?region=140300&lang={lang}", "retention")
    found = page.evaluate(LOCALES)
    assert found and set(found) == {locale}
    assert month in page.evaluate(MONTHS, locale)

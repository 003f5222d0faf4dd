"""What stands along x can be read in windows narrower than the one pages are made for."""

from __future__ import annotations

import pytest

from dashboard.page import all_pages
from tests.browser.conftest import go

WIDTHS = (1280, 1100, 1024)
SETTLED = """() => [...document.querySelectorAll('.js-plotly-plot')].every(plot =>
  plot._fullLayout && Math.abs(plot._fullLayout.width - plot.clientWidth) < 2 && !document.querySelector('.later'))"""
TOUCHING = """names => {
  const found = [];
  const box = each => ({ said: each.textContent, ...each.getBoundingClientRect().toJSON() });
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  document.querySelectorAll('.js-plotly-plot').forEach(plot => {
    const seen = [...plot.querySelectorAll(names)].map(box).filter(b => b.width > 0);
    seen.forEach((a, i) => seen.slice(i + 1).filter(b => meet(a, b)).forEach(b =>
      found.push(plot.closest('.card').dataset.card + ': ' + a.said + ' | ' + b.said)));
  });
  return found;
}"""
LABELS = ".xtick text, .x2tick text"
CUT = """() => [...document.querySelectorAll('.card .inside td, .card .inside th')].filter(cell => {
  const right = cell.getBoundingClientRect().right;
  const holder = cell.closest('.table:not(.card)');
  return holder && right > holder.getBoundingClientRect().right + 1 && !['auto', 'scroll'].includes(getComputedStyle(holder).overflowX);
}).map(cell => cell.closest('.card').dataset.card + ': ' + cell.textContent)"""


@pytest.mark.parametrize(("name", "lang"), [("telemedicine", "en"), ("training", "en"), ("supply", "en"), ("training", "zh"), ("services", "zh")])
def test_labels_along_x_do_not_touch_in_a_narrow_window(page, demo, name, lang):
    path = next(each.path for each in all_pages() if each.name == name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        go(page, f"{demo}{path}?region=140300&lang={lang}", name)
        page.wait_for_function(SETTLED)
        assert page.locator(".xtick text").count() > 10
        assert page.evaluate(TOUCHING, LABELS) == [], f"{width} pixels"
        assert page.evaluate(CUT) == [], f"{width} pixels"


@pytest.mark.parametrize(("name", "card"), [("training", "exam_pass_rates"), ("pay", "pay_gaps")])
def test_what_stands_over_a_plot_keeps_apart_where_it_is_narrow(page, demo, name, card):
    """Numbers of policies, the line of no difference, a legend of two rows."""
    page.set_viewport_size({"width": 1280, "height": 900})
    go(page, f"{demo}/{name}?region=140322&lang=en", name)
    page.wait_for_function(SETTLED)
    mine = f"[data-card={card}] "
    assert page.locator(f"{mine}.annotation-text:not([transform*='rotate(-'])").count() > 3 and page.locator(f"{mine}.legendtext").count() > 1
    seen = page.evaluate(TOUCHING, f"{mine}.annotation-text, {mine}.xtick text, {mine}.legendtext")
    assert [pair for pair in seen if "synthetic" not in pair] == []

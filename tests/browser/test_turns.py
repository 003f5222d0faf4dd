"""A page is drawn once: nobody waits for what had been drawn already."""

from __future__ import annotations

from tests.browser.conftest import go

RESIZED = """async width => {
  const plot = document.querySelector('[data-card=headcount_trend] .js-plotly-plot');
  let drawn = 0;
  plot.on('plotly_afterplot', () => { drawn += 1; });
  await window.Plotly.Plots.resize(plot);
  await new Promise(done => setTimeout(done, 500));
  const unchanged = drawn;
  plot.style.width = width + 'px';
  await window.Plotly.Plots.resize(plot);
  await new Promise(done => setTimeout(done, 500));
  return [unchanged, drawn > 0, plot._fullLayout.width];
}"""


def test_a_drawing_as_large_as_its_card_is_not_drawn_again(page, demo):
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_timeout(1500)
    assert page.evaluate(RESIZED, 300) == [0, True, 300]

"""A page is drawn once: nobody waits for what had been drawn already."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.browser.conftest import Seen, go

STILL = """() => new Promise(done => { const plots = [...document.querySelectorAll('.js-plotly-plot')];
  const sizes = () => JSON.stringify(plots.map(plot => [plot._fullLayout?.width, plot._fullLayout?.height, plot.clientWidth, plot.clientHeight]));
  const isFit = plot => plot._fullLayout && Math.abs(plot._fullLayout.width - plot.clientWidth) < 1 && Math.abs(plot._fullLayout.height - plot.clientHeight) < 1;
  const before = sizes();
  setTimeout(() => done(plots.length > 3 && plots.every(plot => !plot.offsetHeight || isFit(plot)) && before === sizes()), 500); })"""  # for half a second
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
    page.wait_for_function(STILL)
    assert page.evaluate(RESIZED, 300) == [0, True, 300]


CLEARED = """async width => {
  const plot = document.querySelector('[data-card=headcount_trend] .js-plotly-plot');
  let come;
  const tiles = new Promise(done => { come = done; });
  plot.on('plotly_beforeplot', () => { plot._promises.push(tiles); });  // as a map's tiles are awaited
  plot.style.width = width + 'px';
  window.Plotly.Plots.resize(plot).catch(() => {});
  await new Promise(done => setTimeout(done, 500));  // it has begun to draw
  window.Plotly.Plots.resize(plot).catch(() => {});  // measured once more, as Dash does
  const cleared = window.Plotly.purge(plot);
  await new Promise(done => setTimeout(done, 500));
  const stood = Boolean(plot._fullLayout);  // it is still being fitted
  come();
  await cleared;
  await new Promise(done => setTimeout(done, 500));
  return [stood, Boolean(plot._fullLayout)];
}"""


LEFT = """async time => {
  const map = [...document.querySelectorAll('.js-plotly-plot')].find(plot => plot.querySelector('.maplibregl-canvas'));
  const plot = document.createElement('div'), layout = Object.assign(JSON.parse(JSON.stringify(map.layout)), { width: 600, height: 400 });
  map.parentElement.append(plot);
  const drawn = window.Plotly.react(plot, { data: map.data, layout: layout }).catch(() => {});
  while (!plot.querySelector('.maplibregl-canvas')) { await new Promise(done => setTimeout(done, 0)); }
  plot.remove();
  const begun = Boolean(plot._fullLayout);
  await drawn;
  await new Promise(done => setTimeout(done, time));
  return [begun, Boolean(plot._fullLayout), plot.querySelectorAll('canvas').length];
}"""


@pytest.mark.parametrize(("script", "number", "found"), [(CLEARED, 300, [True, False]), (LEFT, 500, [True, False, 0])], ids=["fitted", "first drawing"])
def test_a_drawing_that_is_left_while_it_is_made_is_cleared_away_once_it_is_drawn(page, demo, script, number, found):
    seen = Seen(demo)
    seen.watch(page)
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_function(STILL)
    assert page.evaluate(script, number) == found
    assert seen.faults == []


def test_a_window_of_another_size_is_drawn_by_one_who_listens(page, demo):
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_function(STILL)
    plots = "() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => [Boolean(plot._responsiveChartHandler), plot._fullLayout.width])"
    before = page.evaluate(plots)
    page.set_viewport_size({"width": 1000, "height": 800})
    page.wait_for_function("was => [...document.querySelectorAll('.js-plotly-plot')].every((plot, i) => plot._fullLayout.width !== was[i][1])", arg=before)
    assert before and not any(listens for listens, _ in before)


SEEN = """height => {
  const map = document.querySelector('[data-card=density_map] .maplibregl-canvas').getBoundingClientRect(), foot = 150;
  window.scrollBy(0, map.bottom - document.querySelector('.bar').getBoundingClientRect().bottom - foot);
  const top = Math.ceil(document.querySelector('.bar').getBoundingClientRect().bottom) + 10;
  return [Math.ceil(map.left), top, Math.floor(map.right), top + height];
}"""


def test_the_foot_of_a_map_is_seen_while_the_bar_covers_its_head(page, demo):
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_function(STILL)
    foot = page.evaluate(SEEN, 120)
    page.wait_for_timeout(500)
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB").crop(foot)  # as it stands: with `clip` the page is drawn anew
    assert len(seen.getcolors(seen.width * seen.height)) > 10, "more than the ground"

"""A page is drawn once, its drawings first: nobody waits for what had been drawn already, or for a list below."""

from __future__ import annotations

from tests.browser.conftest import go

ORDER = """() => new MutationObserver((_, watch) => {
  const list = document.querySelector('.ag-root-wrapper');
  if (!list) { return; }
  watch.disconnect();
  const drawings = [...document.querySelectorAll('.drawing')];
  window.found = {
    drawings: drawings.length,
    missing: drawings.filter(one => !one.querySelector('.maplibregl-canvas, .main-svg')).map(one => one.closest('.card').dataset.card),
  };
}).observe(document, { childList: true, subtree: true })"""
ROOM = """() => new MutationObserver((_, watch) => {
  const rooms = [...document.querySelectorAll('.later')];
  if (!rooms.length) { return; }
  watch.disconnect();
  window.rooms = Object.fromEntries(rooms.map(one => [one.closest('.card').dataset.card, one.offsetHeight]));
}).observe(document, { childList: true, subtree: true })"""
GRIDS = """() => Object.fromEntries([...document.querySelectorAll('.card .ag-theme-quartz, .card .inside > div')].filter(one => one.querySelector('.ag-root-wrapper'))
  .map(one => [one.closest('.card').dataset.card, one.offsetHeight]))"""
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


def test_lists_come_after_the_drawings_and_move_nothing(page, demo):
    page.add_init_script(f"({ORDER})(); ({ROOM})();")
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_function("() => window.found && !document.querySelector('.later')")
    found, rooms = page.evaluate("[window.found, window.rooms]")
    assert found["drawings"] >= 8 and found["missing"] == []
    grids = page.evaluate(GRIDS)
    assert len(rooms) >= 3 and rooms == grids


def test_a_drawing_as_large_as_its_card_is_not_drawn_again(page, demo):
    go(page, f"{demo}/supply?region=140300", "supply")
    page.wait_for_timeout(1500)
    assert page.evaluate(RESIZED, 300) == [0, True, 300]

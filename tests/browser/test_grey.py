"""Paper without colours: parts of bars are told apart by their hatching and lines by their dots, in the drawing and in its legend; a screen has neither."""

from __future__ import annotations

from tests.browser.conftest import go

HATCHED = """name => { const plot = document.querySelector(`[data-card=${name}] .js-plotly-plot`), found = {};
    plot._fullData.filter(one => one.type === 'bar').forEach(one => { const shapes = found[one.name] = found[one.name] || [];
        [].concat(one.marker.pattern?.shape ?? '').forEach(shape => { if (!shapes.includes(shape)) { shapes.push(shape); } }); });
    return [found, plot.querySelectorAll('.barlayer pattern, defs pattern').length, plot.querySelectorAll('.legend .traces').length]; }"""
DOTTED = """name => { const plot = document.querySelector(`[data-card=${name}] .js-plotly-plot`), found = {};
    plot._fullData.filter(one => one.type === 'scatter' && plot.data[one.index].name).forEach(one => {
        found[one.name] = [...new Set([...(found[one.name] || []), one.mode.includes('markers') ? one.marker.symbol : ''])]; });
    return found; }"""


def test_stacked_parts_are_told_apart_on_paper_without_colours(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=zh", "retention")
    parts, drawn, _ = page.evaluate(HATCHED, "exit_reasons")
    assert len(parts) >= 5 and {shape for shapes in parts.values() for shape in shapes} == {""} and not drawn, "colours tell them apart on a screen"
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    parts, drawn, named = page.evaluate(HATCHED, "exit_reasons")
    assert all(len(shapes) == 1 for shapes in parts.values()) and len({shapes[0] for shapes in parts.values()}) == len(parts) == named, parts
    assert drawn >= 2 * (len(parts) - 1), "the legend has them too"
    assert page.evaluate(HATCHED, "in_and_out")[1] == 0, "bars that nothing need be matched to are left as they are"
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    parts, drawn, _ = page.evaluate(HATCHED, "exit_reasons")
    assert {shape for shapes in parts.values() for shape in shapes} == {""} and not drawn


def test_bars_of_few_people_stay_empty_on_paper(page, demo):
    go(page, f"{demo}/retention?region=140300&period=2025&lang=zh", "retention")
    page.evaluate("""() => { const plot = document.querySelector('[data-card=exit_reasons] .js-plotly-plot');
        plot.data.filter(one => one.type === 'bar' && !one.showlegend).forEach(one => { one.marker.color[0] = plot.layout.hoverlabel.bgcolor; }); }""")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    first = page.evaluate("""() => document.querySelector('[data-card=exit_reasons] .js-plotly-plot').data.filter(one => one.type === 'bar' && !one.showlegend)
        .map(one => one.marker.pattern.shape.slice(0, 2))""")
    assert {one[0] for one in first} == {""} and len({one[1] for one in first}) == len(first)


def test_lines_have_dots_of_their_own_on_paper_and_get_them_back_as_they_were(page, demo):
    go(page, f"{demo}/pay?region=140300&period=2025&lang=zh", "pay")
    before = {name: page.evaluate(DOTTED, name) for name in ("pay_growth", "pay_gaps")}
    assert {shape for shapes in before["pay_gaps"].values() for shape in shapes} == {"square"}, "estimates side by side"
    page.evaluate("() => window.ontoPaper()")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    for name, count in (("pay_growth", 3), ("pay_gaps", 2)):
        shapes = page.evaluate(DOTTED, name)
        assert all(len(one) == 1 for one in shapes.values()) and len({one[0] for one in shapes.values()}) == len(shapes) == count, shapes
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert {name: page.evaluate(DOTTED, name) for name in before} == before

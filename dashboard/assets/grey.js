/* Paper may have no colours: there each part of the bars has a hatching of its own and each line dots of its own shape, in the drawing and in its
   legend, by their order. On a screen colours tell them apart, and neither is drawn. */
(function () {
  const HATCHES = ["", "/", ".", "x", "-", "\\", "|", "+"], DOTS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "star"];
  const HATCH = { fillmode: "overlay", fgopacity: 1, size: 7, solidity: 0.32 }, INK = "#1d2b36", PAPER = "#ffffff";
  const LIGHT = 150; /* of 255: lines on a lighter ground than this are of ink */
  const DOT = 8; /* pixels of a dot whose shape is seen */
  const worn = new WeakMap(); /* drawing -> its traces and what they were like before */

  function isLight(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return 0.299 * red + 0.587 * green + 0.114 * blue > LIGHT;
  }

  /* A bar of few people stays as empty as it is: its filling is the ground, which is that of what a pointer is told, too. */
  function hatched(trace, shape, ground) {
    const fills = [].concat(trace.marker.color), looks = Object.entries(HATCH).map(([name, value]) => ["marker.pattern." + name, value]);
    return Object.assign(Object.fromEntries(looks), {
      "marker.pattern.shape": fills.map((fill) => fill === ground ? "" : shape),
      "marker.pattern.fgcolor": fills.map((fill) => isLight(fill) ? INK : PAPER),
    });
  }

  /* A line that stands in the legend carries its dots there as well. */
  function dotted(trace, shape) {
    const look = { "marker.symbol": shape, "marker.size": DOT };
    return trace.mode === "lines" ? Object.assign(look, { mode: "lines+markers", "marker.color": trace.line.color }) : look;
  }

  function namesOf(traces) { return [...new Set(traces.map((trace) => trace.name))]; }

  /* [place of a trace, what it wears]: of bars in a legend, and of lines with dots, where there are several. */
  function dressing(plot) {
    const bars = namesOf(plot.data.filter((trace) => trace.type === "bar" && trace.showlegend));
    const lines = namesOf(plot.data.filter((trace) => trace.type === "scatter" && trace.name && trace.mode === "markers"));
    const found = plot.data.map((trace, at) => {
      const [names, shapes] = trace.type === "bar" ? [bars, HATCHES] : [lines, DOTS], place = names.indexOf(trace.name);
      if (names.length < 2 || place < 0) { return null; }
      const shape = shapes[place % shapes.length];
      return [at, trace.type === "bar" ? hatched(trace, shape, plot.layout.hoverlabel.bgcolor) : dotted(trace, shape)];
    });
    return found.filter(Boolean);
  }

  function at(trace, path) { return path.split(".").reduce((part, name) => part && part[name], trace); }

  /* As Plotly takes it: of each thing that changes a list, a value a trace; none is left as it is. */
  function changes(looks) {
    const paths = new Set(looks.flatMap((look) => Object.keys(look)));
    return Object.fromEntries([...paths].map((path) => [path, looks.map((look) => look[path])]));
  }

  window.xiangyi = Object.assign(window.xiangyi || {}, {
    /* Draw once as it goes onto paper, with what changes of the layout. */
    wear: function (plot, layout) {
      const before = worn.get(plot), looks = before && before.data === plot.data ? [] : dressing(plot);
      if (!looks.length) { return window.Plotly.relayout(plot, layout); }
      const was = looks.map(([place, look]) => Object.fromEntries(Object.keys(look).map((path) => [path, at(plot.data[place], path) || null])));
      const places = looks.map(([place]) => place);
      worn.set(plot, { data: plot.data, places: places, was: was });
      return window.Plotly.update(plot, changes(looks.map(([, look]) => look)), layout, places);
    },
    /* Draw once as it was; a drawing that has come since has worn nothing. */
    undress: function (plot, layout) {
      const before = worn.get(plot);
      worn.delete(plot);
      if (!before || before.data !== plot.data) { return window.Plotly.relayout(plot, layout); }
      return window.Plotly.update(plot, changes(before.was), layout, before.places);
    },
  });
})();

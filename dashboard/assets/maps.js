/* Drawings take turns: a map begins at once, for its tiles are cut by a worker while the others are drawn, some at a time.
   All in one task would keep the map waiting, and whoever clicks or types; each in a task of its own is painted on its own. */
(function () {
  const LONGEST = 4000; // milliseconds: outlines that do not come leave a map unfinished, and nobody waits for it longer
  const HALO = 1.5; // pixels around the letters of a name
  const TASK = 50, FIRST = 30000; // milliseconds after which the next drawing waits its turn; in which the first page is drawn, or nobody waits for it
  const last = new WeakMap(), drawings = new WeakMap(), sizings = new WeakMap(); // figure asked for, its drawing, its fitting to another size
  const moved = new WeakMap(); // the view a reader chose
  let turns = Promise.resolve(), unfinished = turns, began = -Infinity, isLost = false;

  function wait(time) { return new Promise(function (done) { window.setTimeout(done, time); }); }

  function turn() {
    return performance.now() - began < TASK ? null : wait(0).then(function () { began = performance.now(); });
  }

  /* A map fills the card it stands in: the server makes the first view for one size, which it names. */
  function zoomIn(box, first) { return first.zoom + Math.log2(Math.min(box.clientWidth / first.width, box.clientHeight / first.height)); }

  /* The view a reader moved the map to stays while it is of the same places, whatever their figures are. */
  function chosen(plot, layout) {
    const view = moved.get(plot);
    return view && view.of === layout.uirevision ? { center: view.center, zoom: view.zoom } : null;
  }

  function fitted(plot, figure) {
    const layout = figure && figure.layout, first = layout && layout.meta;
    if (!first || !first.zoom || !plot.clientWidth || !plot.clientHeight) { return figure; }
    const view = { map: Object.assign({}, layout.map, chosen(plot, layout) || { zoom: zoomIn(plot, first) }) };
    return Object.assign({}, figure, { layout: Object.assign({}, layout, view) });
  }

  /* Dash has every drawing measured several times while its page is made, and Plotly draws it anew each time although nothing has changed; one
     that still waits its turn is drawn as large as its card is then. Sizes are whole pixels on one side only. */
  function isAsLarge(plot) {
    const size = plot._fullLayout;
    return !size || (Math.abs(size.width - plot.clientWidth) < 1 && Math.abs(size.height - plot.clientHeight) < 1);
  }

  /* Dash alone says when the window is another size: Plotly, told to listen itself, would draw once more, unseen by what waits for a drawing. */
  function unlistening(figure) {
    return figure && figure.config ? Object.assign({}, figure, { config: Object.assign({}, figure.config, { responsive: false }) }) : figure;
  }

  function takeTurns(plotly) {
    const react = plotly.react, resize = plotly.Plots.resize, purge = plotly.purge;
    plotly.Plots.resize = function (plot) {
      const sizing = isAsLarge(plot) ? sizings.get(plot) || Promise.resolve(plot) : resize.call(plotly.Plots, plot);
      sizings.set(plot, sizing);
      return sizing;
    };
    /* What is cleared away while it is being drawn fails in the midst of its drawing, and there is nobody to hear of it. */
    plotly.purge = function (plot) {
      const rest = Promise.allSettled([drawings.get(plot), sizings.get(plot)]);
      return Promise.race([rest, wait(LONGEST)]).then(() => purge.call(plotly, plot));
    };
    plotly.react = function (plot, figure, ...rest) {
      const draw = () => react.call(plotly, plot, unlistening(fitted(plot, figure)), ...rest);
      const isCurrent = () => last.get(plot) === figure && plot.isConnected;
      last.set(plot, figure);
      let made;
      if (plot.querySelector(".maplibregl-canvas")) {
        made = draw();
      } else {
        const begun = turns.then(turn).then(() => ({ drawing: isCurrent() ? draw() : plot })); // wrapped: the next waits for no tiles
        turns = begun.catch(() => null);
        made = begun.then((one) => (one.drawing === plot && last.get(plot) !== figure ? drawings.get(plot) : one.drawing)); // overtaken: drawn with what came after
      }
      drawings.set(plot, made);
      const settled = Promise.allSettled([made]);
      settled.then(() => (plot._fullLayout && !plot.isConnected ? plotly.purge(plot) : null)); // Dash clears away only what it has once seen drawn
      unfinished = Promise.allSettled([unfinished, Promise.race([settled, wait(LONGEST)])]);
      return made;
    };
  }

  /* The library of drawings is fetched while the first cards are awaited, not after them. Dash, which would fetch it when the first drawing
     is on the page, waits for what stands under its name. */
  function fetchLibrary() {
    if (window.Plotly) { return; }
    window.Plotly = new Promise(function (come, fail) {
      const script = Object.assign(document.createElement("script"), { src: window._dashPlotlyJSURL, onerror: fail });
      script.onload = function () {
        takeTurns(window.Plotly);
        come();
      };
      window.setTimeout(fail, FIRST);
      document.body.append(script);
    });
    window.Plotly.catch(function () { isLost = true; });
  }

  /* On the first page drawings stand in the text before the library has seen them. Where it does not come their cards say so. */
  function isUnasked() {
    const unseen = Array.from(document.querySelectorAll(".dash-graph")).filter((graph) => !Array.from(graph.children).some((plot) => last.has(plot)));
    if (isLost) { unseen.forEach(function (graph) { graph.closest(".card").dataset.failed = said("late"); }); }
    return !isLost && unseen.length > 0 && performance.now() < FIRST;
  }

  /* Resolves when everything that was asked for is drawn, the tiles of maps too. */
  function drawn() {
    const seen = unfinished;
    return seen.then(() => (isUnasked() ? wait(TASK).then(drawn) : seen === unfinished ? null : drawn()));
  }

  window.xiangyi = Object.assign(window.xiangyi || {}, { drawn: drawn, fetchLibrary: fetchLibrary });

  /* A card that grows or shrinks takes its map along; a reader who moved the map is left alone, until it is shown whole again. */
  const known = new WeakSet();

  function refit(plot) {
    const map = mapOf(plot);
    const first = plot.layout && plot.layout.meta;
    if (!map || !first || !first.zoom || chosen(plot, plot.layout)) { return; }
    const box = map.getContainer();
    if (!box.clientWidth || !box.clientHeight) { return; }
    const zoom = zoomIn(box, first);
    if (Math.abs(map.getZoom() - zoom) > 0.01) { map.jumpTo({ zoom: zoom }); }
  }

  function mapOf(plot) { return plot._fullLayout && plot._fullLayout.map && plot._fullLayout.map._subplot && plot._fullLayout.map._subplot.map; }

  /* A name that crosses the edge of its place is read on whatever lies beside it: Plotly gives letters no halo, the library under it does. Letters
     are given theirs as they are laid on the map: afterwards the map would be drawn again for a third of a second. */
  function halo(plot, map) {
    const lay = map.addLayer.bind(map), layers = () => plot._fullData.filter((trace) => trace.meta && trace.meta.halo);
    const named = (trace) => "plotly-trace-layer-" + trace.uid + "-symbol", paint = (trace) => ({ "text-halo-color": trace.meta.halo, "text-halo-width": HALO });
    layers().filter((trace) => map.getLayer(named(trace))).forEach((trace) => Object.entries(paint(trace)).forEach((one) => map.setPaintProperty(named(trace), ...one)));
    map.addLayer = (layer, before) => {
      const trace = layers().find((one) => named(one) === layer.id);
      return lay(trace ? Object.assign({}, layer, { paint: Object.assign({}, layer.paint, paint(trace)) }) : layer, before);
    };
  }

  /* Closer or farther by so many steps, about a place on the map: each step doubles. What is seen then is the reader's own view. */
  function zoomBy(plot, steps, about) {
    const map = mapOf(plot);
    if (!map) { return; }
    map.easeTo({ zoom: map.getZoom() + steps, around: about || map.getCenter(), duration: 0 });
    const at = map.getCenter(), zoom = map.getZoom(), center = { lon: at.lng, lat: at.lat };
    keep(plot, center, zoom); // at once: a map that is drawn or grows before Plotly has told of it would be fitted anew
    window.Plotly.relayout(plot, { "map.zoom": zoom, "map.center": center });
  }

  function keep(plot, center, zoom) { moved.set(plot, { of: plot.layout.uirevision, center: center, zoom: zoom }); }

  /* The whole of it again, as it came. */
  function whole(plot) {
    const first = last.get(plot).layout;
    window.Plotly.relayout(plot, { "map.zoom": zoomIn(mapOf(plot).getContainer(), first.meta), "map.center": first.map.center })
      .then(() => moved.delete(plot));
  }

  /* A wheel scrolls the page; with the control key held it is the map's. Buttons do the same for a touch and for the keyboard. */
  function addZoom(plot) {
    const buttons = make("div", "zoom");
    [["+", "closer", () => zoomBy(plot, 1)], ["−", "farther", () => zoomBy(plot, -1)], ["⤢", "whole", () => whole(plot)]].forEach(([sign, name, act]) => {
      const button = make("button", "", sign);
      button.type = "button";
      button.title = said(name);
      button.setAttribute("aria-label", said(name));
      button.addEventListener("click", act);
      buttons.append(button);
    });
    plot.append(buttons);
    plot.addEventListener("wheel", function (event) {
      if (!event.ctrlKey) { return; }
      const box = plot.getBoundingClientRect();
      event.preventDefault();
      zoomBy(plot, event.deltaY < 0 ? 0.5 : -0.5, mapOf(plot) && mapOf(plot).unproject([event.clientX - box.left, event.clientY - box.top]));
    }, { passive: false });
  }

  new MutationObserver(function () {
    document.querySelectorAll(".js-plotly-plot .maplibregl-canvas").forEach(function (canvas) {
      const plot = canvas.closest(".js-plotly-plot");
      if (known.has(canvas) || !plot.on || !mapOf(plot)) { return; }
      known.add(canvas);
      halo(plot, mapOf(plot));
      mapOf(plot)._fadeDuration = 0; // names that fade in are drawn again and again, and waited for
      plot.on("plotly_afterplot", () => refit(plot));
      plot.on("plotly_relayout", (change) => {
        if (change["map.center"]) { keep(plot, change["map.center"], change["map.zoom"]); }
      });
      plot.on("plotly_doubleclick", () => whole(plot));
      if (plot.layout.meta && !plot.querySelector(".zoom")) { addZoom(plot); }
      new ResizeObserver(() => refit(plot)).observe(plot);
      refit(plot);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

/* A map fills the card it stands in: the server makes the first view for one size, which it names; a reader who moved the map is left alone. */
(function () {
  const known = new WeakSet();

  function fit(plot) {
    const full = plot._fullLayout && plot._fullLayout.map;
    const map = full && full._subplot && full._subplot.map;
    const first = plot.layout && plot.layout.meta;
    if (!map || !first || !first.zoom || Math.abs(full.zoom - first.zoom) > 1e-6) { return; }
    const box = map.getContainer();
    if (!box.clientWidth || !box.clientHeight) { return; }
    const zoom = first.zoom + Math.log2(Math.min(box.clientWidth / first.width, box.clientHeight / first.height));
    if (Math.abs(map.getZoom() - zoom) > 0.01) { map.jumpTo({ zoom: zoom }); }
  }

  new MutationObserver(function () {
    document.querySelectorAll(".js-plotly-plot .maplibregl-canvas").forEach(function (canvas) {
      const plot = canvas.closest(".js-plotly-plot");
      if (known.has(canvas) || !plot.on) { return; }
      known.add(canvas);
      plot.on("plotly_afterplot", () => fit(plot));
      new ResizeObserver(() => fit(plot)).observe(plot);
      fit(plot);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

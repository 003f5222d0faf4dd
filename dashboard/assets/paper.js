/* Paper: drawings become as wide as the sheet and maps become pictures (a browser prints no canvas of theirs); then it is printed. */
(function () {
  const SHEET = 669; /* CSS pixels of a card between the margins of A4 */
  let shown = null;
  document.addEventListener("xiangyi:shown", function (event) { shown = event.detail; });

  function plots(areMaps) {
    return Array.from(document.querySelectorAll(".card .js-plotly-plot")).filter((plot) =>
      plot.data && plot.offsetHeight > 80 && Boolean(plot.querySelector(".maplibregl-canvas")) === areMaps);
  }

  function picture(plot) {
    const card = plot.closest(".card"), image = make("img", "paper-map");
    image.alt = card.querySelector("h2").textContent;
    image.src = "/card/" + card.dataset.page + "/" + card.dataset.card + ".png?" + shown.query;
    return image.decode().then(() => card.append(image)).catch(() => null);
  }

  function fit() {
    plots(false).forEach((plot) => {
      const tall = parseInt(plot.closest(".drawing").style.height, 10) || plot.offsetHeight;
      window.Plotly.relayout(plot, { width: SHEET, height: tall });
    });
  }

  /* Everything as it goes onto paper; the promise is kept when the pictures of the maps are there. */
  window.ontoPaper = function () {
    document.querySelectorAll(".paper-map").forEach((old) => old.remove());
    return Promise.all(plots(true).map(picture)).then(fit);
  };

  function print() { window.ontoPaper().then(() => window.print()); }

  /* Printed from the menu of the browser nothing can be waited for: each map is drawn once more and copied at once onto a plain canvas above it. */
  function copyMap(plot) {
    const subplot = plot._fullLayout.map && plot._fullLayout.map._subplot;
    if (!subplot || !subplot.map || plot.closest(".card").querySelector(".paper-map")) { return; }
    subplot.map.redraw();
    const from = subplot.map.getCanvas(), copy = make("canvas", "paper-copy");
    copy.width = from.width;
    copy.height = from.height;
    copy.style.cssText = "position:absolute;inset:0;width:" + from.clientWidth + "px;height:" + from.clientHeight + "px";
    copy.getContext("2d").drawImage(from, 0, 0);
    from.after(copy);
    plot.closest(".drawing").style.zoom = Math.min(1, SHEET / plot.offsetWidth);
  }

  window.addEventListener("beforeprint", function () {
    fit();
    plots(true).forEach(copyMap);
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".paper-map, .paper-copy").forEach((old) => old.remove());
    plots(true).forEach((plot) => { plot.closest(".drawing").style.zoom = ""; });
    plots(false).forEach((plot) => window.Plotly.relayout(plot, { width: null, height: null, autosize: true }));
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "p" && shown) {
      event.preventDefault();
      print();
    }
  });
  document.addEventListener("click", function (event) { if (event.target.id === "print") { print(); } });
})();

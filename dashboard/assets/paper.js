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

  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".paper-map").forEach((old) => old.remove());
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

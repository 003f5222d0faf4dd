/* The picture of a drawing that travels alone: what it is and what is found above it, and under it all that its foot and its marks tell. */
(function () {
  const INK = "#1D2B36", QUIET = "#5B6B78", EDGE = 8, GAP = 6, WIDER = 40; // pixels
  const TITLE = 16, FINDING = 13, SMALL = 11, LEADING = 1.3; // pixels of letters; of a line of Plotly's to its letters
  const PIECE = /[（“《(]*(?![（“《])[\u2e80-\u9fff\uff00-\uffef][，。；：、）”》！？),.;:]*|[（“《]*[^\s\u2e80-\u9fff\uff00-\uffef]+[，。；：、）”》]*|\s+|./g; // what no line breaks
  const pen = document.createElement("canvas").getContext("2d");

  function plain(text) { return text.replace(/[&<>]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[letter]); }

  /* Lines of so many pixels at most: measured, for nothing may be cut; a word that has no room on any line goes on under itself. */
  function wrapped(text, room, size, family) {
    pen.font = size + "px " + family;
    const lines = [""], wide = (words) => pen.measureText(words).width;
    const pieces = (text.match(PIECE) || []).flatMap((piece) => (wide(piece) > room ? Array.from(piece) : [piece]));
    pieces.forEach((piece) => {
      const line = lines[lines.length - 1];
      if (line && wide((line + piece).trimEnd()) > room) { lines.push(piece.trimStart()); } else { lines[lines.length - 1] = line + piece; }
    });
    return lines.map((line) => line.trimEnd());
  }

  /* What a mark of the foot tells beside the pointer; a way into a menu leads nowhere from a picture. */
  function told(card, isList) {
    const found = Array.from(card.querySelectorAll(".foot > .info")).filter((mark) => (mark.firstChild.textContent === said("policies")) === isList);
    return found.flatMap((mark) => mark.dataset.definition.split("\n")).filter((line) => line !== said("inMenu"));
  }

  /* The paragraphs above a drawing and under it, each as [words, size, colour]. */
  function words(card) {
    const head = card.querySelector("h2"), place = document.querySelector(".crumbs .here"), aside = head.querySelector(".aside");
    const finding = card.querySelector(".finding"), synthetic = document.querySelector(".where .badge"), isEnglish = document.documentElement.lang === "en";
    const all = (...parts) => parts.filter(Boolean).map((part) => part.textContent || part).join(" · ");
    const named = told(card, true), listed = named.join(isEnglish ? "; " : "；");
    const foreign = isEnglish && /[\u4e00-\u9fff]/.test(listed) ? said("asFiled") : "";
    const spans = Array.from(card.querySelectorAll(".foot > span:not(.pressed)")), [defined, ...others] = told(card, false);
    const definition = defined ? [said("defined") + (isEnglish ? ": " : "：") + defined, ...others] : [];
    return {
      above: [[head.firstChild.textContent, TITLE, INK], [all(place, aside), SMALL, QUIET], [finding ? finding.textContent : "", FINDING, INK]],
      under: [all(foreign, listed), ...definition, all(...spans, ...document.querySelectorAll(".where .fact"), synthetic)].map((line) => [line, SMALL, QUIET]),
    };
  }

  /* Annotations one under the other, the first as far from an edge of the drawing as `from` says; where the last ends. */
  function written(paragraphs, room, family, base, from) {
    let at = from;
    const notes = paragraphs.filter(([text]) => text).map(([text, size, color]) => {
      const lines = wrapped(text, room, size, family), top = at;
      at += lines.length * size * LEADING + GAP;
      return Object.assign({ text: lines.map(plain).join("<br>"), font: { size: size, color: color, family: family }, yshift: -top }, base);
    });
    return { notes: notes, height: at - from };
  }

  /* What is drawn on a dark page in the colours of a light one, with their opacity. */
  function onWhite(looks) {
    if (document.documentElement.dataset.theme !== "dark" || !looks) { return looks; }
    const pairs = JSON.parse(said("onWhite")), parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",");
    const clear = new Map(Object.entries(pairs).map(([dark, light]) => [parts(dark), parts(light)]));
    return JSON.parse(JSON.stringify(looks).replace(/#[0-9a-f]{6}\b/gi, (colour) => pairs[colour.toUpperCase()] || colour)
      .replace(/rgba\((\d+,\d+,\d+),/g, (whole, colour) => (clear.has(colour) ? "rgba(" + clear.get(colour) + "," : whole)));
  }

  /* The drawing with its title above and its foot below. */
  window.takePicture = function (card, drawn, form) {
    const size = drawn._fullLayout._size, family = drawn._fullLayout.font.family, width = drawn.offsetWidth + WIDER, parts = words(card);
    const base = { align: "left", xanchor: "left", yanchor: "top", x: 0, xref: "paper", yref: "paper", xshift: EDGE - size.l, showarrow: false, borderpad: 0 };
    const tall = written(parts.above, width - 2 * EDGE, family, {}, 0).height + EDGE;
    const above = written(parts.above, width - 2 * EDGE, family, Object.assign({ y: 1 }, base), EDGE - tall - size.t);
    const under = written(parts.under, width - 2 * EDGE, family, Object.assign({ y: 0 }, base), size.b + GAP);
    const height = drawn.offsetHeight + tall + GAP + under.height + EDGE, white = onWhite(drawn.layout);
    const layout = Object.assign({}, white, {
      legend: Object.assign({}, white.legend, { y: 1 - tall / height }), // which stands by the edge of the whole
      paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff",
      margin: Object.assign({}, drawn.layout.margin, { l: size.l, r: size.r, t: size.t + tall, b: size.b + GAP + under.height + EDGE }),
      annotations: (white.annotations || []).concat(above.notes, under.notes),
    });
    window.Plotly.downloadImage({ data: onWhite(drawn.data), layout: layout }, {
      width: width, height: height, format: form, scale: form === "png" ? 3 : 1, filename: fileName(card.dataset.page, card.dataset.card),
    });
  };
})();

/* The slides of a page, or of a report, take some seconds: how far they are is told, and they can be stopped, which ends the making on the server too. */
(function () {
  let taking = null;

  /* Lines of how much is done, an empty line, the file. */
  async function read(answer, tell) {
    const reader = answer.body.getReader();
    let line = "", parts = null;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      let at = 0;
      while (!parts && at < next.value.length) {
        const letter = String.fromCharCode(next.value[at]);
        at += 1;
        if (letter !== "\n") { line += letter; } else if (line) { tell(Number(line)); line = ""; } else { parts = []; }
      }
      if (parts) { parts.push(next.value.subarray(at)); }
    }
    if (!parts) { throw new Error(said("untaken")); }
    return new Blob(parts);
  }

  function keep(file, name) {
    const link = make("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function take(address, name) {
    const box = make("div", "said taking"), told = make("span"), stop = make("button", "button small", said("stop"));
    const tell = (share) => { told.textContent = said("taking").replace("{share}", Math.round(100 * share)); };
    taking = new AbortController();
    tell(0);
    told.setAttribute("role", "status");
    stop.type = "button";
    stop.addEventListener("click", () => taking.abort());
    box.append(told, stop);
    (document.querySelector("dialog[open]") || document.body).append(box); // what stands under a dialog can not be pressed
    try {
      const answer = await fetch(address + "&steps=1&template=" + window.slideTemplate(), { signal: taking.signal });
      if (answer.status === 409) { sayNewer((await (await fetch("/build")).json()).build); return; }
      if (!answer.ok) { throw new Error(said("untaken")); }
      keep(await read(answer, tell), name);
    } catch (error) {
      if (!taking.signal.aborted) { told.textContent = said("untaken"); await new Promise((resolve) => window.setTimeout(resolve, 4000)); }
    } finally {
      box.remove();
      taking = null;
    }
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-leads='~export'], [data-slides]");
    if (!link || isElsewhere(event)) { return; }
    event.preventDefault();
    const page = new URL(link.href).pathname.split("/").pop().replace(".pptx", "");
    if (!taking) { take(link.href, link.dataset.slides ? "xiangyi-" + link.dataset.slides : fileName(page) + ".pptx"); }
  });
})();

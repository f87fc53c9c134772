/* What a printed page needs that the screen does not hold: the rows of its tables, its folds open, its pictures as pictures. */
(function () {
  "use strict";
  const rowsOf = new WeakMap();  /* The table of a grid, fetched when the page has come to rest: printing cannot wait for an answer. */
  let opened = [], added = [], resting = 0;

  async function fetchRows(frame) {
    const about = frame.dataset.about, lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    rowsOf.set(frame, null);
    const answer = await fetch(`/wakeline/rows/${frame.dataset.listing}?` + new URLSearchParams({about, lang}), {headers: {"X-Wakeline": "1"}});
    if (answer.ok) { rowsOf.set(frame, await answer.json()); frame.dataset.rows = "ready"; }
  }
  function look() {
    document.querySelectorAll("#content .wl-grid-frame").forEach((frame) => {
      if (!rowsOf.has(frame)) { fetchRows(frame); }
    });
  }
  new MutationObserver(() => { clearTimeout(resting); resting = setTimeout(look, 900); }).observe(document.documentElement, {childList: true, subtree: true});

  function table({head, rows, right, told}) {
    const made = (tag, parts, isRight) => {
      const cell = document.createElement(tag);
      if (isRight) { cell.className = "wl-n"; }
      cell.append(...parts);
      return cell;
    };
    const line = (tag, cells) => made("tr", cells.map((text, k) => made(tag, [String(text === null ? "–" : text)], right[k])));
    const box = made("div", [made("table", [made("thead", [line("th", head)]), made("tbody", rows.map((cells) => line("td", cells)))]), made("p", [told])]);
    box.className = "wl-printed";
    return box;
  }

  function before() {
    opened = [...document.querySelectorAll("#content details:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
    document.querySelectorAll("#content .wl-grid-frame").forEach((frame) => {
      const rows = rowsOf.get(frame);
      if (rows) { const made = table(rows); frame.append(made); added.push(made); }
    });
    const stage = document.getElementById("net-stage"), net = window.wakelineNet;
    if (stage && net && net.view && net.view.sigma) {
      const picture = Object.assign(document.createElement("img"), {className: "wl-print-picture", src: net.view.canvas(2).toDataURL(), alt: ""});
      stage.append(picture); added.push(picture);
    }
    /* Paper is light; figures drawn for a dark page are turned by print.css. */
    document.documentElement.dataset.printed = document.documentElement.dataset.mantineColorScheme;
    document.documentElement.dataset.mantineColorScheme = "light";
  }
  function after() {
    opened.forEach((fold) => { fold.open = false; });
    added.forEach((part) => part.remove());
    opened = []; added = [];
    document.documentElement.dataset.mantineColorScheme = document.documentElement.dataset.printed || "light";
    delete document.documentElement.dataset.printed;
  }
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);

  document.addEventListener("click", (event) => {  /* fold or unfold all of a page */
    const button = event.target.closest && event.target.closest("[data-fold]");
    if (button) { document.querySelectorAll("#content .wl-fold, #content .wl-factor").forEach((fold) => { fold.open = button.dataset.fold === "open"; }); }
  });
})();

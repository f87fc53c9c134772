/* A button on every table and every drawn figure that takes it away: pseudonyms first, real ids only with a reason. */
(function () {
  "use strict";
  const {el, make, ask, download} = window.wakelineNetKit;
  let source = null, opener = null;

  /* Whose names stand in a figure: ids at its ticks (layout.meta) and at its annotations. */
  const idsIn = (layout) => {
    const meta = layout.meta || {};
    return [...new Set([...(meta.x || []), ...(meta.y || []), ...(layout.annotations || []).map((one) => one.name).filter(Boolean)])];
  };
  async function picture(drawn, format, labels) {
    const layout = JSON.parse(JSON.stringify(drawn.layout)), meta = layout.meta || {};
    const shown = (id, text) => (id in labels ? labels[id] || text : text);
    ["x", "y"].forEach((axis) => {
      const of = layout[axis + "axis"];
      if (meta[axis] && of && of.ticktext) { of.ticktext = of.ticktext.map((text, k) => shown(meta[axis][k], text)); }
    });
    (layout.annotations || []).forEach((one) => { if (one.name) { one.text = shown(one.name, one.text); } });
    return window.Plotly.toImage({data: drawn.data, layout, config: {locale: "en"}}, {format, scale: format === "svg" ? 1 : 2, width: drawn.clientWidth, height: drawn.clientHeight});
  }
  async function labelsOf(drawn, form, how) {
    const answer = await ask(`/wakeline/labels/${form}`, Object.assign({ids: idsIn(drawn.layout)}, how));
    return answer ? answer.json() : null;
  }
  const reportLabels = async (drawn) => { const told = await labelsOf(drawn, "report", {}); return told ? told.labels : {}; };

  function open(button) {
    const form = el("export-form"), frame = button.parentElement, isTable = frame.classList.contains("wl-grid-frame");
    opener = button; source = {frame, isTable};
    if (!el("export-real")) { fields(form); }
    el("export-real").checked = false; el("export-reason").value = ""; el("export-reason").hidden = true; el("export-said").textContent = "";
    el("export-go").replaceChildren(...(isTable ? ["csv"] : ["png", "svg"]).map((name) => make("button", {type: "button", className: "wl-button wl-main",
      textContent: name.toUpperCase(), onclick: () => go(name)})));
    form.showModal();
  }
  function fields(form) {
    const w = form.dataset, real = make("input", {type: "checkbox", id: "export-real"});
    const reason = make("input", {type: "text", id: "export-reason", className: "wl-input", placeholder: w.reason, maxLength: 400, hidden: true});
    reason.setAttribute("aria-label", w.reason);
    real.onchange = () => { reason.hidden = !real.checked; if (real.checked) { reason.focus(); } };
    el("export-fields").replaceChildren(make("label", {}, [real, " " + w.real]), reason);
  }
  const close = () => { el("export-form").close(); if (opener && opener.isConnected) { opener.focus(); } };

  /* An address of the form data:...,CONTENT as a file; it is not asked for, which the policy of the page refuses. */
  function blobOf(address, name) {
    const content = address.slice(address.indexOf(",") + 1);
    if (name === "svg") { return new Blob([decodeURIComponent(content)], {type: "image/svg+xml"}); }
    return new Blob([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], {type: "image/png"});
  }

  async function go(name) {
    const w = el("export-form").dataset, how = {real: el("export-real").checked, reason: el("export-reason").value.trim()};
    if (how.real && !how.reason) { el("export-said").textContent = w.needs; el("export-reason").focus(); return; }
    el("export-said").textContent = w.busy;
    const {frame, isTable} = source;
    if (isTable) {
      const answer = await ask(`/wakeline/table/${frame.dataset.listing}`, Object.assign({about: frame.dataset.about, lang: document.documentElement.lang.slice(0, 2)}, how));
      if (!answer) { el("export-said").textContent = w.failed; return; }
      download(/filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1], await answer.blob());
    } else {
      const drawn = frame.querySelector(".js-plotly-plot"), told = await labelsOf(drawn, name, how);
      if (!told) { el("export-said").textContent = w.failed; return; }
      download(told.name.replace("network", "picture"), blobOf(await picture(drawn, name, told.labels), name));
    }
    close();
  }

  const dress = () => {
    const form = el("export-form");
    if (!form) { return; }
    document.querySelectorAll("#content .wl-grid-frame, #content .wl-graph, #shown-facts .wl-grid-frame").forEach((frame) => {
      const isReady = frame.classList.contains("wl-grid-frame") || frame.querySelector(".main-svg");
      if (!isReady || frame.querySelector(":scope > .wl-out")) { return; }
      frame.append(make("button", {type: "button", className: "wl-out wl-button", textContent: form.dataset.button}));
    });
  };
  document.addEventListener("click", (event) => {
    if (event.target.classList && event.target.classList.contains("wl-out")) { open(event.target); }
    if (event.target.id === "export-cancel") { close(); }
  });
  let waiting = 0;
  new MutationObserver(() => { if (!waiting) { waiting = setTimeout(() => { waiting = 0; dress(); }, 300); } }).observe(document.documentElement, {childList: true, subtree: true});

  window.wakelineExport = {picture, reportLabels};
})();

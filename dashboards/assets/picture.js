/* A button on every picture of a page that sends it to the report, as it is seen now, with the link that restores the view. */
(function () {
  "use strict";
  const by = (id) => document.getElementById(id);
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isDark = () => document.documentElement.dataset.mantineColorScheme === "dark";
  let opener = null;

  const onGround = async (source) => {  /* paper has no surface of its own: the picture brings the one it is seen on */
    const sheet = document.createElement("canvas");
    sheet.width = source.width; sheet.height = source.height;
    const pen = sheet.getContext("2d");
    pen.fillStyle = token("--wl-surface");
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(source, 0, 0);
    return sheet.toDataURL("image/png");
  };
  const ofPlotly = async (frame) => {
    const drawn = frame.querySelector(".js-plotly-plot");
    const address = await window.wakelineExport.picture(drawn, "png", await window.wakelineExport.reportLabels(drawn));
    const image = new Image();
    image.src = address;
    await image.decode();
    return onGround(image);
  };
  /* In the report only those are named who may be; others stand under their pseudonyms. */
  const ofNetwork = async () => {
    const {view, net} = window.wakelineNet, ids = view.labelled();
    const answer = await window.wakelineNetKit.ask("/wakeline/labels/report", {ids});
    const labels = answer ? (await answer.json()).labels : {};
    return onGround(view.canvas(2, (id) => (id in labels ? labels[id] || net.names[net.row.get(id)] || id : "")));
  };

  const open = async (button) => {
    const form = by("picture"), frame = button.parentElement;
    opener = button;
    by("picture-said").textContent = "";
    by("picture-dark").hidden = !isDark();
    form.dataset.link = window.location.pathname + window.location.search;
    by("picture-shown").src = await (frame.classList.contains("wl-stage-frame") ? ofNetwork() : ofPlotly(frame));
    by("picture-caption").value = frame.getAttribute("aria-label") || document.querySelector("h1").textContent;
    form.showModal();
    by("picture-caption").focus();
  };
  const close = () => { by("picture").close(); if (opener && opener.isConnected) { opener.focus(); } };

  const save = async () => {
    const form = by("picture"), said = by("picture-said");
    const caption = by("picture-caption").value.trim(), author = by("picture-author").value.trim();
    if (!caption || !author) { said.textContent = form.dataset.needs; return; }
    said.textContent = form.dataset.saving;
    try {
      const answer = await fetch("/wakeline/picture", {
        method: "POST", headers: {"Content-Type": "application/json", "X-Wakeline": "1"},
        body: JSON.stringify({png: by("picture-shown").src, caption, author, link: form.dataset.link,
                              lang: document.documentElement.lang.slice(0, 2)})});
      const told = await answer.json();
      if (!answer.ok) { said.textContent = told.fault; return; }
      close();
      const mark = opener;
      if (mark) { mark.textContent = form.dataset.saved.replace("{n}", told.number); }
    } catch (fault) { said.textContent = form.dataset.failed; }
  };

  const dress = () => {
    const form = by("picture");
    if (!form) { return; }
    for (const frame of document.querySelectorAll("#content .wl-graph, #content .wl-stage-frame")) {
      const isDrawn = frame.classList.contains("wl-stage-frame") ? window.wakelineNet && window.wakelineNet.view : frame.querySelector(".main-svg");
      if (!isDrawn || frame.querySelector(":scope > .wl-send")) { continue; }
      const button = document.createElement("button");
      button.type = "button"; button.className = "wl-send wl-button"; button.textContent = form.dataset.send;
      frame.append(button);
    }
  };
  document.addEventListener("click", (event) => {
    const hit = event.target;
    if (hit.classList && hit.classList.contains("wl-send")) { open(hit); }
    if (hit.id === "picture-cancel") { close(); }
    if (hit.id === "picture-save") { save(); }
  });
  let waiting = 0;
  new MutationObserver(() => { if (!waiting) { waiting = window.setTimeout(() => { waiting = 0; dress(); }, 300); } })
    .observe(document.documentElement, {childList: true, subtree: true});
})();

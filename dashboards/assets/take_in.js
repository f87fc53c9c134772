/* Files dropped on the import page go to our own server piece by piece, so that no file is ever held whole in memory. */
(function () {
  "use strict";
  const PIECE = 8 * 1024 * 1024;
  let stopped = false, busy = false;

  const by = (id) => document.getElementById(id);
  const words = (name, params) => Object.entries(params || {}).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value), by("drop").dataset[name] || "");
  const say = (text, isFault) => {
    by("drop-said").textContent = text;
    by("drop-said").classList.toggle("wl-drop-fault", Boolean(isFault));
  };
  const size = (n) => n >= 1e9 ? `${(n / 1e9).toFixed(1)} GB` : n >= 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`;
  const lang = () => document.documentElement.lang.indexOf("zh") === 0 ? "zh" : "en";

  const ask = async (path, params, options) => {
    const query = new URLSearchParams({...params, lang: lang()});
    const answer = await fetch(`/wakeline/incoming${path}?${query}`, {...options, headers: {"X-Wakeline": "1"}});
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) { throw new Error(told.fault || words("broken")); }
    return told;
  };

  const inside = async (entry) => {  /* every file below a dropped folder */
    if (entry.isFile) { return [await new Promise((done, fail) => entry.file(done, fail))]; }
    const reader = entry.createReader(), found = [];
    for (;;) {  /* a reader gives at most 100 entries a call */
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) { break; }
      for (const one of some) { found.push(...await inside(one)); }
    }
    return found;
  };

  const send = async (files) => {
    const kept = files.filter((file) => !file.name.startsWith("."));
    const empty = kept.filter((file) => !file.size);
    if (!kept.length) { say(words("none"), true); return; }
    if (empty.length) { say(words("empty", {name: empty[0].name}), true); return; }
    busy = true; stopped = false;
    const all = kept.reduce((sum, file) => sum + file.size, 0);
    let sent = 0, id = null;
    by("drop-moving").hidden = false;
    try {
      id = (await ask("", {bytes: all}, {method: "POST"})).id;
      for (const [k, file] of kept.entries()) {
        for (let offset = 0; offset < file.size; offset += PIECE) {
          if (stopped) { throw new Error(words("stopped")); }
          const piece = file.slice(offset, Math.min(offset + PIECE, file.size));
          await ask(`/${id}`, {file: k, name: file.name, offset, size: file.size}, {method: "POST", body: piece});
          sent += piece.size;
          by("drop-progress").value = sent / all;
          say(words("sending", {name: file.name, done: size(sent), of: size(all)}));
        }
      }
      say(words("sent", {n: kept.length}));
      window.dash_clientside.set_props("handed-over", {data: {id: id}});
    } catch (fault) {
      if (id) { ask(`/${id}`, {}, {method: "DELETE"}).catch(() => {}); }
      say(fault.message, !stopped);
    } finally {
      busy = false;
      if (by("drop-moving")) { by("drop-moving").hidden = true; by("drop-progress").value = 0; }
    }
  };

  const choose = (folder) => {
    const input = document.createElement("input");
    input.type = "file"; input.multiple = true; input.id = "drop-files"; input.hidden = true;
    input.webkitdirectory = folder;
    input.setAttribute("aria-hidden", "true");
    input.addEventListener("change", () => { if (input.files.length) { send(Array.from(input.files)); } input.remove(); });
    input.addEventListener("cancel", () => input.remove());
    by("drop").append(input);
    input.click();
  };

  document.addEventListener("click", (event) => {
    const id = event.target.id;
    if (id === "drop-stop") { stopped = true; }
    if (busy || !by("drop")) { return; }
    if (id === "drop-choose") { choose(false); }
    if (id === "drop-folder") { choose(true); }
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!by("drop") || !event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) { return; }
      event.preventDefault();  /* else the browser would open the file in place of this page */
      const here = event.target.closest && event.target.closest("#drop");
      by("drop").classList.toggle("wl-drop-over", Boolean(here) && (kind === "dragenter" || kind === "dragover"));
      if (kind !== "drop" || !here || busy) { return; }
      say(words("reading"));
      const entries = Array.from(event.dataTransfer.items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const plain = Array.from(event.dataTransfer.files);
      (entries.length ? Promise.all(entries.map(inside)).then((found) => found.flat()) : Promise.resolve(plain))
        .then(send, () => say(words("broken"), true));
    });
  }
})();

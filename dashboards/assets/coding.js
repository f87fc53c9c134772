/* Coding keys in a thread: 1 to 6 on the record in focus, 0 takes back; only the coder's own codes are seen. */
(function () {
  "use strict";
  const {el, make, ask} = window.wakelineNetKit;
  const OWN = {"X-Wakeline": "1", "Content-Type": "application/json"};
  let shown = "";

  function draw(codes) {
    const w = el("coding").dataset;
    document.querySelectorAll("[data-code]").forEach((one) => {
      one.querySelectorAll(".wl-code").forEach((old) => old.remove());
      (codes[one.dataset.code] || []).forEach((key) => one.querySelector(".wl-post-head").append(make("span", {className: "wl-code", textContent: w[key]})));
    });
  }

  async function refresh() {
    const author = el("code-author").value.trim();
    if (author === shown) { return; }
    shown = author;
    if (!author) { draw({}); return; }
    const answer = await ask(`/wakeline/codes?${new URLSearchParams({author})}`);
    if (answer && el("coding") && author === shown) { draw(await answer.json()); }
  }

  document.addEventListener("keydown", async (event) => {
    const one = event.target.dataset && event.target.dataset.code !== undefined ? event.target : null;
    if (!one || !/^[0-6]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    event.preventDefault();
    const author = el("code-author").value.trim(), said = el("code-said");
    if (!author) { said.textContent = el("coding").dataset.needs; el("code-author").focus(); return; }
    const answer = await fetch("/wakeline/code", {method: "POST", headers: OWN, body: JSON.stringify({id: one.dataset.code, key: Number(event.key), author})});
    if (!answer.ok) { said.textContent = answer.status === 409 ? await answer.text() : String(answer.status); return; }
    said.textContent = "";
    draw(await answer.json());
    const all = [...document.querySelectorAll("[data-code]")], next = all[all.indexOf(one) + 1];
    if (next && event.key !== "0") { const folded = next.closest("details:not([open])"); if (folded) { folded.open = true; } next.focus(); }
  });
  document.addEventListener("change", (event) => { if (event.target.id === "code-author") { refresh(); } });
  let waiting = 0;
  new MutationObserver(() => {
    if (!waiting) { waiting = setTimeout(() => { waiting = 0; if (el("coding")) { refresh(); } else { shown = ""; } }, 120); }
  }).observe(document.documentElement, {childList: true, subtree: true});
})();

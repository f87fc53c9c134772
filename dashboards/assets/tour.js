/* The tour: a card that names what is pointed at, page after page. Arrow keys walk it, Escape ends it. */
(function () {
  "use strict";
  const KEY = "wakeline_tour", WAIT = 6000;
  const go = () => document.getElementById("tour-go");
  const steps = () => JSON.parse(go().dataset.steps);
  const at = () => { const k = window.sessionStorage.getItem(KEY); return k === null ? null : Number(k); };
  let shown = null, since = 0, clicked = null;

  const unmark = () => document.querySelectorAll(".wl-tour-now").forEach((one) => one.classList.remove("wl-tour-now"));
  const end = () => {
    window.sessionStorage.removeItem(KEY);
    unmark();
    shown = clicked = null;
    const card = document.getElementById("tour");
    if (card) { card.remove(); }
    if (go()) { go().focus(); }
  };
  const walk = (k) => {
    if (k < 0) { return; }
    if (k >= steps().length) { end(); return; }
    window.sessionStorage.setItem(KEY, String(k));
    shown = clicked = null; since = Date.now();
    unmark();
    show();
  };
  const button = (id, text, act) => {
    const made = document.createElement("button");
    made.type = "button"; made.id = id; made.className = "wl-button"; made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const card = (step, k, n) => {
    let box = document.getElementById("tour");
    if (!box) {
      box = document.createElement("section");
      box.id = "tour"; box.className = "wl-tour";
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-labelledby", "tour-title");
      box.setAttribute("aria-describedby", "tour-words");
      document.body.append(box);
    }
    const title = document.createElement("h2"), words = document.createElement("p"), foot = document.createElement("div"), count = document.createElement("span");
    title.id = "tour-title"; title.textContent = step.title;
    words.id = "tour-words"; words.textContent = step.words;
    count.className = "wl-hint"; count.textContent = go().dataset.count.replace("{k}", k + 1).replace("{n}", n);
    foot.className = "wl-tour-foot";
    const back = button("tour-back", go().dataset.back, () => walk(k - 1)), next = button("tour-next", k + 1 < n ? go().dataset.next : go().dataset.end, () => walk(k + 1));
    back.disabled = k === 0;
    next.classList.add("wl-main");
    foot.append(count, button("tour-end", go().dataset.end, end), back, next);
    if (k + 1 === n) { foot.querySelector("#tour-end").remove(); }
    box.replaceChildren(title, words, foot);
    next.focus({preventScroll: true});
  };

  const mark = (step, k) => {
    const target = at() === k && document.querySelector(step.target);
    if (target && !target.classList.contains("wl-tour-now")) { unmark(); target.classList.add("wl-tour-now"); }
  };

  function show() {
    const k = at();
    if (k === null || !go() || shown === k) { return; }
    const all = steps(), step = all[k];
    if (window.location.pathname !== step.path) {
      const link = document.querySelector(`a.wl-nav[href="${step.path}"]`);
      if (link) { link.click(); } else { window.location.assign(step.path); }
      window.setTimeout(show, 250);
      return;
    }
    if (step.click && clicked !== k) {
      const first = document.querySelector(step.click);
      if (first) { clicked = k; first.click(); }
    }
    const target = document.querySelector(step.target);
    if ((!target || !target.getClientRects().length) && Date.now() - since < WAIT) { window.setTimeout(show, 200); return; }
    shown = k;
    unmark();
    if (target) { target.scrollIntoView({block: "center"}); }
    mark(step, k);
    card(step, k, all.length);
    for (const later of [500, 1500, 3000]) { window.setTimeout(() => mark(step, k), later); }  /* a page may be set anew meanwhile */
  }

  document.addEventListener("click", (event) => {
    if (event.target.id === "tour-go") { since = Date.now(); walk(0); }
  });
  document.addEventListener("keydown", (event) => {
    if (at() === null || !document.getElementById("tour")) { return; }
    if (event.target.matches && event.target.matches("input, textarea, select, [contenteditable]")) { return; }
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (event.key === "Escape") { event.stopPropagation(); end(); }
    if (step) { event.preventDefault(); event.stopPropagation(); walk(at() + step); }
  }, true);
  document.addEventListener("DOMContentLoaded", () => {
    if (at() === null) { return; }
    since = Date.now();
    const wait = window.setInterval(() => { if (go()) { window.clearInterval(wait); show(); } }, 200);
  });
})();

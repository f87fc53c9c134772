/* What people do with accounts anywhere: the star of the watch list, the picker of a comparison, a pasted list, printing. */
(function () {
  "use strict";
  const {el, fill, count, make, ask} = window.wakelineNetKit;

  async function watch(ids, off) {
    const answer = await ask("/wakeline/watch", {ids, off});
    if (!answer) { return null; }
    const told = await answer.json(), known = new Set(told.watched);
    document.querySelectorAll("[data-watch]").forEach((button) => {
      const isOn = known.has(button.dataset.watch);
      button.setAttribute("aria-pressed", String(isOn)); button.textContent = isOn ? button.dataset.on : button.dataset.off;
    });
    document.dispatchEvent(new CustomEvent("wakeline-marks"));
    return told.watched;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-watch]");
    if (button) { watch([button.dataset.watch], button.getAttribute("aria-pressed") === "true"); }
    if (event.target.id === "dossier-print") { window.print(); }
  });

  /* ---- the picker of a comparison: chips, and a field that finds accounts ---- */
  function pick(box) {
    const ids = box.dataset.ids ? box.dataset.ids.split("~~") : [];
    const go = (next) => { window.location.assign(`${window.location.pathname}?${new URLSearchParams({ids: next.join("~~")})}`); };
    const input = make("input", {type: "search", className: "wl-input", placeholder: box.dataset.find, autocomplete: "off", id: "compare-find", disabled: ids.length >= Number(box.dataset.most)});
    input.setAttribute("aria-label", box.dataset.find);
    const list = make("ul", {className: "wl-results", hidden: true, id: "compare-results"});
    let waiting = 0;
    input.oninput = () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        if (!input.value.trim()) { list.hidden = true; return; }
        const answer = await ask(`/wakeline/find/all?q=${encodeURIComponent(input.value)}`);
        if (!answer) { return; }
        const {found} = await answer.json();
        list.replaceChildren(...(found.length ? found.slice(0, 20).map((one) => make("li", {}, [make("button", {type: "button", className: "wl-ask",
          textContent: `${one.name || one.id} · ${one.id}`, onclick: () => go(ids.concat(one.id))})])) : [make("li", {className: "wl-hint", textContent: box.dataset.none})]));
        list.hidden = false;
      }, 160);
    };
    input.onkeydown = (event) => { if (event.key === "Enter") { const first = list.querySelector("button"); if (first) { first.click(); } } };
    const chips = ids.map((id) => {
      const off = make("button", {type: "button", textContent: "×", onclick: () => go(ids.filter((one) => one !== id))});
      off.setAttribute("aria-label", fill(box.dataset.remove, {n: id}));
      return make("span", {className: "wl-chip"}, [id, off]);
    });
    box.replaceChildren(...chips, make("div", {className: "wl-search"}, [input, list]));
  }

  /* ---- a pasted list: what is in the case is watched; what is not, or is damaged, is named ---- */
  function paste(box) {
    const w = box.dataset, text = make("textarea", {id: "watch-text", rows: 6, spellcheck: false}), source = make("input", {type: "text", id: "watch-source", maxLength: 400});
    const said = make("div", {id: "watch-said"});
    said.setAttribute("role", "status");
    const list = (title, n, lines) => (n ? [make("p", {textContent: fill(title, {n: count(n)})}), make("ul", {className: "wl-plain wl-chosen"},
      lines.map((line) => make("li", {textContent: line})).concat(n > lines.length ? [make("li", {textContent: fill(w.more, {n: count(n - lines.length)})})] : []))] : []);
    const go = make("button", {type: "button", className: "wl-button wl-main", id: "watch-go", textContent: w.go, onclick: async () => {
      const answer = await ask("/wakeline/watch/list", {text: text.value, source: source.value});
      if (!answer) { return; }
      const told = await answer.json();
      said.replaceChildren(make("p", {textContent: fill(w.done, {n: count(told.known), k: count(told.repeated)})}),
        ...list(w.absent, told.absent_n, told.absent), ...list(w.damaged, told.damaged_n, told.damaged.map(([n, what, why]) => fill(w.line, {n, m: what, k: w[why]}))));
    }});
    box.replaceChildren(make("label", {className: "wl-field"}, [make("span", {textContent: w.label}), text]),
      make("label", {className: "wl-field"}, [make("span", {textContent: w.source}), source]), go, said);
  }

  const dress = () => {
    const box = el("compare-pick"), list = el("watch-paste");
    if (box && !box.childElementCount) { pick(box); }
    if (list && !list.childElementCount) { paste(list); }
  };
  let waiting = 0;
  new MutationObserver(() => { if (!waiting) { waiting = setTimeout(() => { waiting = 0; dress(); }, 60); } }).observe(document.documentElement, {childList: true, subtree: true});

  window.wakelineAccounts = {watch};
})();

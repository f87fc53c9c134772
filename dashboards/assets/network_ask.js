/* What the network asks of the server: accounts by name, who stands around one, shortest ways, files. */
(function () {
  "use strict";
  const {el, fill, count, make, said, ask, download} = window.wakelineNetKit;
  const named = (net, id) => { const i = net.row.get(id); return (i !== undefined && net.names[i]) || id; };

  /* Draw accounts that are not in the picture yet, and change the choice in the same step. */
  async function take(now, ids, anchor, more) {
    const missing = ids.filter((id) => !now.net.row.has(id));
    const answer = await ask(`/wakeline/network/${now.spec.graph}`, {ids: missing, known: missing.length ? now.net.ids : []});
    if (!answer) { return 0; }
    const wanted = new Set(ids);
    return now.view.grow(await answer.arrayBuffer(), anchor, (drawn) => {
      const {extra, hidden} = now.view.choice, hiddenNow = hidden.filter((id) => !wanted.has(id));
      const extraNow = [...new Set(extra.concat(drawn, ids).filter((id) => now.net.row.has(id) && now.net.row.get(id) >= now.net.base && (wanted.has(id) || extra.includes(id))))];
      return Object.assign({hidden: hiddenNow, extra: extraNow}, more(ids.filter((id) => now.net.row.has(id))));
    });
  }

  /* ---- a field that finds accounts: many: with boxes, and what is picked is added to the selection ---- */
  function combo(now, holder, id, label, pick, many) {
    const input = make("input", {type: "search", id, className: "wl-input", placeholder: label, autocomplete: "off"});
    const list = make("ul", {id: id + "-results", className: "wl-results", hidden: true, role: "listbox"});
    list.setAttribute("aria-label", label);
    if (many) { list.setAttribute("aria-multiselectable", "true"); }
    Object.entries({role: "combobox", "aria-label": label, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list"})
      .forEach(([name, value]) => input.setAttribute(name, value));
    let found = [], at = 0, asking = 0;
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const go = (one) => { if (!many) { close(); input.value = one.name || one.id; input.dataset.id = one.id; } pick(one.id); if (many) { draw(); } };
    const draw = () => {
      const w = now.spec.words, chosen = new Set(now.view.choice.chosen);
      const rows = found.map((one, k) => make("li", {id: `${id}-${k}`, role: "option", onmousedown: (event) => { event.preventDefault(); at = k; go(one); }}, [
        ...(many ? [make("span", {className: chosen.has(one.id) ? "wl-box wl-box-on" : "wl-box", ariaHidden: "true"})] : []),
        make("span", {textContent: one.name || one.id}),
        make("span", {className: "wl-hint", textContent: " " + one.id + (now.net.row.has(one.id) ? "" : " · " + w.not_drawn)})]));
      rows.forEach((li, k) => li.setAttribute("aria-selected", String(many ? chosen.has(found[k].id) : k === at)));
      rows.forEach((li, k) => li.classList.toggle("wl-at", k === at));
      if (many && found.length > 1) {
        rows.unshift(make("li", {id: id + "-all", className: "wl-all", role: "option", textContent: fill(w.choose_all, {n: count(found.length)}),
          onmousedown: (event) => { event.preventDefault(); addAll(now, found.map((one) => one.id)); close(); }}));
      }
      if (list.total > found.length) { rows.push(make("li", {className: "wl-hint", role: "option", ariaDisabled: "true", textContent: fill(w.found_more, {n: count(list.total - found.length)})})); }
      list.replaceChildren(...(found.length ? rows : [make("li", {role: "option", ariaDisabled: "true", className: "wl-hint", textContent: w.found_none})]));
      if (found.length) { input.setAttribute("aria-activedescendant", `${id}-${at}`); }
    };
    const search = async (text) => {
      if (!text.trim()) { found = []; close(); return; }
      const answer = await ask(`/wakeline/find/${now.spec.graph}?q=${encodeURIComponent(text)}`);
      if (!answer || input.value !== text) { return; }
      const told = await answer.json();
      found = told.found; list.total = told.total; at = 0;
      draw(); list.hidden = false; input.setAttribute("aria-expanded", "true");
    };
    input.oninput = () => { delete input.dataset.id; clearTimeout(asking); asking = setTimeout(() => search(input.value), 140); };
    input.onblur = close;
    input.onkeydown = (event) => {
      if (event.key === "Enter" && found.length && !list.hidden) { event.preventDefault(); go(found[at]); }
      if (event.key === "Enter" && list.hidden && found.length) { event.preventDefault(); list.hidden = false; draw(); }
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        at = (at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        draw();
        el(`${id}-${at}`).scrollIntoView({block: "nearest"});
      }
      if (event.key === "Escape") { close(); }
      event.stopPropagation();
    };
    holder.replaceChildren(input, list);
  }

  /* A hit joins the selection; one that is in it leaves it. What is not drawn yet is drawn. */
  async function add(now, id) {
    const {net, view} = now, i = net.row.get(id);
    if (i !== undefined && view.view.nodes[i]) { view.choose([i], true); }
    else { await take(now, [id], id, (ids) => ({chosen: [...new Set(view.choice.chosen.concat(ids))]})); }
    if (net.row.has(id) && view.chosen.has(net.row.get(id))) { view.fly(net.row.get(id)); }
  }
  const addAll = (now, ids) => take(now, ids, ids[0], (there) => ({chosen: [...new Set(now.view.choice.chosen.concat(there))]}));

  function fields(now) {
    const w = now.spec.words;
    combo(now, el("net-search-box"), "net-search", w.search, (id) => add(now, id), true);
    ["a", "b"].forEach((end) => combo(now, el("net-path-" + end), "net-end-" + end, w["path_" + end], () => {}, false));
    const real = make("input", {type: "checkbox", id: "net-real"});
    const reason = make("input", {type: "text", id: "net-reason", className: "wl-input", placeholder: w.real_reason, maxLength: 400, hidden: true, autocomplete: "off"});
    reason.setAttribute("aria-label", w.real_reason);
    real.onchange = () => { reason.hidden = !real.checked; if (real.checked) { reason.focus(); } };
    reason.onkeydown = (event) => event.stopPropagation();
    el("net-leave").replaceChildren(make("label", {className: "wl-check"}, [real, " " + w.real]), reason);
  }

  /* ---- who stands around an account ---- */
  async function around(now, id, pick) {
    const {net, view, spec} = now, w = spec.words, choice = view.choice, box = el("net-ego-ask");
    const query = new URLSearchParams({id, depth: el("net-depth").value, way: el("net-way-of").value, pick: pick || ""});
    const [low, high] = now.times;
    query.set("from", choice.from === null ? low : choice.from); query.set("to", choice.to === null ? high : choice.to);
    const answer = await ask(`/wakeline/ego/${spec.graph}?${query}`);
    if (!answer) { return; }
    const found = await answer.json();
    if (!box || !box.isConnected) { return; }
    box.replaceChildren();
    if (!found.ids.length && found.total > 1) {
      box.append(make("p", {className: "wl-hint", textContent: fill(w.ego_many, {n: count(found.total), name: named(net, id)})}),
        make("div", {className: "wl-buttons"}, ["most", "listed", "time"].map((name) => make("button", {type: "button", className: "wl-button", textContent: w["ego_" + name],
          onclick: () => around(now, id, name)}))));
      box.querySelector("button").focus();
      return;
    }
    const keep = new Set(found.ids);
    await take(now, found.ids, id, () => ({only: found.ids.slice(), bars: {}, hidden: choice.hidden.filter((one) => !keep.has(one)), chosen: [id], path: []}));
    said(fill(w.ego_done, {n: count(found.ids.length), m: count(found.total)}));
    if (net.row.has(id)) { view.fly(net.row.get(id)); }
  }

  /* ---- shortest ways between two accounts, in the whole graph ---- */
  async function path(now) {
    const {net, view, spec} = now, w = spec.words, chosen = view.choice.chosen;
    const [a, b] = ["a", "b"].map((end, k) => el("net-end-" + end).dataset.id || chosen[chosen.length - 2 + k]);
    if (!a || !b) { said(w.path_two); return; }
    const answer = await ask(`/wakeline/paths/${spec.graph}?${new URLSearchParams({a, b, way: el("net-way-of").value})}`);
    if (!answer) { return; }
    const found = await answer.json(), list = el("net-ways");
    if (!list) { return; }
    list.replaceChildren();
    if (!found.paths.length) { view.set({path: []}); said(w.no_way); el("net-way").textContent = w.no_way; return; }
    const every = [...new Set(found.paths.flat())];
    const show = (way) => take(now, every, a, () => ({path: way, chosen: [a, b], only: view.choice.only && [...new Set(view.choice.only.concat(every))],
      hidden: view.choice.hidden.filter((id) => !every.includes(id)), bars: {}}));
    await show(found.paths[0]);
    el("net-way").textContent = fill(w.ways, {k: count(found.paths[0].length - 1), n: count(found.paths.length), m: count(found.total)});
    list.replaceChildren(...found.paths.map((way) => make("li", {}, [make("button", {type: "button", className: "wl-ask",
      textContent: way.map((id) => named(net, id)).join(" → "), onclick: () => show(way)})])));
  }

  /* ---- what leaves: pseudonyms, unless the reader asks for real ids and says why ---- */
  async function save(now, form) {
    const {net, view, spec} = now, real = el("net-real").checked, reason = el("net-reason").value.trim();
    if (real && !reason) { el("net-reason").focus(); said(spec.words.real_needs); return; }
    const picked = view.chosen.size ? [...view.chosen].map((i) => net.ids[i]) : net.ids.filter((id, i) => view.view.nodes[i]);
    const asked = {graph: spec.graph, real, reason, ids: form === "csv" || form === "gexf" ? picked : view.labelled()};
    if (form === "csv" || form === "gexf") {
      const answer = await ask(`/wakeline/selection/${form}`, asked);
      if (answer) { download(/filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1], await answer.blob()); }
      return;
    }
    const answer = await ask(`/wakeline/labels/${form}`, asked);
    if (!answer) { return; }
    const {labels, name} = await answer.json();
    const label = (id) => (real ? named(net, id) : labels[id] || "");
    if (form === "svg") { download(name, new Blob([view.svg(label)], {type: "image/svg+xml"})); return; }
    view.canvas(2, label).toBlob((blob) => download(name, blob), "image/png");
  }

  window.wakelineNetAsk = {fields, around, path, save, take};
})();

/* The selection and the window of time that all pages share: every step is a view under a short id, carried by links. */
(function () {
  "use strict";
  const {el, ask} = window.wakelineNetKit;
  const LIVE = ["overview", "spread", "coordination"];  /* Pages whose figures are drawn anew in place; others are opened anew. */
  const STEPS = "wakeline-steps";
  const params = () => new URLSearchParams(window.location.search);
  const idNow = () => params().get("v") || "";
  const pageNow = () => window.location.pathname.split("/")[2] || "overview";
  const network = () => (pageNow() === "network" && window.wakelineNet && window.wakelineNet.now()) || null;

  /* Steps of this tab: ids of views, "" where nothing was selected. */
  const steps = () => { try { return Object.assign({past: [], ahead: []}, JSON.parse(sessionStorage.getItem(STEPS) || "{}")); } catch (_) { return {past: [], ahead: []}; } };
  const keepSteps = (held) => sessionStorage.setItem(STEPS, JSON.stringify({past: held.past.slice(-200), ahead: held.ahead.slice(-200)}));
  function stepped(from, to) {
    if (from === to) { return; }
    const held = steps();
    held.past.push(from); held.ahead = [];
    keepSteps(held);
  }

  /* Show the view of an id on this page, with the rest of the address as it is. */
  function show(id, only) {
    const query = params();
    if (id) { query.set("v", id); } else { query.delete("v"); query.delete("only"); }
    if (only && id) { query.set("only", "1"); }
    ["from", "to"].forEach((name) => { if (only) { query.delete(name); } });
    const search = query.toString() ? "?" + query : "";
    if (search === window.location.search) { return; }
    if (LIVE.includes(pageNow())) { window.dash_clientside.set_props("here", {search}); } else { window.location.assign(window.location.pathname + search); }
  }

  let queue = Promise.resolve();
  /* One step: {clock: [begin, end]}, {toggle: {accounts, records}} or {clear: true}. */
  function step(change, only) {
    queue = queue.then(async () => {
      const now = network();
      if (now) { await onNetwork(now, change); return; }
      const query = params(), from = idNow();
      const answer = await ask("/wakeline/shared", Object.assign({v: from, page: pageNow(), params: Object.fromEntries(query)}, change));
      if (!answer) { return; }
      const {id} = await answer.json();
      stepped(from, id);
      show(id, only);
    });
    return queue;
  }

  /* On the network the picture holds the selection: its own step, its own undo. */
  async function onNetwork(now, change) {
    const {view, net, spec} = now;
    if (change.clear) { spec.records = []; view.set({chosen: [], path: [], from: null, to: null}); return; }
    const {accounts, records} = change.toggle || {accounts: [], records: []};
    if (records.length) {
      const held = spec.records || [];
      spec.records = records.every((id) => held.includes(id)) ? held.filter((id) => !records.includes(id)) : [...new Set(held.concat(records))];
      window.wakelineNetState.keep(now);
    }
    if (!accounts.length) { return; }
    const held = view.choice.chosen, isOff = accounts.every((id) => held.includes(id));
    const next = isOff ? held.filter((id) => !accounts.includes(id)) : [...new Set(held.concat(accounts))];
    if (isOff || accounts.every((id) => net.row.has(id))) { view.set({chosen: next, path: []}); return; }
    await window.wakelineNetAsk.take(now, accounts, accounts[0], () => ({chosen: next, path: []}));
  }

  function back(isUndo) {
    const now = network(), history = now && now.view.history;
    if (now && (isUndo ? history.past : history.ahead).length) { if (isUndo) { now.view.undo(); } else { now.view.redo(); } return; }
    const held = steps(), from = isUndo ? held.past : held.ahead, to = isUndo ? held.ahead : held.past;
    if (!from.length) { return; }
    const id = from.pop();
    to.push(idNow());
    keepSteps(held);
    show(id, false);
  }

  /* The page as it is now, kept under an id, goes to the page of the story. */
  async function intoStory() {
    const now = network();
    let id = idNow();
    if (now) { window.wakelineNetState.keep(now); await window.wakelineNetState.settled(); id = idNow(); }
    else {
      const answer = await ask("/wakeline/shared", {v: id, page: pageNow(), params: Object.fromEntries(params()), keep: true});
      if (!answer) { return; }
      id = (await answer.json()).id;
    }
    window.location.assign(`/${window.location.pathname.split("/")[1]}/story?${new URLSearchParams({v: id, add: "1"})}`);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest && event.target.closest("[data-shared], [data-choose-accounts]");
    if (!target) { return; }
    if (target.dataset.shared === "story") { intoStory(); return; }
    if (target.dataset.shared === "clear") { step({clear: true}); return; }
    if (target.dataset.shared) { back(target.dataset.shared === "undo"); return; }
    const list = (text) => (text ? text.split("~~") : []);
    step({toggle: {accounts: list(target.dataset.chooseAccounts), records: list(target.dataset.chooseRecords)}});
    if (target.dataset.on && !network()) {
      const isOn = target.getAttribute("aria-pressed") !== "true";
      target.setAttribute("aria-pressed", String(isOn)); target.textContent = isOn ? target.dataset.on : target.dataset.off;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    if (pageNow() === "network" && event.target === el("net-stage")) { return; }  /* The picture has keys of its own. */
    if (event.key === "u") { back(true); }
    if (event.key === "r") { back(false); }
  });

  /* ---- links between pages take the selection along, as it is now ---- */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    const to = new URL(link.href, window.location.href), id = idNow();
    if (to.origin !== window.location.origin || !/^\/(zh|en)\//.test(to.pathname) || link.id === "shared-only" || link.dataset.view !== undefined) { return; }
    if (link.classList.contains("wl-lang")) { return; }  /* It shows this very view: wakeline.js. */
    const own = to.searchParams.get("v") || "", held = steps();
    if (own === id || (own && !held.past.includes(own) && !held.ahead.includes(own))) { return; }  /* A view of its own. */
    event.preventDefault(); event.stopPropagation();
    if (id) { to.searchParams.set("v", id); if (params().get("only")) { to.searchParams.set("only", "1"); } }
    else { to.searchParams.delete("v"); to.searchParams.delete("only"); }
    if (to.pathname === window.location.pathname) { window.location.assign(to.pathname + to.search + to.hash); return; }
    window.history.pushState({}, "", to.pathname + to.search + to.hash);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }, true);

  /* ---- a drag along the time axis of a figure ---- */
  function attach(drawn) {
    drawn.dataset.brushed = "1";
    drawn.on("plotly_relayout", (moved) => {
      const low = moved["xaxis.range[0]"], high = moved["xaxis.range[1]"];
      if (low !== undefined && high !== undefined) { step({clock: [low, high].map((one) => String(one).slice(0, 23))}, pageNow() === "posts"); }
      else if (moved["xaxis.autorange"]) { step({span: null}); }
    });
  }

  /* On the network the picture knows what is selected: a button in the drawer says the same. */
  function pressed() {
    const now = network();
    if (!now) { return; }
    document.querySelectorAll("[data-choose-accounts][data-on]").forEach((button) => {
      const {chooseAccounts, chooseRecords} = button.dataset;
      const isOn = now.view.choice.chosen.includes(chooseAccounts) || (now.spec.records || []).includes(chooseRecords);
      if (button.getAttribute("aria-pressed") === String(isOn)) { return; }
      button.setAttribute("aria-pressed", String(isOn)); button.textContent = isOn ? button.dataset.on : button.dataset.off;
    });
  }

  /* Without a selection the bar is there only while a step can be taken back. */
  function dress() {
    document.querySelectorAll(".wl-brushed .js-plotly-plot").forEach((drawn) => { if (drawn.on && !drawn.dataset.brushed) { attach(drawn); } });
    pressed();
    const bar = document.querySelector(".wl-shared");
    if (!bar) { return; }
    const held = steps(), now = network(), can = {undo: held.past.length || (now && now.view.history.past.length), redo: held.ahead.length || (now && now.view.history.ahead.length)};
    ["undo", "redo"].forEach((name) => { const button = bar.querySelector(`[data-shared="${name}"]`); if (button) { button.disabled = !can[name]; } });
    if (held.past.length || held.ahead.length) { bar.dataset.steps = "1"; } else { delete bar.dataset.steps; }
  }
  let waiting = 0;
  new MutationObserver(() => { if (!waiting) { waiting = setTimeout(() => { waiting = 0; dress(); }, 60); } }).observe(document.documentElement, {childList: true, subtree: true});

  /* The network tells which view its picture is: the bar is told anew. */
  function told(from, id) {
    stepped(from, id);
    window.dash_clientside.set_props("shared-told", {data: window.location.search});  /* Not "here": that would push an address once more. */
  }
  window.wakelineShared = {step, back, told, steps};
})();

/* The view under a short id: every step is kept on the server, and the address holds the id alone. */
(function () {
  "use strict";
  const {el, fill, count, said, ask} = window.wakelineNetKit;
  let queue = Promise.resolve(), pending = 0, last = "";

  function stateOf(now) {
    const {view, spec} = now, at = view.sigma.getCamera().getState(), cut = (v) => Math.round(v * 1e4) / 1e4;
    return {page: "network", graph: spec.graph, most: Number(spec.most), colour: view.by, size: view.size, ties: view.ties,
      camera: [cut(at.x), cut(at.y), cut(at.ratio)], choice: view.choice,
      shared: {accounts: view.choice.chosen, records: spec.records || [], span: [view.choice.from, view.choice.to]}};
  }

  /* Keep the view as it is now; steps that follow each other at once are one. */
  function keep(now) {
    if (now.clock || now.isRestoring) { return; }
    clearTimeout(pending);
    pending = setTimeout(() => {
      if (!now.view.sigma) { return; }
      if (!el("net-stage")) { return; }
      const state = stateOf(now), text = JSON.stringify(state), isStep = now.keptChoice !== undefined && now.keptChoice !== JSON.stringify(state.choice);
      if (text === last) { return; }
      last = text;
      now.keptChoice = JSON.stringify(state.choice);
      queue = queue.then(async () => {
        const answer = await ask("/wakeline/view", state);
        if (!answer || now.view.sigma === null) { return; }
        if (!el("net-stage")) { return; }
        const {id} = await answer.json(), old = new URLSearchParams(window.location.search).get("v") || "";
        const address = `${window.location.pathname}?v=${id}`;
        if (isStep) { window.history.pushState(window.history.state, "", address); } else { window.history.replaceState(window.history.state, "", address); }
        now.id = id;
        const shared = JSON.stringify(state.shared);
        if (now.keptShared !== undefined && now.keptShared !== shared) { window.wakelineShared.told(old, id); }
        now.keptShared = shared;
      });
    }, 120);
  }
  const settled = () => new Promise((done) => setTimeout(done, 160)).then(() => queue);

  /* What the reader chose when the page is opened: the view of the address, or what an old address says. */
  function choiceOf(spec, net) {
    const params = spec.params, choice = {};
    if (spec.state) {
      const held = spec.state.choice, more = params.account && !(held.chosen || []).includes(params.account) ? [params.account] : [];
      return Object.assign({}, held, {chosen: (held.chosen || []).concat(more)});
    }
    ["from", "to"].forEach((name) => { if (/^\d+$/.test(params[name] || "")) { choice[name] = Number(params[name]); } });
    ["hidden", "chosen", "path"].forEach((name) => { if (params[name]) { choice[name] = params[name].split("~~"); } });
    if (params.account) { choice.chosen = [params.account]; }
    return choice;
  }

  /* Accounts of the view that are not among those drawn at first are drawn now; those that are gone are told. */
  async function restored(now, say) {
    const {spec, net, view} = now, state = spec.state, choice = view.choice;
    const wanted = [...new Set([...choice.extra, ...choice.chosen, ...(choice.only || []), ...choice.path])].filter((id) => !net.row.has(id));
    if (wanted.length) {
      now.isRestoring = true;
      const was = JSON.parse(JSON.stringify(choice));
      await window.wakelineNetAsk.take(now, wanted, wanted[0], () => Object.assign(was, {extra: [...new Set(was.extra.concat(wanted.filter((id) => net.row.has(id))))]}));
      view.history.past = []; now.isRestoring = false;
    }
    if (state && state.camera && state.camera.every(Number.isFinite)) { const [x, y, ratio] = state.camera; view.sigma.getCamera().setState({x, y, ratio}); }
    now.keptChoice = JSON.stringify(view.choice); now.keptShared = JSON.stringify(stateOf(now).shared);
    if (spec.lost && el("net-lost")) { say(spec.lost); el("net-lost").textContent = spec.lost; }
  }

  async function name(now, say) {
    const title = el("net-view-name"), author = el("net-view-author");
    if (!title.value.trim() || !author.value.trim()) { say(now.spec.words.view_needs); (title.value.trim() ? author : title).focus(); return; }
    last = ""; keep(now);
    await settled();
    const answer = await ask(`/wakeline/view/${now.id}/name`, {name: title.value, author: author.value});
    if (answer) { say(fill(now.spec.words.view_named, {name: title.value.trim(), id: now.id})); title.value = ""; }
  }

  window.addEventListener("popstate", async () => {
    const now = window.wakelineNet && window.wakelineNet.now(), id = new URLSearchParams(window.location.search).get("v");
    if (!now || !id || !el("net-stage") || !/\/network$/.test(window.location.pathname)) { return; }
    const answer = await ask(`/wakeline/view/${id}`);
    if (!answer) { return; }
    const {state} = await answer.json();
    if (state.graph !== now.spec.graph || state.page !== "network") { window.location.reload(); return; }
    now.view.choice = Object.assign(window.wakelineNetData.fresh(), state.choice);
    now.keptChoice = JSON.stringify(now.view.choice); last = JSON.stringify(Object.assign(stateOf(now), {camera: state.camera}));
    now.view.sigma.getCamera().setState({x: state.camera[0], y: state.camera[1], ratio: state.camera[2]});
    now.isRestoring = true; now.view.history.take(now.view.choice); now.view.apply(false); now.isRestoring = false;
  });

  window.wakelineNetState = {keep, settled, choiceOf, restored, name, stateOf};
})();

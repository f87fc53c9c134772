/* What the reader does with the network: click, lasso, keys, time brush, undo. Opened by the page.
   What is asked of the server stands in network_ask.js, the view under its id in network_state.js. */
(function () {
  "use strict";
  const D = window.wakelineNetData;
  const OWN = {"X-Wakeline": "1"}, {el, fill, count, make} = window.wakelineNetKit, Ask = window.wakelineNetAsk, State = window.wakelineNetState;
  let saying = 0;
  let now = null;  /* The network on the page, or null. */

  const moment = (seconds) => new Intl.DateTimeFormat("sv-SE", {timeZone: now.spec.zone, dateStyle: "short", timeStyle: "short"}).format(seconds * 1000);
  const nameOf = (i) => now.net.names[i] || now.net.ids[i];
  const say = (text) => {
    el("net-said").textContent = text;
    clearTimeout(saying);
    saying = setTimeout(() => { if (el("net-said")) { el("net-said").textContent = ""; } }, 8000);
  };
  function ask(subject) {
    window.dash_clientside.set_props("asked", {data: subject});
    window.dash_clientside.set_props("drawer", {opened: true});
  }

  /* Called by the page for each network it wants shown; spec comes from dashboards/pages/network.py. */
  async function open(spec) {
    if (now) { now.view.kill(); now = null; }
    const stage = el("net-stage");
    if (!stage) { return ""; }
    stage.dataset.state = "loading";
    const answer = await fetch(`/wakeline/network/${spec.graph}?most=${spec.most}`, {headers: OWN});
    if (!answer.ok) { stage.dataset.state = "fault"; say(await answer.text()); return ""; }
    const net = new D.Net(await answer.arrayBuffer());
    if (el("net-stage") !== stage) { return ""; }
    stage.querySelectorAll("canvas, .sigma-mouse").forEach((old) => old.remove());
    now = {net, spec, stage, clock: null};
    spec.choice = State.choiceOf(spec, net);
    now.view = new window.wakelineNetView.View(stage, net, spec);
    now.times = [...net.first, ...net.last].filter((t) => !Number.isNaN(t)).reduce((m, t) => [Math.min(m[0], t), Math.max(m[1], t)], [Infinity, -Infinity]);
    now.view.listeners.push(panel, brush, () => window.wakelineNetBars.count(now), () => State.keep(now));
    inputs(); pointers(); brushParts();
    window.wakelineNet.view = now.view; window.wakelineNet.net = net;
    window.wakelineNet.screen = (i) => now.view.screen(i);
    await marks();
    if (el("net-stage") !== stage) { return ""; }  /* The reader has left the page meanwhile. */
    await State.restored(now, say);
    if (el("net-stage") !== stage) { return ""; }
    panel(); brush(); window.wakelineNetBars.count(now); window.wakelineNetHulls.attach(now);
    stage.dataset.state = net.n ? "ready" : "empty";
    el("net-none").hidden = net.n > 0;
    return spec.graph;
  }

  /* Fields of our own: Dash has none that tell a screen reader of a list, or of an end of a span. */
  function inputs() {
    Ask.fields(now);
    el("net-ends").replaceChildren(...["from", "to"].map((name) => {
      const end = make("input", {type: "range", id: "net-" + name, min: 0, max: 1000, step: 1, className: "wl-range-end"});
      end.value = name === "to" ? 1000 : 0;
      end.setAttribute("aria-label", now.spec.words[name]);
      return end;
    }));
  }

  /* ---- the panel beside the picture ---- */
  function panel() {
    if (!el("net-count")) { return; }
    const {net, view, spec} = now, w = spec.words, shown = view.view;
    el("net-count").textContent = fill(w.showing, {n: count(shown.nodesN), m: count(net.nodesAll), e: count(shown.edgesN), f: count(net.edgesAll)}) + (view.isThinned ? " · " + fill(w.thinned, {n: count(view.thin)}) : "") + (net.nodesAll > net.base ? " · " + w.rule : "");
    const chosen = [...view.chosen], list = el("net-chosen");
    list.replaceChildren(...chosen.slice(0, 40).map((i) => make("li", {}, [
      make("button", {type: "button", className: "wl-ask", textContent: nameOf(i), title: net.ids[i], onclick: () => ask("account|" + net.ids[i])}),
      make("span", {className: "wl-hint", textContent: " " + fill(w.acts_passed, {a: count(net.acts[i]), p: count(net.passed[i])})})])));
    el("net-chosen-n").textContent = chosen.length ? fill(w.chosen, {n: count(chosen.length)}) : w.chosen_none;
    const ties = [...new Set(chosen.flatMap((i) => net.ties[i].filter((e) => shown.edges[e])))].sort((a, b) => net.weight[b] - net.weight[a] || a - b);
    el("net-ties").replaceChildren(...ties.slice(0, 12).map((e) => make("li", {}, [make("button", {
      type: "button", className: "wl-ask", textContent: `${nameOf(net.source[e])} ${spec.graph === "coordination" ? "↔" : "→"} ${nameOf(net.target[e])}`,
      onclick: () => askTie(e)}), make("span", {className: "wl-hint", textContent: " " + tieWords(e)})])));
    el("net-ties-n").textContent = ties.length > 12 ? fill(w.ties_more, {n: count(ties.length - 12)}) : "";
    document.querySelectorAll("[data-net]").forEach((button) => {
      const needs = Number(button.dataset.needs || 0);
      button.disabled = chosen.length < needs || (button.dataset.net === "undo" && !view.history.past.length) || (button.dataset.net === "redo" && !view.history.ahead.length)
        || (button.dataset.net === "nofilter" && !Object.values(view.choice.bars).some((values) => values.length) && view.choice.from === null && view.choice.to === null);
    });
    el("net-colour").value = view.by; el("net-edges").value = view.ties; el("net-size").value = view.size;
    legend();
    if (!view.choice.path.length) { el("net-way").textContent = ""; el("net-ways").replaceChildren(); }
  }

  function tieWords(e) {
    const w = now.spec.words, n = now.net.weight[e], k = now.net.assumed[e];
    return fill(now.spec.graph === "coordination" ? w.tie_objects : k ? w.tie_assumed : w.tie_acts, {n: count(n), k: count(k)});
  }
  function askTie(e) { ask(["tie", now.spec.graph, now.net.ids[now.net.source[e]], now.net.ids[now.net.target[e]]].join("|")); }

  /* Every pair of role and grade with the number of its accounts in the whole graph; a click marks or unmarks it. */
  function legend() {
    const {net, view, spec} = now, w = spec.words, entries = [];
    const dot = (mark) => {
      const made = make("i", {className: mark.inner < 0 ? "wl-dot wl-dot-apart" : mark.inner ? "wl-dot wl-dot-ring" : "wl-dot"});
      made.style.setProperty("--mark", mark.color);
      made.style.setProperty("--ring-width", `${Math.max(1, Math.round(11 * (1 - Math.abs(mark.inner)) / 2))}px`);
      return made;
    };
    if (view.by === "role") {
      [...new Set(net.pairNames.map((pair) => pair[0]))].forEach((role) => {
        const places = net.pairNames.map((_, k) => k).filter((k) => net.pairNames[k][0] === role && net.pairsAll[k]);
        if (!places.length) { return; }
        entries.push(make("li", {}, [`${w["role_" + role]} `, ...places.map((k) => {
          const grade = net.pairNames[k][1], isOn = Boolean(view.marked & (1 << k));
          const button = make("button", {type: "button", className: "wl-legend-pair", title: isOn ? w.legend_on : w.legend_off,
            onclick: () => toggle(k)}, [dot({color: grade === "C" ? view.c.faint : view.c.roles[role], inner: {A: 0, B: 0.6, C: 0.82}[grade]}),
            `${grade} ${count(net.pairsAll[k])}${isOn ? "" : w.legend_not}`]);
          button.setAttribute("aria-pressed", String(isOn)); button.dataset.pair = k;
          button.setAttribute("aria-label", `${w["role_" + role]} ${grade}: ${count(net.pairsAll[k])}`);
          return button;
        })]));
      });
    } else if (view.by === "group") {
      const tally = (test) => { let n = 0; for (let i = 0; i < net.n; i++) { if (view.view.nodes[i] && test(i)) { n++; } } return n; };
      net.values.group.slice(0, 7).forEach((name, k) => entries.push([view.c.groups[k % 7], fill(w.group, {name}), tally((i) => net.group[i] === k + 1)]));
      entries.push([view.c.none, w.group_none, tally((i) => !net.group[i])]);
    }
    if (view.by === "community") {
      net.communities.forEach((name, k) => { const n = net.community.filter((one) => one === k + 1).length;
        if (n) { entries.push(make("li", {}, [dot({color: view.c.communities[k % view.c.communities.length], inner: 0}), fill(w.community, {n: k + 1, name})])); } });
      entries.push(make("li", {className: "wl-legend-note", textContent: w.community_note}));
    }
    const apart = net.actor.filter(Boolean).length;
    if (apart) { entries.push(make("li", {title: w.apart_hint}, [dot({color: view.c.soft, inner: -0.72}), `${w.apart} ${count(apart)}`])); }
    el("net-legend").replaceChildren(...entries.filter((one) => one instanceof HTMLElement || one[2]).map((one) => one instanceof HTMLElement ? one
      : make("li", {}, [dot({color: one[0], inner: 0}), `${one[1]} ${count(one[2])}`])));
  }
  function toggle(k) {
    const {net, view} = now, off = net.pairNames.map((_, at) => at).filter((at) => !(view.marked & (1 << at)));
    view.set({off: off.includes(k) ? off.filter((at) => at !== k) : off.concat(k)});
    const button = document.querySelector(`[data-pair="${k}"]`);
    if (button) { button.focus(); }
  }

  /* ---- time: a histogram of first acts with two ends, and replay ---- */
  function brushParts() {
    const [low, high] = now.times, has = high > low;
    el("net-time").hidden = !has;
    if (!has) { return; }
    ["from", "to"].forEach((name) => {
      const input = el("net-" + name);
      input.oninput = () => {
        stop();
        const a = Number(el("net-from").value), b = Number(el("net-to").value);
        if (a > b) { el(name === "from" ? "net-to" : "net-from").value = input.value; }
        clearTimeout(now.brushing);
        now.brushing = setTimeout(() => now.view.set(ends()), 60);
      };
    });
  }
  function ends() {
    const [low, high] = now.times, a = Number(el("net-from").value), b = Number(el("net-to").value);
    return {from: a > 0 ? Math.floor(low + (high - low) * a / 1000) : null, to: b < 1000 ? Math.ceil(low + (high - low) * b / 1000) : null};
  }
  function brush() {
    if (!el("net-bars")) { return; }
    const {net, view} = now, [low, high] = now.times, canvas = el("net-bars");
    if (!(high > low)) { return; }
    const at = (t) => Math.round(1000 * (t - low) / (high - low));
    if (!now.brushing || document.activeElement.type !== "range") {
      el("net-from").value = view.choice.from === null ? 0 : at(view.choice.from);
      el("net-to").value = view.choice.to === null ? 1000 : at(view.choice.to);
    }
    el("net-span").textContent = `${moment(view.choice.from === null ? low : view.choice.from)} – ${moment(view.choice.to === null ? high : view.choice.to)}`;
    const wide = canvas.width = Math.max(canvas.clientWidth, 100), tall = canvas.height = 40, bins = new Float64Array(Math.floor(wide / 4));
    for (let i = 0; i < net.n; i++) { if (!Number.isNaN(net.first[i])) { bins[Math.min(bins.length - 1, Math.floor(bins.length * (net.first[i] - low) / (high - low)))]++; } }
    const most = Math.max(...bins, 1), context = canvas.getContext("2d");
    const a = view.choice.from === null ? 0 : at(view.choice.from) / 1000, b = view.choice.to === null ? 1 : at(view.choice.to) / 1000;
    bins.forEach((n, k) => {
      const share = (k + 0.5) / bins.length, h = n ? Math.max(2, tall * Math.sqrt(n / most)) : 0;
      context.fillStyle = share >= a && share <= b ? view.c.accent : view.c.line;
      context.fillRect(k * 4, tall - h, 3, h);
    });
  }
  function stop() { if (now && now.clock) { clearInterval(now.clock); now.clock = null; el("net-play").setAttribute("aria-pressed", "false"); } }
  function play() {
    if (now.clock) { stop(); return; }
    const [low, high] = now.times, marks = now.net.first.filter((t) => !Number.isNaN(t)).sort((a, b) => a - b);
    let k = 0;
    const began = now.view.history.now, steps = 100;  /* Equal numbers of accounts a step: quiet hours do not stop the film. */
    el("net-play").setAttribute("aria-pressed", "true");
    now.clock = setInterval(() => {
      k++;
      const to = k >= steps ? null : marks[Math.min(marks.length - 1, Math.floor(marks.length * k / steps))];
      now.view.choice = Object.assign({}, now.view.choice, {from: null, to: to === null ? null : Math.min(Math.ceil(to), Math.ceil(high)), path: []});
      now.view.apply(false);
      if (k >= steps || low === high) { now.view.choice = JSON.parse(began); now.view.apply(false); stop(); }
    }, 120);
  }

  const facts = () => (el("shown-facts") || {textContent: ""}).textContent;

  /* A picture of many ties is slow to draw without a graphics card: the answer comes first, then the mark, after 0.6 s at most. */
  function whenAnswered(before, i, since = performance.now()) {
    if (!now || now.view.at !== i) { return; }
    if (facts() !== before || performance.now() - since > 600) { now.view.choose([i], false); return; }
    setTimeout(() => whenAnswered(before, i, since), 20);
  }

  /* ---- pointer: click, click on a tie, lasso ---- */
  function pointers() {
    const {view, stage} = now, sigma = view.sigma;
    sigma.on("clickNode", ({node, event}) => {
      if (view.dropped && Date.now() - view.dropped < 250) { return; }
      const i = Number(node), isMore = event.original.shiftKey || event.original.ctrlKey || event.original.metaKey;
      view.at = i;
      if (isMore) { view.choose([i], true); return; }
      const before = facts();
      ask("account|" + now.net.ids[i]);
      whenAnswered(before, i);
    });
    sigma.on("clickEdge", ({edge}) => askTie(now.view.graph.getEdgeAttribute(edge, "e")));
    sigma.on("enterNode", () => { stage.style.cursor = "pointer"; });
    sigma.on("leaveNode", () => { stage.style.cursor = ""; });
    sigma.getCamera().on("updated", () => { clearTimeout(now.linking); now.linking = setTimeout(() => now && State.keep(now), 400); });
  }

  function lasso() {
    const {stage, view} = now, over = make("canvas", {className: "wl-lasso"}), context = over.getContext("2d");
    const box = stage.getBoundingClientRect(), line = [];
    over.width = box.width; over.height = box.height;
    stage.append(over);
    say(now.spec.words.lasso_do);
    const done = () => { over.remove(); document.removeEventListener("keydown", cancel, true); };
    const cancel = (event) => { if (event.key === "Escape") { event.stopPropagation(); done(); } };
    document.addEventListener("keydown", cancel, true);
    over.onpointerdown = (event) => { over.setPointerCapture(event.pointerId); line.push([event.offsetX, event.offsetY]); };
    over.onpointermove = (event) => {
      if (!line.length) { return; }
      line.push([event.offsetX, event.offsetY]);
      context.clearRect(0, 0, over.width, over.height);
      context.beginPath(); line.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.fillStyle = view.c.accent + "22"; context.strokeStyle = view.c.accent; context.lineWidth = 2;
      context.fill(); context.stroke();
    };
    over.onpointerup = (event) => {
      const rows = [];
      for (let i = 0; i < now.net.n; i++) {
        if (!view.view.nodes[i]) { continue; }
        const at = view.screen(i);
        if (D.inside(at.x - box.left, at.y - box.top, line)) { rows.push(i); }
      }
      setTimeout(done, 0);  /* After the click that the browser sends for the end of the lasso. */
      view.choose(rows, event.shiftKey);
      say(fill(now.spec.words.chosen, {n: count(rows.length)}));
    };
    over.onclick = (event) => event.stopPropagation();
  }

  const DO = {
    lasso, play,
    undo: () => now.view.undo(), redo: () => now.view.redo(), reset: () => { stop(); now.view.reset(); },
    expand: () => { const chosen = [...now.view.chosen]; if (chosen.length) { Ask.around(now, now.net.ids[chosen[chosen.length - 1]]); } },
    path: () => Ask.path(now),
    hide: () => now.view.set({hidden: now.view.choice.hidden.concat(now.view.choice.chosen), chosen: [], path: []}),
    only: () => now.view.set({only: now.view.choice.chosen.slice(), path: []}),
    pin: () => { const pinned = Object.assign({}, now.view.choice.pinned);
      now.view.choice.chosen.forEach((id) => { const i = now.net.row.get(id); if (pinned[id]) { delete pinned[id]; } else { pinned[id] = [now.net.x[i], now.net.y[i]]; } });
      now.view.set({pinned}); },
    clear: () => now.view.set({chosen: [], path: []}),
    open: () => { const chosen = [...now.view.chosen]; if (chosen.length) { ask("account|" + now.net.ids[chosen[chosen.length - 1]]); } },
    csv: () => Ask.save(now, "csv"), gexf: () => Ask.save(now, "gexf"), png: () => Ask.save(now, "png"), svg: () => Ask.save(now, "svg"),
    name: () => State.name(now, say),
    compare: () => {
      const ids = now.view.choice.chosen;
      if (ids.length < 2 || ids.length > 6) { say(now.spec.words.compare_between); return; }
      window.location.assign(`/${document.documentElement.lang.slice(0, 2)}/compare?${new URLSearchParams({ids: ids.join("~~")})}`);
    },
    watch: async () => {
      const ids = now.view.choice.chosen.slice(), known = await window.wakelineAccounts.watch(ids, ids.every((id) => now.net.watched.has(id)));
      if (known) { say(fill(now.spec.words.watched_n, {n: count(known.length)})); }
    },
    nofilter: () => now.view.set({bars: {}, from: null, to: null}),
    copy: () => State.settled().then(() => navigator.clipboard.writeText(window.location.href)).then(() => say(now.spec.words.copied), () => {}),
    whole: () => now.view.sigma.getCamera().animatedReset({duration: 200}),
  };

  /* ---- buttons, choices, keys ---- */
  /* Stars and pens: what people put on accounts, written before their names. */
  async function marks() {
    const answer = await window.wakelineNetKit.ask("/wakeline/marks");
    if (!answer || !now || !now.view.sigma) { return; }
    const told = await answer.json();
    now.net.watched = new Set(told.watched); now.net.noted = told.noted;
    now.view.refresh(false);
  }
  document.addEventListener("wakeline-marks", () => { if (now && el("net-stage")) { marks(); } });
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-net]");
    if (now && button && !button.disabled) { DO[button.dataset.net](); }
  });
  document.addEventListener("change", (event) => {
    if (!now || !event.target.id) { return; }
    const value = event.target.value;
    if (event.target.id === "net-size") { now.view.resize(value); }
    if (event.target.id === "net-most") { now.spec.most = Number(value); State.keep(now); State.settled().then(() => window.location.reload()); }
    if (event.target.id === "net-colour") { now.view.by = value; now.view.apply(false); }
    if (event.target.id === "net-edges") { now.view.ties = value; now.view.apply(false); }
  });

  function step(by) {
    const {view, net} = now, order = net.ids.map((_, i) => i).filter((i) => view.view.nodes[i]).sort((a, b) => net.passed[b] - net.passed[a] || a - b);
    if (!order.length) { return; }
    const at = order.indexOf(view.at);
    view.fly(order[(at + by + order.length) % order.length]);
    say(`${nameOf(view.at)}. ${fill(now.spec.words.acts_passed, {a: net.acts[view.at], p: net.passed[view.at]})}`);
  }
  const KEYS = {
    l: "lasso", e: "expand", h: "hide", w: "watch", o: "only", p: "pin", r: "path", Escape: "clear", 0: "whole",
  };
  document.addEventListener("keydown", (event) => {
    if (!now) { return; }
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if (isTyping) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); DO[event.shiftKey ? "redo" : "undo"](); return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") { event.preventDefault(); DO.redo(); return; }
    if (event.key === "/") { event.preventDefault(); el("net-search").focus(); return; }
    if (event.target !== el("net-stage") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const camera = now.view.sigma.getCamera(), at = camera.getState(), pan = 0.08 * at.ratio;
    const moves = {ArrowLeft: {x: at.x - pan}, ArrowRight: {x: at.x + pan}, ArrowUp: {y: at.y + pan}, ArrowDown: {y: at.y - pan}};
    if (moves[event.key]) { event.preventDefault(); camera.setState(moves[event.key]); return; }
    if (event.key === "+" || event.key === "=") { camera.animatedZoom({duration: 120}); return; }
    if (event.key === "-") { camera.animatedUnzoom({duration: 120}); return; }
    if (event.key === "n" || event.key === "b") { step(event.key === "n" ? 1 : -1); return; }
    if (event.key === "Enter" && now.view.at >= 0) { now.view.choose([now.view.at], false); ask("account|" + now.net.ids[now.view.at]); return; }
    if (event.key === " " && now.view.at >= 0) { event.preventDefault(); now.view.choose([now.view.at], true); return; }
    if (KEYS[event.key] && !(event.key === "Escape" && el("net-stage").querySelector(".wl-lasso"))) { DO[KEYS[event.key]](); }
  });

  window.wakelineNet = {
    open, now: () => now,
    recolour: () => { if (now) { setTimeout(() => { if (now) { now.view.recolour(); panel(); brush(); } }, 0); } },
  };
})();

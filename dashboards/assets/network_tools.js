/* What the reader does with the network: search, click, lasso, keys, time brush, undo, export. Opened by the page. */
(function () {
  "use strict";
  const D = window.wakelineNetData;
  const OWN = {"X-Wakeline": "1"};
  let saying = 0;
  let now = null;  /* The network on the page, or null. */

  const el = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const count = (n) => n.toLocaleString("en-US");
  const moment = (seconds) => new Intl.DateTimeFormat("sv-SE", {timeZone: now.spec.zone, dateStyle: "short", timeStyle: "short"}).format(seconds * 1000);
  const nameOf = (i) => now.net.names[i] || now.net.ids[i];
  const say = (text) => {
    el("net-said").textContent = text;
    clearTimeout(saying);
    saying = setTimeout(() => { if (el("net-said")) { el("net-said").textContent = ""; } }, 8000);
  };
  const make = (tag, values, children) => {
    const made = Object.assign(document.createElement(tag), values || {});
    (children || []).forEach((child) => made.append(child));
    return made;
  };

  function ask(subject) {
    window.dash_clientside.set_props("asked", {data: subject});
    window.dash_clientside.set_props("drawer", {opened: true});
  }

  function download(name, blob) {
    const link = make("a", {href: URL.createObjectURL(blob), download: name});
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 4000);
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
    spec.choice = readLink(spec.params);
    now.view = new window.wakelineNetView.View(stage, net, spec);
    now.times = [...net.first, ...net.last].filter((t) => !Number.isNaN(t)).reduce((m, t) => [Math.min(m[0], t), Math.max(m[1], t)], [Infinity, -Infinity]);
    now.view.listeners.push(panel, brush, keepLink);
    inputs(); pointers(); brushParts();
    window.wakelineNet.view = now.view; window.wakelineNet.net = net;
    window.wakelineNet.screen = (i) => now.view.screen(i);
    if (spec.params.camera) {
      const [x, y, ratio] = spec.params.camera.split(",").map(Number);
      if ([x, y, ratio].every(Number.isFinite)) { now.view.sigma.getCamera().setState({x, y, ratio}); }
    }
    panel(); brush();
    stage.dataset.state = net.n ? "ready" : "empty";
    el("net-none").hidden = net.n > 0;
    return spec.graph;
  }

  /* Fields of our own: Dash has none that tell a screen reader of a list, or of an end of a span. */
  function inputs() {
    const w = now.spec.words, search_ = make("input", {type: "search", id: "net-search", className: "wl-input", placeholder: w.search, autocomplete: "off"});
    Object.entries({role: "combobox", "aria-label": w.search, "aria-expanded": "false", "aria-controls": "net-results", "aria-autocomplete": "list"})
      .forEach(([name, value]) => search_.setAttribute(name, value));
    el("net-search-box").replaceChildren(search_);
    el("net-ends").replaceChildren(...["from", "to"].map((name) => {
      const end = make("input", {type: "range", id: "net-" + name, min: 0, max: 1000, step: 1, className: "wl-range-end"});
      end.value = name === "to" ? 1000 : 0;
      end.setAttribute("aria-label", w[name]);
      return end;
    }));
  }

  /* ---- the view in a link ---- */
  const LISTS = ["hidden", "chosen", "path"];
  function readLink(params) {
    const choice = {};
    ["role", "grade", "group"].forEach((name) => { if (/^\d+$/.test(params[name] || "")) { choice[name] = Number(params[name]); } });
    ["from", "to"].forEach((name) => { if (/^\d+$/.test(params[name] || "")) { choice[name] = Number(params[name]); } });
    LISTS.forEach((name) => { if (params[name]) { choice[name] = params[name].split("~~").slice(0, 500); } });
    if (params.account) { choice.chosen = [params.account]; }
    if (params.pinned) {
      choice.pinned = Object.fromEntries(params.pinned.split("~~").map((part) => part.split("@@")).filter((p) => p.length === 3).map((p) => [p[0], [Number(p[1]), Number(p[2])]]));
    }
    return choice;
  }

  function link() {
    const {view, spec} = now, choice = view.choice, out = new URLSearchParams({graph: spec.graph, most: spec.most});
    out.set("colour", view.by);
    if (view.ties !== "auto") { out.set("ties", view.ties); }
    ["role", "grade", "group", "from", "to"].forEach((name) => { if (choice[name]) { out.set(name, Math.round(choice[name])); } });
    LISTS.forEach((name) => { if (choice[name].length) { out.set(name, choice[name].join("~~")); } });
    const pins = Object.entries(choice.pinned).map(([id, [x, y]]) => [id, x.toFixed(1), y.toFixed(1)].join("@@"));
    if (pins.length) { out.set("pinned", pins.join("~~")); }
    const camera = view.sigma.getCamera().getState();
    if (camera.ratio !== 1 || camera.x !== 0.5 || camera.y !== 0.5) { out.set("camera", [camera.x, camera.y, camera.ratio].map((v) => v.toFixed(4)).join(",")); }
    return window.location.pathname + "?" + out.toString();
  }
  function keepLink() { window.history.replaceState(window.history.state, "", link()); }

  /* ---- the panel beside the picture ---- */
  function panel() {
    const {net, view, spec} = now, w = spec.words, shown = view.view;
    el("net-count").textContent = fill(w.showing, {n: count(shown.nodesN), m: count(net.nodesAll), e: count(shown.edgesN), f: count(net.edgesAll)});
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
      button.disabled = chosen.length < needs || (button.dataset.net === "undo" && !view.history.past.length) || (button.dataset.net === "redo" && !view.history.ahead.length);
    });
    ["role", "grade", "group"].forEach((name) => { el("net-" + name).value = String(view.choice[name]); });
    el("net-colour").value = view.by; el("net-edges").value = view.ties;
    legend();
    const way = view.choice.path.map((id) => net.row.get(id)).filter((i) => i !== undefined);
    el("net-way").textContent = way.length ? fill(w.way, {n: way.length - 1}) + " " + way.map(nameOf).join(" → ") : "";
  }

  function tieWords(e) {
    const w = now.spec.words, n = now.net.weight[e], k = now.net.assumed[e];
    return fill(now.spec.graph === "coordination" ? w.tie_objects : k ? w.tie_assumed : w.tie_acts, {n: count(n), k: count(k)});
  }
  function askTie(e) { ask(["tie", now.spec.graph, now.net.ids[now.net.source[e]], now.net.ids[now.net.target[e]]].join("|")); }

  function legend() {
    const {net, view, spec} = now, w = spec.words, entries = [];
    const tally = (test) => { let n = 0; for (let i = 0; i < net.n; i++) { if (view.view.nodes[i] && test(i)) { n++; } } return n; };
    if (view.by === "role") {
      window.wakelineNetView.ROLES.forEach((role, k) => entries.push([view.c.roles[k], w["role_" + role], tally((i) => net.roles[i] & (1 << k))]));
      entries.push([view.c.none, w.role_none, tally((i) => !net.roles[i])]);
    } else if (view.by === "group") {
      net.groups.slice(0, 7).forEach((name, k) => entries.push([view.c.groups[k % 7], fill(w.group, {name}), tally((i) => net.group[i] === k + 1)]));
      entries.push([view.c.none, w.group_none, tally((i) => !net.group[i])]);
    }
    el("net-legend").replaceChildren(...entries.filter((entry) => entry[2]).map(([colour, name, n]) => {
      const dot = make("i", {className: "wl-dot"});
      dot.style.background = colour;
      return make("li", {}, [dot, `${name} ${count(n)}`]);
    }));
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
    sigma.getCamera().on("updated", () => { clearTimeout(now.linking); now.linking = setTimeout(() => now && keepLink(), 400); });
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

  async function expand(i) {
    const id = typeof i === "number" ? now.net.ids[i] : i;
    const answer = await fetch(`/wakeline/network/${now.spec.graph}?around=${encodeURIComponent(id)}`, {headers: OWN});
    if (!answer.ok) { say(await answer.text()); return; }
    const added = now.view.grow(await answer.arrayBuffer(), id);
    say(fill(now.spec.words.expanded, {n: count(added)}));
    if (now.net.row.has(id)) { now.view.fly(now.net.row.get(id)); }
  }

  function shortest() {
    const chosen = now.view.choice.chosen.map((id) => now.net.row.get(id)).filter((i) => i !== undefined);
    if (chosen.length < 2) { return; }
    const way = D.path(now.net, now.view.view, chosen[chosen.length - 2], chosen[chosen.length - 1]);
    if (!way.length) { say(now.spec.words.no_way); return; }
    now.view.set({path: way.map((i) => now.net.ids[i])});
    say(el("net-way").textContent);
  }

  /* ---- export ---- */
  const picked = () => now.view.chosen.size ? [...now.view.chosen] : now.net.ids.map((_, i) => i).filter((i) => now.view.view.nodes[i]);
  async function save(form) {
    if (form === "png") { now.view.canvas(2).toBlob((blob) => download("wakeline-network.png", blob), "image/png"); return; }
    if (form === "svg") { download("wakeline-network.svg", new Blob([now.view.svg()], {type: "image/svg+xml"})); return; }
    const answer = await fetch(`/wakeline/selection/${form}`, {method: "POST", headers: Object.assign({"Content-Type": "application/json"}, OWN),
      body: JSON.stringify({graph: now.spec.graph, ids: picked().map((i) => now.net.ids[i])})});
    if (answer.ok) { download(`wakeline-selection.${form}`, await answer.blob()); }
  }
  const DO = {
    lasso, play,
    undo: () => now.view.undo(), redo: () => now.view.redo(), reset: () => { stop(); now.view.reset(); },
    expand: () => { const chosen = [...now.view.chosen]; if (chosen.length) { expand(chosen[chosen.length - 1]); } },
    path: shortest,
    hide: () => now.view.set({hidden: now.view.choice.hidden.concat(now.view.choice.chosen), chosen: [], path: []}),
    only: () => { const keep = new Set(now.view.choice.chosen);
      now.view.set({hidden: now.net.ids.filter((id, i) => !keep.has(id) && now.view.view.nodes[i]).concat(now.view.choice.hidden), path: []}); },
    pin: () => { const pinned = Object.assign({}, now.view.choice.pinned);
      now.view.choice.chosen.forEach((id) => { const i = now.net.row.get(id); if (pinned[id]) { delete pinned[id]; } else { pinned[id] = [now.net.x[i], now.net.y[i]]; } });
      now.view.set({pinned}); },
    clear: () => now.view.set({chosen: [], path: []}),
    open: () => { const chosen = [...now.view.chosen]; if (chosen.length) { ask("account|" + now.net.ids[chosen[chosen.length - 1]]); } },
    csv: () => save("csv"), gexf: () => save("gexf"), png: () => save("png"), svg: () => save("svg"),
    copy: () => navigator.clipboard.writeText(window.location.origin + link()).then(() => say(now.spec.words.copied), () => {}),
    whole: () => now.view.sigma.getCamera().animatedReset({duration: 200}),
  };

  /* ---- search ---- */
  let asking = null;
  async function search(text) {
    const list = el("net-results"), input = el("net-search");
    if (!text.trim()) { list.hidden = true; input.setAttribute("aria-expanded", "false"); return; }
    const answer = await fetch(`/wakeline/find/${now.spec.graph}?q=${encodeURIComponent(text)}`, {headers: OWN});
    if (!answer.ok || input.value !== text) { return; }
    const found = await answer.json();
    list.replaceChildren(...(found.length ? found.map((one, k) => make("li", {id: "net-result-" + k, role: "option", ariaSelected: String(k === 0),
      onmousedown: (event) => { event.preventDefault(); go(one.id); }}, [make("span", {textContent: one.name || one.id}), make("span", {className: "wl-hint", textContent: " " + one.id + (now.net.row.has(one.id) ? "" : " · " + now.spec.words.not_drawn)})]))
      : [make("li", {role: "option", ariaDisabled: "true", className: "wl-hint", textContent: now.spec.words.found_none})]));
    list.found = found; list.at = 0; list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (found.length) { input.setAttribute("aria-activedescendant", "net-result-0"); }
  }
  async function go(id) {
    el("net-results").hidden = true; el("net-search").setAttribute("aria-expanded", "false");
    const i = now.net.row.get(id);
    if (i === undefined || !now.view.view.nodes[i]) { await expand(id); return; }
    now.view.choose([i], false); now.view.fly(i);
  }
  document.addEventListener("input", (event) => {
    if (!now || event.target.id !== "net-search") { return; }
    clearTimeout(asking); asking = setTimeout(() => search(event.target.value), 140);
  });
  document.addEventListener("focusout", (event) => { if (event.target.id === "net-search" && el("net-results")) { el("net-results").hidden = true; } });

  /* ---- buttons, choices, keys ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-net]");
    if (now && button && !button.disabled) { DO[button.dataset.net](); }
  });
  document.addEventListener("change", (event) => {
    if (!now || !event.target.id) { return; }
    const value = event.target.value;
    if (["net-role", "net-grade", "net-group"].includes(event.target.id)) { now.view.set({[event.target.id.slice(4)]: Number(value)}); }
    if (event.target.id === "net-most") { now.spec.most = value; window.location.assign(link()); }
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
    l: "lasso", e: "expand", h: "hide", o: "only", p: "pin", r: "path", Escape: "clear", 0: "whole",
  };
  document.addEventListener("keydown", (event) => {
    if (!now) { return; }
    const input = el("net-search");
    if (event.target === input) {
      const list = el("net-results"), found = list.found || [];
      if (event.key === "Enter" && found.length && !list.hidden) { event.preventDefault(); go(found[list.at].id); }
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        list.at = (list.at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        [...list.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === list.at)));
        input.setAttribute("aria-activedescendant", "net-result-" + list.at);
      }
      if (event.key === "Escape") { list.hidden = true; }
      return;
    }
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if (isTyping) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); DO[event.shiftKey ? "redo" : "undo"](); return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") { event.preventDefault(); DO.redo(); return; }
    if (event.key === "/") { event.preventDefault(); input.focus(); return; }
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
    open, link,
    recolour: () => { if (now) { setTimeout(() => { if (now) { now.view.recolour(); panel(); brush(); } }, 0); } },
  };
})();

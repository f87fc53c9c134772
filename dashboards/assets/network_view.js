/* The network as a picture: sigma draws what network_data.js says is shown, in the colours of the page. */
(function () {
  "use strict";
  const D = window.wakelineNetData;
  const CRISP = 5000;      /* Accounts up to which all ties are drawn unless the reader asks otherwise. */
  const THIN = 5000;       /* Links drawn where there are more, the heaviest first, unless the reader asks for all. */
  const PICKED = 30000;    /* Ties up to which a tie itself can be clicked. */
  const GRADES = {A: 0, B: 0.6, C: 0.82};  /* Where the ring of a grade begins, as a part of the radius: A is full. */
  const APART = -0.72;                     /* The mark of target, authority, press: a ring with a dot in it. */

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue("--wl-" + name).trim();
  const blend = (hex, onto, part) => "#" + [1, 3, 5].map((at) => Math.round(
    parseInt(hex.substr(at, 2), 16) * part + parseInt(onto.substr(at, 2), 16) * (1 - part)).toString(16).padStart(2, "0")).join("");

  class View {
    constructor(stage, net, spec) {
      this.stage = stage; this.net = net; this.spec = spec;
      this.by = spec.params.colour || (net.pairs.some((bits) => bits) ? "role" : "group"); this.size = spec.params.size || "same"; this.ties = spec.params.ties || "auto";
      this.history = new D.History(Object.assign(D.fresh(), spec.choice || {}));
      this.choice = this.history.choice;
      this.at = -1; this.hover = -1; this.listeners = [];
      this._measure();
      this._build();
      this.apply(false);
    }

    _build() {
      const {Graph, Sigma, EdgeLineProgram} = window.wakelineSigma;
      this.graph = new Graph({multi: false, type: "directed"});
      this._add(0);
      this._palette();
      this._ties();
      this.sigma = new Sigma(this.graph, this.stage, {
        allowInvalidContainer: true, zIndex: true, renderEdgeLabels: false, enableEdgeEvents: this.net.m <= PICKED,
        hideEdgesOnMove: this.net.m > 20000, hideLabelsOnMove: this.net.n > CRISP, defaultEdgeType: "line",
        edgeProgramClasses: {line: EdgeLineProgram}, nodeProgramClasses: {circle: window.wakelineNetMarks()},
        labelFont: token("font") || "sans-serif", labelSize: 12, labelWeight: "500", labelColor: {color: this.c.ink},
        labelDensity: 0.5, labelGridCellSize: 120, labelRenderedSizeThreshold: 0, stagePadding: 40, minEdgeThickness: 0.6,
        minCameraRatio: 0.004, maxCameraRatio: 4, doubleClickTimeout: 0,  /* two quick clicks on two accounts are two clicks */
        defaultDrawNodeHover: (context, data, settings) => this._label(context, data, settings, true),
        defaultDrawNodeLabel: (context, data, settings) => this._label(context, data, settings, false),
        nodeReducer: (key, data) => this._node(data), edgeReducer: (key, data) => this._edge(data),
      });
      this.sigma.on("enterNode", ({node}) => { this.hover = Number(node); this.sigma.refresh({partialGraph: {nodes: [node]}, skipIndexation: true}); });
      this.sigma.on("leaveNode", ({node}) => { this.hover = -1; this.sigma.refresh({partialGraph: {nodes: [node]}, skipIndexation: true}); });
      this._drag();
    }

    /* Rows of the arrays into the graph; small accounts first: what is added last is drawn last and takes the click. */
    _add(nodesFrom) {
      const net = this.net;
      const rows = Array.from({length: net.n - nodesFrom}, (_, k) => k + nodesFrom).sort((a, b) => net.passed[a] - net.passed[b] || a - b);
      rows.forEach((i) => this.graph.addNode(String(i), {i, x: net.x[i], y: net.y[i], label: net.names[i] || net.ids[i], size: this._size(i)}));
    }

    /* One size for all, so that nobody looks louder than another, unless the reader asks for the reposts each account led to. */
    _size(i) {
      const loud = this.size === "passed" ? Math.min(2.4 + 1.5 * Math.sqrt(this.net.passed[i]), 20) : 5.5;
      return loud * (this.net.n > CRISP ? 0.62 : 1);
    }

    resize(by) {
      this.size = by;
      this.graph.forEachNode((key, data) => this.graph.setNodeAttribute(key, "size", this._size(data.i)));
      this.apply(false);
    }

    get thin() { return THIN; }
    get isThinned() { return this.ties === "auto" && this.drawsAll && this.net.m > THIN; }
    get drawsAll() { return this.ties === "on" || (this.ties === "auto" && this.net.n <= CRISP); }

    /* Into the graph only the ties that may be drawn: a hundred thousand hidden ones would cost time at every step. */
    _ties() {
      const net = this.net, graph = this.graph;
      let wanted = null;
      if (this.drawsAll && !this.isThinned) {
        if (graph.size === net.m) { return; }
      } else {
        wanted = new Set(this.pathTies);
        if (this.isThinned) { this.heaviest.forEach((e) => wanted.add(e)); }
        this.chosen.forEach((i) => net.ties[i].forEach((e) => wanted.add(e)));
        if (graph.size > PICKED) { graph.clearEdges(); }
        const over = [];
        graph.forEachEdge((key, data) => { if (!wanted.has(data.e)) { over.push(key); } });
        over.forEach((key) => graph.dropEdge(key));
      }
      const add = (e) => {
        const key = "e" + e;
        if (!graph.hasEdge(key)) { graph.addEdgeWithKey(key, String(net.source[e]), String(net.target[e]), {e, size: 0.6 + 0.5 * Math.log2(net.weight[e])}); }
      };
      if (wanted) { wanted.forEach(add); } else { for (let e = 0; e < net.m; e++) { add(e); } }
    }

    /* The links that are drawn where all would be a blob. */
    get heaviest() {
      if (!this._heaviest || this._heaviest.m !== this.net.m) {
        const order = Array.from({length: this.net.m}, (_, e) => e).sort((a, b) => this.net.weight[b] - this.net.weight[a] || a - b);
        this._heaviest = {m: this.net.m, rows: order.slice(0, THIN)};
      }
      return this._heaviest.rows;
    }

    _palette() {
      const names = ["ink", "surface", "soft", "faint", "accent", "edge", "line", "note"];
      this.c = Object.fromEntries(names.map((name) => [name, token(name)]));
      this.c.roles = Object.fromEntries(this.net.pairNames.map(([role]) => [role, token("role-" + role)]));
      this.c.groups = [1, 2, 3, 4, 5, 6, 7].map((k) => token("group" + k));
      this.c.none = token("unlisted");
      this.c.communities = [0.78, 0.6, 0.45, 0.34, 0.26].map((part) => blend(this.c.ink, this.c.surface, part));
      const many = this.net.m > 4000 ? 0.16 : this.net.m > 1500 ? 0.26 : 0.4;
      this.c.tie = blend(this.c.edge, this.c.surface, many);
      this.c.tieFaint = blend(this.c.edge, this.c.surface, 0.1);
      this.c.faded = blend(this.c.none, this.c.surface, 0.35);
    }

    /* How an account is marked: colour is the role and the ring is the grade, of one pair; C is a thin grey ring.
       Whoever stands apart (target, authority, press, debunkers) has a mark without a role's colour. */
    mark(i) {
      const net = this.net;
      if (net.actor[i]) { return {color: this.c.soft, inner: APART}; }
      if (this.by === "group") { return {color: net.group[i] ? this.c.groups[(net.group[i] - 1) % this.c.groups.length] : this.c.none, inner: 0}; }
      if (this.by === "community") { return {color: net.community[i] ? this.c.communities[(net.community[i] - 1) % this.c.communities.length] : this.c.none, inner: 0}; }
      const pair = this.by === "role" ? D.drawnIn(net.pairs[i] & this.marked) : -1;
      if (pair < 0) { return {color: this.c.none, inner: 0}; }
      const [role, grade] = net.pairNames[pair];
      return {color: grade === "C" ? this.c.faint : this.c.roles[role], inner: GRADES[grade], pair};
    }

    _node(out) {  /* sigma hands over a copy */
      const i = out.i;
      if (!this.view.nodes[i]) { out.hidden = true; return out; }
      const isChosen = this.chosen.has(i), isOn = !this.lit || this.lit[i], mark = this.mark(i);
      const isListed = mark.pair !== undefined && this.net.pairNames[mark.pair][1] !== "C";
      out.color = isOn ? mark.color : this.c.faded;
      out.inner = mark.inner;
      out.zIndex = isChosen ? 3 : isOn && this.lit ? 2 : isListed ? 1 : 0;
      if (isChosen || i === this.at) { out.highlighted = true; out.forceLabel = true; }
      if (this.pinned.has(i)) { out.forceLabel = true; }
      /* Names stand at A, at B, at authors of the alleged posts and at whom the reader chose; others have theirs under the pointer. */
      if (this.written) { out.label = this.written(this.net.ids[i]); }
      const noted = this.net.markOf(i);
      if (noted && out.label && !this.written) { out.label = noted + out.label; }
      if (!isOn || !(isListed || isChosen || noted || this.net.author[i] || this.pinned.has(i) || i === this.hover || i === this.at)) { out.label = null; }
      return out;
    }

    _edge(out) {
      const e = out.e, net = this.net;
      if (!this.view.edges[e]) { out.hidden = true; return out; }
      const onPath = this.pathTies.has(e), touches = this.chosen.has(net.source[e]) || this.chosen.has(net.target[e]);
      const drawn = this.drawsAll || touches || onPath;
      if (!drawn) { out.hidden = true; return out; }
      out.color = onPath ? this.c.note : touches ? this.c.accent : this.lit ? this.c.tieFaint : this.c.tie;
      if (onPath) { out.size = 3; }
      out.zIndex = onPath ? 2 : touches ? 1 : 0;
      return out;
    }

    _label(context, data, settings, isLoud) {
      if (!data.label) { return; }
      const size = settings.labelSize, x = data.x + data.size + 4, y = data.y + size / 3;
      context.font = settings.labelWeight + " " + size + "px " + settings.labelFont;
      if (isLoud) {
        const wide = context.measureText(data.label).width;
        context.beginPath();
        context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
        context.lineWidth = 2; context.strokeStyle = this.c.ink; context.stroke();
        context.fillStyle = this.c.surface;
        context.strokeStyle = this.c.line; context.lineWidth = 1;
        context.beginPath();
        context.roundRect(x - 2, data.y - size, wide + 12, size * 2, 4);
        context.fill(); context.stroke();
        context.fillStyle = this.c.ink;
        context.fillText(data.label, x + 4, y);
        return;
      }
      context.lineWidth = 3; context.strokeStyle = this.c.surface; context.lineJoin = "round";
      context.strokeText(data.label, x, y);
      context.fillStyle = this.c.ink;
      context.fillText(data.label, x, y);
    }

    /* Take the present choice into the picture. isAct: false for what is no act of the reader's own (undo, first sight). */
    apply(isAct) {
      if (isAct) { this.history.take(this.choice); }
      this._measure();
      const net = this.net;
      let moved = false;
      for (let i = 0; i < net.n; i++) {
        const pin = this.pinned.size && this.choice.pinned[net.ids[i]], key = String(i);
        if (!pin && !(this.movedBefore && this.movedBefore.has(i))) { continue; }
        const [x, y] = pin || [net.x[i], net.y[i]];
        if (this.graph.getNodeAttribute(key, "x") !== x || this.graph.getNodeAttribute(key, "y") !== y) {
          this.graph.mergeNodeAttributes(key, {x, y}); moved = true;
        }
      }
      this.movedBefore = new Set(this.pinned);
      this.refresh(moved);
      this.listeners.forEach((hear) => hear());
    }

    /* What follows from the choice: which are shown, chosen, lit; the ties of the path. */
    _measure() {
      const net = this.net, rows = (ids) => ids.map((id) => net.row.get(id)).filter((i) => i !== undefined);
      this.view = D.shown(net, this.choice);
      this.marked = D.marked(net, this.choice);
      this.chosen = new Set(rows(this.choice.chosen));
      this.pinned = new Set(rows(Object.keys(this.choice.pinned)));
      const way = rows(this.choice.path);
      this.pathTies = new Set();
      way.forEach((i, k) => { if (k) {
        [way[k - 1] + ">" + i, i + ">" + way[k - 1]].forEach((key) => { if (net.edgeRow.has(key)) { this.pathTies.add(net.edgeRow.get(key)); } });
      } });
      this.lit = null;
      if (this.chosen.size || way.length) {
        this.lit = new Uint8Array(net.n);
        way.forEach((i) => { this.lit[i] = 1; });
        this.chosen.forEach((i) => { this.lit[i] = 1; if (!way.length) { net.ties[i].forEach((e) => { if (this.view.edges[e]) { this.lit[net.other(e, i)] = 1; } }); } });
      }
    }

    refresh(isMoved) { if (this.sigma) { this._ties(); this.sigma.refresh({skipIndexation: !isMoved}); } }

    undo() { this.choice = this.history.undo(); this.apply(false); }
    redo() { this.choice = this.history.redo(); this.apply(false); }
    reset() { this.choice = D.fresh(); this.at = -1; this.apply(true); this.sigma.getCamera().animatedReset({duration: 200}); }

    recolour() {
      this._palette();
      this.sigma.setSetting("labelColor", {color: this.c.ink});
      this.refresh(false);
    }

    choose(rows, isMore) {
      const ids = rows.map((i) => this.net.ids[i]);
      let now = isMore ? this.choice.chosen.slice() : [];
      ids.forEach((id) => { now = isMore && now.includes(id) && ids.length === 1 ? now.filter((x) => x !== id) : now.includes(id) ? now : now.concat(id); });
      this.choice = Object.assign({}, this.choice, {chosen: now, path: []});
      this.apply(true);
    }

    set(values) { this.choice = Object.assign({}, this.choice, values); this.apply(true); }

    /* Take accounts in that are not drawn yet; how many they were. more: what else changes with the same step. */
    grow(buffer, id, more) {
      const from = this.net.n;
      const rows = this.net.grow(buffer, id);
      this._add(from);
      const extra = new Set(this.choice.extra), hidden = new Set(this.choice.hidden), was = this.view.nodesN;
      rows.forEach((i) => { if (i >= this.net.base) { extra.add(this.net.ids[i]); } hidden.delete(this.net.ids[i]); });
      const ids = rows.map((i) => this.net.ids[i]), only = this.choice.only && [...new Set(this.choice.only.concat(ids))];
      this.choice = Object.assign({}, this.choice, {extra: [...extra], hidden: [...hidden], only, path: []}, more ? more(ids) : {});
      this.apply(true);
      this.sigma.refresh();
      return this.view.nodesN - was;
    }

    /* Where account `i` stands on the screen, in pixels of the window: for tests and for scripts that help a reader. */
    screen(i) {
      const data = this.sigma.getNodeDisplayData(String(i)), box = this.stage.getBoundingClientRect();
      const at = this.sigma.framedGraphToViewport(data);
      return {x: box.left + at.x, y: box.top + at.y, hidden: Boolean(data.hidden), color: data.color, inner: data.inner, size: this.sigma.scaleSize(data.size)};
    }

    fly(i) {
      const data = this.sigma.getNodeDisplayData(String(i)), camera = this.sigma.getCamera();
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      camera.animate({x: data.x, y: data.y, ratio: Math.min(camera.getState().ratio, 0.3)}, {duration: still ? 0 : 350});
      this.at = i;
      this.refresh(false);
    }

    /* Drag an account: it stays where it is put, which pins it. */
    _drag() {
      let held = -1, start = null, isMoved = false;
      this.sigma.on("downNode", ({node, event}) => { held = Number(node); start = [event.x, event.y]; isMoved = false; });
      this.sigma.on("moveBody", ({event}) => {
        if (held < 0) { return; }
        if (!isMoved && Math.hypot(event.x - start[0], event.y - start[1]) < 5) { event.preventSigmaDefault(); return; }
        isMoved = true;
        const at = this.sigma.viewportToGraph(event);
        this.graph.mergeNodeAttributes(String(held), {x: at.x, y: at.y});
        event.preventSigmaDefault(); event.original.preventDefault();
      });
      const drop = () => {
        if (held >= 0 && isMoved) {
          const at = this.graph.getNodeAttributes(String(held));
          this.dropped = Date.now();
          this.set({pinned: Object.assign({}, this.choice.pinned, {[this.net.ids[held]]: [at.x, at.y]})});
        }
        held = -1;
      };
      this.sigma.on("upNode", drop); this.sigma.on("upStage", drop);
    }

    /* Accounts whose names stand in the picture now. */
    labelled() {
      const drawn = this.sigma.getNodeDisplayedLabels();
      return this.net.ids.filter((id, i) => {
        const data = this.sigma.getNodeDisplayData(String(i));
        return data && !data.hidden && data.label && (data.forceLabel || drawn.has(String(i)));
      });
    }

    /* The picture as it stands, without the marks of hovering. label: what stands at an account of that id. */
    canvas(scale, label) {
      this.written = label;
      this.sigma.refresh({schedule: false});
      const all = this.sigma.getCanvases(), box = this.stage.getBoundingClientRect();
      const out = document.createElement("canvas");
      out.width = Math.round(box.width * scale); out.height = Math.round(box.height * scale);
      const context = out.getContext("2d");
      context.fillStyle = this.c.surface; context.fillRect(0, 0, out.width, out.height);
      ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"].forEach((name) => {
        if (all[name] && all[name].width) { context.drawImage(all[name], 0, 0, out.width, out.height); }
      });
      this.written = null;
      this.refresh(false);
      return out;
    }

    /* label: what stands at an account of that id. */
    svg(label) {
      const escape = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
      const box = this.stage.getBoundingClientRect(), f = (v) => v.toFixed(1);
      const at = (i) => { const d = this.sigma.getNodeDisplayData(String(i)); return Object.assign({d}, this.sigma.framedGraphToViewport(d)); };
      const parts = [`<svg xmlns="http://www.w3.org/2000/svg" width="${f(box.width)}" height="${f(box.height)}" font-family="sans-serif" font-size="12">`,
        `<rect width="100%" height="100%" fill="${this.c.surface}"/>`];
      this.graph.forEachEdge((key, data) => {
        const drawn = this._edge(Object.assign({}, data));
        if (drawn.hidden) { return; }
        const a = at(this.net.source[data.e]), b = at(this.net.target[data.e]);
        parts.push(`<line x1="${f(a.x)}" y1="${f(a.y)}" x2="${f(b.x)}" y2="${f(b.y)}" stroke="${drawn.color}" stroke-width="${f(Math.max(drawn.size, 0.6))}"/>`);
      });
      const named = [];
      this.graph.forEachNode((key, data) => {
        if (!this.view.nodes[data.i]) { return; }
        const p = at(data.i);
        const r = this.sigma.scaleSize(p.d.size), hole = Math.abs(p.d.inner) * r;
        const ring = hole ? `r="${f((r + hole) / 2)}" fill="none" stroke="${p.d.color}" stroke-width="${f(r - hole)}"` : `r="${f(r)}" fill="${p.d.color}"`;
        parts.push(`<circle cx="${f(p.x)}" cy="${f(p.y)}" ${ring}/>`);
        if (p.d.inner < 0) { parts.push(`<circle cx="${f(p.x)}" cy="${f(p.y)}" r="${f(r * 0.35)}" fill="${p.d.color}"/>`); }
        if (p.d.label && (p.d.forceLabel || this.sigma.getNodeDisplayedLabels().has(key))) { named.push([p, label(this.net.ids[data.i])]); }
      });
      named.forEach(([p, label]) => parts.push(`<text x="${f(p.x + this.sigma.scaleSize(p.d.size) + 4)}" y="${f(p.y + 4)}" fill="${this.c.ink}">${escape(label)}</text>`));
      return parts.concat("</svg>").join("\n");
    }

    kill() { if (this.sigma) { this.sigma.kill(); this.sigma = null; } }
  }

  window.wakelineNetView = {View};
})();

/* The network in the browser: bytes to arrays, what is shown, undo. No drawing and no page here. */
(function () {
  "use strict";
  const TYPES = {f64: Float64Array, f32: Float32Array, u32: Uint32Array};
  const NODE = ["first", "last", "x", "y", "acts", "passed", "pairs", "actor", "author",
    "region", "client", "followers", "age", "group", "community"];
  const EDGE = ["edge_first", "edge_last", "source", "target", "weight", "assumed"];

  /* One run of bytes as dashboards/figures/wire_format.py writes it. */
  function unpack(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const arrays = {};
    let at = 4 + length;
    head.arrays.forEach(([name, kind, n]) => {
      arrays[name] = new TYPES[kind](buffer, at, n);
      at += n * TYPES[kind].BYTES_PER_ELEMENT;
    });
    return {head, arrays};
  }

  /* A network that can grow: plain arrays, rows found by id. */
  class Net {
    constructor(buffer) {
      const {head, arrays} = unpack(buffer);
      this.graph = head.graph; this.ids = head.ids; this.names = head.names; this.values = head.values;
      this.nodesAll = head.nodes_all; this.edgesAll = head.edges_all;
      this.pairNames = head.pairs; this.pairsAll = head.pairs_all; this.actorNames = head.actors;
      this.communities = head.communities; this.modularity = head.modularity;
      NODE.concat(EDGE).forEach((name) => { this[name] = Array.from(arrays[name]); });
      this.row = new Map(this.ids.map((id, i) => [id, i]));
      this.base = this.ids.length;
      this.watched = new Set(); this.noted = {};
      this._tie();
    }

    /* The mark of an account: a star on the watch list, a pen with the number of notes; "" for none. */
    markOf(i) {
      const id = this.ids[i], n = this.noted[id];
      return (this.watched.has(id) ? "★ " : "") + (n ? `✎${n} ` : "");
    }

    get n() { return this.ids.length; }
    get m() { return this.source.length; }

    _tie() {
      this.ties = Array.from({length: this.n}, () => []);
      for (let e = 0; e < this.m; e++) {
        this.ties[this.source[e]].push(e);
        this.ties[this.target[e]].push(e);
      }
      this._edgeRow = null;
    }

    /* Ties found by their ends; made when first asked for. */
    get edgeRow() {
      if (!this._edgeRow) {
        this._edgeRow = new Map();
        for (let e = 0; e < this.m; e++) { this._edgeRow.set(this.source[e] + ">" + this.target[e], e); }
      }
      return this._edgeRow;
    }

    other(edge, node) { return this.source[edge] === node ? this.target[edge] : this.source[edge]; }

    /* Take in an account's surroundings; returns the rows of all of them. New accounts stand around the anchor. */
    grow(buffer, anchorId) {
      const {head, arrays} = unpack(buffer);
      const fresh = [], rows = [];
      head.ids.forEach((id, j) => {
        if (!this.row.has(id)) {
          const i = this.n;
          this.row.set(id, i); this.ids.push(id); this.names.push(head.names[j]); fresh.push(i);
          NODE.forEach((name) => this[name].push(arrays[name][j]));
        }
        rows.push(this.row.get(id));
      });
      for (let e = 0; e < arrays.source.length; e++) {
        const a = rows[arrays.source[e]], b = rows[arrays.target[e]];
        if (this.edgeRow.has(a + ">" + b)) { continue; }
        this.edgeRow.set(a + ">" + b, this.m);
        EDGE.forEach((name) => this[name].push(arrays[name][e]));
        this.source[this.m - 1] = a; this.target[this.m - 1] = b;
      }
      this._tie();
      this._place(fresh, this.row.get(anchorId));
      return rows;
    }

    _place(fresh, near) {
      const anchor = near === undefined ? fresh[0] : near;
      const isFresh = new Set(fresh);
      const wide = Math.max(...this.x.filter((v, i) => !isFresh.has(i)), 1) - Math.min(...this.x.filter((v, i) => !isFresh.has(i)), 0);
      if (isFresh.has(anchor)) {
        const known = this.ties[anchor].map((e) => this.other(e, anchor)).filter((i) => !isFresh.has(i));
        const mean = (of) => known.reduce((sum, i) => sum + of[i], 0) / known.length;
        const out = wide * 0.04;
        this.x[anchor] = known.length ? mean(this.x) + out : wide / 2 + out;
        this.y[anchor] = known.length ? mean(this.y) + out : 0;
      }
      fresh.filter((i) => i !== anchor).forEach((i, k) => {
        const radius = wide * 0.006 * Math.sqrt(k + 3), angle = k * Math.PI * (3 - Math.sqrt(5));
        this.x[i] = this.x[anchor] + radius * Math.cos(angle);
        this.y[i] = this.y[anchor] + radius * Math.sin(angle);
      });
    }
  }

  /* What the reader chose. Kept as plain values, so that it can be undone and kept under the id of a view.
     bars: facet -> the values of which an account needs one ("" is unknown; a pair is "role:grade"); off: pairs that are not marked in the picture (null: those at C);
     only: nobody but these accounts. */
  const fresh = () => ({bars: {}, off: null, from: null, to: null, only: null, hidden: [], extra: [], chosen: [], pinned: {}, path: []});

  const bitsOf = (places) => places.reduce((bits, k) => bits | (1 << k), 0);
  /* The pairs that are marked: all but those the reader switched off, and at first those at C. */
  const marked = (net, choice) => {
    const off = choice.off === null ? net.pairNames.map((_, k) => k).filter((k) => net.pairNames[k][1] === "C") : choice.off;
    return bitsOf(net.pairNames.map((_, k) => k).filter((k) => !off.includes(k)));
  };
  /* The place of the pair that an account is drawn in, -1 for none: the lowest bit (dashboards/figures/wire_format.py). */
  const drawnIn = (bits) => (bits ? 31 - Math.clz32(bits & -bits) : -1);

  /* Which accounts and links are shown under a choice: two arrays of 0 and 1, and how many. */
  function shown(net, choice) {
    const nodes = new Uint8Array(net.n), edges = new Uint8Array(net.m);
    const hidden = new Set(choice.hidden), extra = new Set(choice.extra), only = choice.only && new Set(choice.only);
    const from = choice.from === null ? -Infinity : choice.from, to = choice.to === null ? Infinity : choice.to;
    const isTimed = choice.from !== null || choice.to !== null;
    const pairs = choice.bars.pair || [], wanted = bitsOf(net.pairNames.map((_, k) => k).filter((k) => pairs.includes(net.pairNames[k].join(":"))));
    const tests = Object.entries(choice.bars).filter(([facet, values]) => facet !== "pair" && values.length && net.values[facet])
      .map(([facet, values]) => [net[facet], new Set(values.map((value) => (value === "" ? 0 : net.values[facet].indexOf(value) + 1 || -1)))]);
    let nodesN = 0, edgesN = 0;
    for (let i = 0; i < net.n; i++) {
      if (i >= net.base && !extra.has(net.ids[i])) { continue; }
      if (pairs.length && !(net.pairs[i] & wanted)) { continue; }
      if (tests.some(([codes, set]) => !set.has(codes[i]))) { continue; }
      if (isTimed && !(net.first[i] <= to && net.last[i] >= from)) { continue; }
      if (only && !only.has(net.ids[i])) { continue; }
      if (hidden.size && hidden.has(net.ids[i])) { continue; }
      nodes[i] = 1; nodesN++;
    }
    for (let e = 0; e < net.m; e++) {
      if (!nodes[net.source[e]] || !nodes[net.target[e]]) { continue; }
      if (isTimed && !Number.isNaN(net.edge_first[e]) && !(net.edge_first[e] <= to && net.edge_last[e] >= from)) { continue; }
      edges[e] = 1; edgesN++;
    }
    return {nodes, edges, nodesN, edgesN};
  }

  /* Undo without end for as long as the page is open. */
  class History {
    constructor(first) { this.past = []; this.now = JSON.stringify(first); this.ahead = []; }
    get choice() { return JSON.parse(this.now); }
    take(choice) {
      const next = JSON.stringify(choice);
      if (next === this.now) { return; }
      this.past.push(this.now); this.now = next; this.ahead = [];
    }
    undo() { if (this.past.length) { this.ahead.push(this.now); this.now = this.past.pop(); } return this.choice; }
    redo() { if (this.ahead.length) { this.past.push(this.now); this.now = this.ahead.pop(); } return this.choice; }
  }

  /* Whether a point lies inside a drawn line, closed from its end to its start. */
  function inside(x, y, line) {
    let is = false;
    for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
      const [xi, yi] = line[i], [xj, yj] = line[j];
      if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) { is = !is; }
    }
    return is;
  }

  window.wakelineNetData = {Net, History, fresh, shown, marked, drawnIn, inside};
})();

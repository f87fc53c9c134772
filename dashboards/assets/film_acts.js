/* The acts of a film in the browser: which have come by a moment, how many below each, and how they are painted. */
(function () {
  "use strict";
  const TYPES = {f64: Float64Array, f32: Float32Array, u32: Uint32Array};
  const MANY = 3000;  /* Acts above which points are small and lines faint. */

  /* The acts of one tree in one view, in order of time; `shown` of them have come. */
  class Acts {
    constructor(buffer) {
      const length = new DataView(buffer).getUint32(0, true);
      this.head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
      let place = 4 + length;
      this.head.arrays.forEach(([name, kind, n]) => {
        this[name] = new TYPES[kind](buffer, place, n);
        place += n * TYPES[kind].BYTES_PER_ELEMENT;
      });
      this.n = this.at.length;
      this.order = Array.from({length: this.n}, (_, i) => i).filter((i) => !Number.isNaN(this.at[i])).sort((a, b) => this.at[a] - this.at[b] || a - b);
      this.times = Float64Array.from(this.order, (i) => this.at[i]);
      this.below = new Uint32Array(this.n);
      this.folded = new Uint32Array(this.head.bundles + 1);
      this.clear();
    }

    clear() { this.below.fill(0); this.folded.fill(0); this.came = 0; this.deepest = 0; this.isRooted = Number.isNaN(this.at[0]); }

    /* How many have come by a moment. */
    until(moment) {
      let low = 0, high = this.times.length;
      while (low < high) { const middle = (low + high) >> 1; if (this.times[middle] <= moment) { low = middle + 1; } else { high = middle; } }
      return low;
    }

    /* Take in the next acts up to the k-th; returns the rows that came or grew. */
    come(k) {
      const touched = new Set();
      if (this.isRooted) { touched.add(0); }
      for (; this.came < k; this.came++) {
        const i = this.order[this.came];
        touched.add(i);
        if (this.bundle[i]) { this.folded[this.bundle[i]]++; }
        if (this.depth[i] > this.deepest) { this.deepest = this.depth[i]; }
        for (let p = this.parent[i], hops = 0; p && hops < this.n; p = this.parent[p - 1], hops++) { this.below[p - 1]++; touched.add(p - 1); }
      }
      return [...touched];
    }

    has(i) { return i === 0 ? this.isRooted || this.times.length > 0 && this.at[0] <= this.times[this.came - 1] : this.at[i] <= this.times[this.came - 1]; }

    /* Half the width of an act or bundle, in pixels. */
    radius(i) {
      if (this.bundle[i]) { return (6 + 1.4 * Math.sqrt(Math.min(this.folded[this.bundle[i]], 400))) / 2; }
      if (i === 0) { return 8.5; }
      return (5 + 2.1 * Math.sqrt(Math.min(this.below[i], 400))) * (this.n > MANY && this.head.drawn !== "tree" ? 0.6 : 1) / 2;
    }

    /* Paint rows: lines first, then points, small ones first. to(i): its place in pixels. */
    paint(context, rows, to, colours) {
      rows = rows.filter((i) => !Number.isNaN(this.x[i]));
      const byDepth = [[], [], [], [], [], []], bundles = new Map();
      rows.forEach((i) => (this.bundle[i] ? bundles.set(this.bundle[i], i) : byDepth[Math.min(this.depth[i], 5)].push(i)));
      context.lineWidth = 1;
      context.globalAlpha = this.n <= 800 ? 0.42 : this.n <= 2000 ? 0.24 : 0.12;
      byDepth.forEach((at, depth) => {
        context.strokeStyle = colours.depth[depth];
        context.beginPath();
        at.forEach((i) => { if (this.line[i] && this.parent[i] && this._isNew(i) && !Number.isNaN(this.x[this.parent[i] - 1])) { this._curve(context, to(this.parent[i] - 1), to(i)); } });
        context.stroke();
      });
      context.globalAlpha = 0.95;
      byDepth.forEach((at, depth) => {
        context.fillStyle = colours.depth[depth];
        at.sort((a, b) => this.below[a] - this.below[b]);
        at.forEach((i) => this._point(context, to(i), this.radius(i), i === 0));
      });
      context.fillStyle = colours.faint;
      bundles.forEach((i) => { const p = to(i), r = this.radius(i); context.fillRect(p[0] - r, p[1] - r, 2 * r, 2 * r); });
      context.globalAlpha = 1;
      rows.forEach((i) => { this.lined[i] = 1; });
    }

    wipe() { this.lined = new Uint8Array(this.n); }
    _isNew(i) { return !this.lined[i]; }

    _point(context, [x, y], r, isRoot) {
      if (r < 1.7) { context.fillRect(x - r, y - r, 2 * r, 2 * r); return; }
      context.beginPath();
      if (isRoot) { context.moveTo(x, y - r); context.lineTo(x + r, y); context.lineTo(x, y + r); context.lineTo(x - r, y); } else { context.arc(x, y, r, 0, 2 * Math.PI); }
      context.fill();
    }

    _curve(context, [x0, y0], [x1, y1]) {
      context.moveTo(x0, y0);
      if (this.head.drawn === "tree") { context.bezierCurveTo(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1); return; }
      if (this.head.drawn === "ring") { context.lineTo(x1, y1); return; }
      context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
    }

    /* The acts with the most below them so far, that have a name. */
    leading(most) {
      return Object.keys(this.head.names).map(Number).filter((i) => !this.bundle[i] && !Number.isNaN(this.x[i]) && this.below[i] > 1 && this.has(i))
        .sort((a, b) => this.below[b] - this.below[a] || a - b).slice(0, most);
    }
  }

  window.wakelineFilmActs = {Acts};
})();

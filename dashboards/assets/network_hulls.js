/* Outlines and names of the largest communities, below the points; greys, for they are no roles. */
(function () {
  "use strict";

  /* The convex outline of points, in order (Andrew 1979, doi:10.1016/0020-0190(79)90072-3). */
  function hull(points) {
    const sorted = points.slice().sort((a, b) => a.x - b.x || a.y - b.y);
    const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
    const half = (every) => every.reduce((line, p) => {
      while (line.length > 1 && turn(line[line.length - 2], line[line.length - 1], p) <= 0) { line.pop(); }
      return line.concat([p]);
    }, []);
    const low = half(sorted), high = half(sorted.slice().reverse());
    return low.slice(0, -1).concat(high.slice(0, -1));
  }

  /* Four fifths of the points, those nearest to the middle: one far account would stretch the outline over others. */
  function inner(points) {
    const mid = (of) => of.slice().sort((a, b) => a - b)[of.length >> 1];
    const x = mid(points.map((p) => p.x)), y = mid(points.map((p) => p.y)), far = (p) => (p.x - x) ** 2 + (p.y - y) ** 2;
    return points.slice().sort((a, b) => far(a) - far(b)).slice(0, Math.max(3, Math.ceil(points.length * 0.8)));
  }

  function draw(now, canvas) {
    const {net, view} = now, box = canvas.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(box.width * ratio) || canvas.height !== Math.round(box.height * ratio)) { canvas.width = Math.round(box.width * ratio); canvas.height = Math.round(box.height * ratio); }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, box.width, box.height);
    canvas.dataset.drawn = "0";
    if (view.by !== "community") { return; }
    const of = new Map();
    for (let i = 0; i < net.n; i++) {
      const k = net.community[i];
      if (!view.view.nodes[i] || !k || k > net.communities.length) { continue; }
      if (!of.has(k)) { of.set(k, []); }
      of.get(k).push(view.sigma.framedGraphToViewport(view.sigma.getNodeDisplayData(String(i))));
    }
    let drawn = 0;
    const labels = [];
    [...of.entries()].sort((a, b) => a[0] - b[0]).forEach(([k, points]) => {
      if (points.length < 3) { return; }
      const line = hull(inner(points));
      pen.beginPath(); line.forEach((p, j) => (j ? pen.lineTo(p.x, p.y) : pen.moveTo(p.x, p.y))); pen.closePath();
      pen.fillStyle = view.c.ink + "0d"; pen.strokeStyle = view.c.ink + "55"; pen.lineWidth = 1; pen.lineJoin = "round";
      pen.fill(); pen.stroke();
      const top = line.reduce((best, p) => (p.y < best.y ? p : best));
      labels.push({k, x: top.x, y: Math.max(top.y - 6, 14), text: `${k} ${net.communities[k - 1]}`});
      drawn++;
    });
    pen.font = "600 12px " + getComputedStyle(document.body).fontFamily; pen.textAlign = "center";
    const taken = [];
    labels.forEach((one) => {
      const wide = pen.measureText(one.text).width, x = Math.min(Math.max(one.x, wide / 2 + 4), box.width - wide / 2 - 4);
      if (taken.some((t) => Math.abs(t.x - x) < (t.wide + wide) / 2 + 6 && Math.abs(t.y - one.y) < 16)) { return; }
      taken.push({x, y: one.y, wide});
      pen.lineWidth = 3; pen.strokeStyle = view.c.surface; pen.strokeText(one.text, x, one.y);
      pen.fillStyle = view.c.soft; pen.fillText(one.text, x, one.y);
    });
    canvas.dataset.drawn = String(drawn);
  }

  function attach(now) {
    now.stage.querySelectorAll(".wl-hulls").forEach((old) => old.remove());
    const canvas = document.createElement("canvas");
    canvas.className = "wl-hulls"; canvas.setAttribute("aria-hidden", "true");
    now.stage.prepend(canvas);
    now.view.sigma.on("afterRender", () => draw(now, canvas));
    draw(now, canvas);
  }

  window.wakelineNetHulls = {attach, hull};
})();

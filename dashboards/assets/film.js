/* Plays the spread of one act over its picture: slider, play, peaks, keys. What has come is painted; what is to come stays faint. */
(function () {
  "use strict";
  const STEPS = 2000;  /* Notches of the slider; the last shows all, moments unknown included. */
  const GRAPH = '{"name":"tree","role":"points"}';
  const PEAKS = "①②③④⑤⑥⑦⑧⑨";
  let now = null;      /* The film on the page, or null. */
  let asked = 0;

  const el = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const count = (n) => n.toLocaleString("en-US");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue("--wl-" + name).trim();
  const clock = (seconds) => new Intl.DateTimeFormat("sv-SE", {timeZone: now.spec.zone, dateStyle: "short", timeStyle: "medium"}).format(seconds * 1000);

  const palette = () => ({depth: [0, 1, 2, 3, 4, 5].map((d) => token("depth" + d)), faint: token("faint"), ink: token("ink"),
    surface: token("surface"), accent: token("accent"), line: token("line"), font: token("font") || "sans-serif"});

  /* Called for every new picture. */
  async function open(spec, chosen, drawn) {
    const key = chosen + "|" + drawn, mine = ++asked;
    if (now && now.key === key && now.stage === el("film-stage")) { now.colours = palette(); await watch(); bars(); redraw(); return key; }
    const before = now && now.stage === el("film-stage") && now.chosen === chosen ? now.moment : null;
    const wanted = now && now.stage === el("film-stage") ? before : /^\d+$/.test(spec.at) ? Number(spec.at) : null;
    close();
    const cut = chosen.lastIndexOf("|");
    const answer = await fetch(`/wakeline/film/${drawn}?` + new URLSearchParams({root: chosen.slice(0, cut), tree: chosen.slice(cut + 1)}), {headers: {"X-Wakeline": "1"}});
    if (answer.status !== 200 || mine !== asked || !el("film-stage")) { return ""; }
    const acts = new window.wakelineFilmActs.Acts(await answer.arrayBuffer());
    if (mine !== asked || !el("film")) { return ""; }
    now = {key, chosen, spec, acts, stage: el("film-stage"), moment: null, colours: palette(), frame: 0, played: null};
    window.wakelineFilm.acts = acts;
    const {low, high} = acts.head;
    el("film").hidden = !(high > low) || acts.times.length < 2;
    if (el("film").hidden) { return key; }
    slider(); peaks();
    await watch();
    bars();
    seek(wanted);
    el("film").dataset.state = "ready";
    return key;
  }

  function close() {
    pause();
    if (now && now.stage) { now.stage.classList.remove("wl-film-on"); }
    if (el("film")) { el("film").dataset.state = ""; }
    now = null;
  }

  /* Wait for plotly's picture, then follow its zoom. */
  async function watch() {
    for (let tries = 0; tries < 200; tries++) {
      const drawn = plot();
      if (drawn && drawn._fullLayout && drawn._fullLayout.xaxis && drawn.on) {
        if (drawn !== now.watched) {
          now.watched = drawn;
          ["plotly_afterplot", "plotly_relayout", "plotly_relayouting"].forEach((name) => drawn.on(name, redraw));
        }
        return;
      }
      await new Promise((done) => setTimeout(done, 30));
    }
  }
  const plot = () => { const box = el(GRAPH); return box && box.querySelector(".js-plotly-plot"); };

  function slider() {
    const input = Object.assign(document.createElement("input"), {type: "range", id: "film-at", min: 0, max: STEPS, step: 1, className: "wl-range-end wl-film-at"});
    input.setAttribute("aria-label", now.spec.words.slider);
    input.oninput = () => { pause(); seek(momentOf(Number(input.value))); };
    input.onchange = () => { link(); say(); };
    el("film-slider").replaceChildren(input);
  }
  const momentOf = (notch) => notch >= STEPS ? null : now.acts.head.low + (now.acts.head.high - now.acts.head.low) * notch / STEPS;
  const notchOf = (moment) => moment === null ? STEPS : Math.max(0, Math.min(STEPS - 1, Math.round(STEPS * (moment - now.acts.head.low) / (now.acts.head.high - now.acts.head.low))));

  function peaks() {
    const {spec, acts} = now;
    el("film-peaks").replaceChildren(...acts.head.peaks.map((peak, k) => {
      const button = Object.assign(document.createElement("button"), {type: "button", className: "wl-ask", textContent: PEAKS[k] + " " + peakWords(peak),
        onclick: () => { pause(); seek(peak.at + peak.step); link(); say(); }});
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
    function peakWords(peak) {
      const values = {at: clock(peak.at).slice(5, 16), n: count(peak.n), who: "\u2068" + peak.who + "\u2069", told: count(peak.told), led: count(peak.led)};
      return fill(spec.words.peak, values) + fill(peak.who ? spec.words.peak_led : spec.words.peak_none, values);
    }
  }

  /* ---- time ---- */
  function seek(moment) {
    const {acts} = now;
    now.moment = moment !== null && moment < acts.head.high ? Math.max(moment, acts.head.low) : null;
    const k = now.moment === null ? acts.times.length : acts.until(now.moment);
    if (now.moment !== null && k >= acts.came && now.isPainted) {
      paint(acts.come(k));
    } else {
      if (k < acts.came) { acts.clear(); }
      acts.come(k);
      now.isPainted = false;
      redraw();
    }
    now.stage.classList.toggle("wl-film-on", now.moment !== null);
    tell(k);
  }

  function tell(k) {
    const {acts, spec} = now, head = acts.head, input = el("film-at"), w = spec.words;
    const off = head.total - acts.times.length;
    input.value = notchOf(now.moment);
    let words;
    if (now.moment === null) {
      words = fill(w.end, {n: count(acts.times.length), m: count(head.total)}) + (off > 0 ? " " + fill(w.untimed, {k: count(off)}) : "")
        + (head.late ? " " + fill(w.late, {k: count(head.late), at: clock(head.high)}) : "");
    } else {
      const first = acts.until(now.moment - 60);
      words = fill(w.at, {at: clock(now.moment), n: count(k), m: count(acts.times.length), depth: acts.deepest, rate: count(k - first)});
      const leads = acts.leading(2).filter((i) => i !== 0);
      if (leads.length) { words += " " + fill(w.named, {who: "\u2068" + head.names[leads[0]] + "\u2069", n: count(acts.below[leads[0]])}); }
    }
    el("film-now").textContent = words;
    input.setAttribute("aria-valuetext", words);
    [...el("film-peaks").children].forEach((item, j) => {
      const peak = head.peaks[j];
      item.classList.toggle("wl-film-peak-now", now.moment !== null && now.moment >= peak.at && now.moment <= peak.at + 2 * peak.step);
    });
    bars();
  }
  function say() { if (now) { el("film-said").textContent = el("film-now").textContent; } }

  function play() {
    if (now.played) { pause(); link(); say(); return; }
    const {acts} = now, {low, high} = acts.head, length = 1000 * Number(el("film-length").value), last = acts.until(high);
    if (now.moment === null) { seek(low); }
    const byActs = el("film-pace").value === "acts";
    const share = byActs ? acts.until(now.moment) / last : (now.moment - low) / (high - low);
    const run = now.played = {began: performance.now() - share * length, frames: 0, longest: 0, before: 0};
    window.wakelineFilm.run = run;
    el("film-play").setAttribute("aria-pressed", "true"); el("film-play").textContent = now.spec.words.pause;
    const step = (time) => {
      if (!now || now.played !== run) { return; }
      const part = (performance.now() - run.began) / length;
      if (run.before) { run.longest = Math.max(run.longest, time - run.before); }
      run.before = time; run.frames++;
      if (part >= 1) { pause(); seek(null); link(); say(); return; }
      seek(byActs ? between(part * last) : low + (high - low) * part);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    function between(place) {
      const k = Math.min(Math.floor(place), last - 1), next = Math.min(k + 1, last - 1);
      return acts.times[k] + (acts.times[next] - acts.times[k]) * (place - k);
    }
  }
  function pause() {
    if (now && now.played) { now.played = null; }
    if (el("film-play") && now) { el("film-play").setAttribute("aria-pressed", "false"); el("film-play").textContent = now.spec.words.play; }
  }

  /* ---- painting ---- */
  /* Data to pixels of the picture as it stands; both axes are linear in what the film holds. */
  function scale() {
    const {xaxis, yaxis} = plot()._fullLayout;
    const x0 = xaxis.r2p(xaxis.range[0]), xl = xaxis.r2l(xaxis.range[0]), xr = xaxis.r2l(xaxis.range[1]), x1 = xaxis.r2p(xaxis.range[1]);
    const yl = yaxis.r2l(yaxis.range[0]), yr = yaxis.r2l(yaxis.range[1]), y0 = yaxis.r2p(yaxis.range[0]), y1 = yaxis.r2p(yaxis.range[1]);
    const kx = (x1 - x0) / (xr - xl), ky = (y1 - y0) / (yr - yl);
    return {x: (v) => x0 + (v - xl) * kx, y: (v) => y0 + (v - yl) * ky, left: xaxis._offset, top: yaxis._offset, wide: xaxis._length, tall: yaxis._length};
  }

  function fit(canvas, at) {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(canvas.style, {left: at.left + "px", top: at.top + "px", width: at.wide + "px", height: at.tall + "px"});
    const wide = Math.round(at.wide * ratio), tall = Math.round(at.tall * ratio);
    if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall; }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  function redraw() {
    if (!now || now.frame) { return; }
    now.frame = requestAnimationFrame(() => {
      if (!now) { return; }
      now.frame = 0;
      if (now.moment === null) { now.isPainted = false; return; }
      if (!plot() || !plot()._fullLayout) { return; }
      const canvas = el("film-acts");
      now.scale = scale();
      fit(canvas, now.scale).clearRect(0, 0, now.scale.wide, now.scale.tall);
      now.acts.wipe();
      now.isPainted = true;
      const rows = now.acts.order.slice(0, now.acts.came);
      if (now.acts.isRooted) { rows.push(0); }
      paint(rows);
    });
  }

  function paint(rows) {
    const {acts, colours} = now, at = now.scale, to = (i) => [at.x(acts.x[i]), at.y(acts.y[i])];
    if (rows.length) { acts.paint(fit(el("film-acts"), at), rows, to, colours); }
    marks(to);
  }

  /* The moment as a line, and the names of those most passed on so far. */
  function marks(to) {
    const {acts, colours} = now, at = now.scale, context = fit(el("film-marks"), at), placed = [];
    context.clearRect(0, 0, at.wide, at.tall);
    if (acts.head.drawn === "sail") {
      const x = at.x(now.moment * 1000 + offset());
      context.strokeStyle = colours.accent; context.lineWidth = 1;
      context.beginPath(); context.moveTo(x, 0); context.lineTo(x, at.tall); context.stroke();
    }
    context.font = "12px " + colours.font; context.textBaseline = "middle"; context.lineJoin = "round";
    acts.leading(20).forEach((i) => {
      const [x, y] = to(i), text = acts.head.names[i] + "  " + count(acts.below[i]), wide = context.measureText(text).width;
      if (placed.length > 5 || x < 0 || x > at.wide || y < 0 || y > at.tall || placed.some(([a, b, w]) => Math.abs(b - y) < 20 && x < a + w && a < x + wide)) { return; }
      placed.push([x, y, wide + 12]);
      const r = acts.radius(i) + 5;
      context.lineWidth = 4; context.strokeStyle = colours.surface; context.strokeText(text, x + r, y - 8);
      context.fillStyle = colours.ink; context.fillText(text, x + r, y - 8);
    });
  }
  /* The sail stands on the clock of the case's zone. */
  function offset() {
    if (now.shift === undefined) {
      const row = now.acts.order.find((i) => !Number.isNaN(now.acts.x[i]));
      now.shift = row === undefined ? 0 : now.acts.x[row] - now.acts.at[row] * 1000;
    }
    return now.shift;
  }

  function bars() {
    const canvas = el("film-bars"), {acts, colours} = now, {low, high} = acts.head;
    if (!canvas || !canvas.clientWidth) { return; }
    const wide = canvas.clientWidth, tall = 44, key = wide + colours.accent;
    if (now.binsFor !== wide) {
      now.binsFor = wide;
      now.bins = new Float64Array(Math.floor(wide / 4));
      acts.times.forEach((t) => { if (t >= low && t <= high) { now.bins[Math.min(now.bins.length - 1, Math.floor(now.bins.length * (t - low) / (high - low)))]++; } });
    }
    const notch = notchOf(now.moment), tick = key + Math.round(notch / STEPS * now.bins.length);
    if (now.barsAt === tick) { return; }
    now.barsAt = tick;
    if (canvas.width !== wide) { canvas.width = wide; canvas.height = tall; }
    const context = canvas.getContext("2d"), most = Math.max(...now.bins, 1);
    context.clearRect(0, 0, wide, tall);
    now.bins.forEach((n, k) => {
      const h = n ? Math.max(2, (tall - 14) * Math.sqrt(n / most)) : 0;
      context.fillStyle = (k + 0.5) / now.bins.length <= notch / STEPS ? colours.accent : colours.line;
      context.fillRect(k * 4, tall - h, 3, h);
    });
    context.font = "12px " + colours.font; context.textAlign = "center"; context.fillStyle = colours.ink;
    acts.head.peaks.forEach((peak, k) => context.fillText(PEAKS[k], wide * (peak.at + peak.step / 2 - low) / (high - low), 11));
  }

  /* ---- the moment in the link ---- */
  function link() {
    if (!now) { return; }
    const query = new URLSearchParams(window.location.search);
    if (now.moment === null) { query.delete("at"); } else { query.set("at", Math.round(now.moment)); }
    const next = window.location.pathname + (query.toString() ? "?" + query : "");
    if (next !== window.location.pathname + window.location.search) { window.history.replaceState(window.history.state, "", next); }
  }

  /* ---- buttons and keys ---- */
  document.addEventListener("click", (event) => {
    if (now && event.target.id === "film-play") { play(); }
  });
  document.addEventListener("change", (event) => {
    if (now && now.played && ["film-pace", "film-length"].includes(event.target.id)) { pause(); play(); }
  });
  document.addEventListener("keydown", (event) => {
    if (!now || !event.target.closest || !event.target.closest("#film") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.target.tagName === "SELECT") { return; }
    if (event.key === " " && event.target.id !== "film-play" && event.target.tagName !== "BUTTON") { event.preventDefault(); play(); }
    if (event.key === "," || event.key === ".") {
      event.preventDefault(); pause();
      const {times} = now.acts, k = now.moment === null ? times.length : now.acts.until(now.moment);
      if (event.key === "." && k < times.length) { seek(times[k]); }
      if (event.key === "," && k > 1) { seek(times[k - 2]); }
      link(); say();
    }
    if (event.key === "p") {
      const next = now.acts.head.peaks.map((peak) => peak.at + peak.step).find((t) => now.moment !== null && t > now.moment + 1) || (now.acts.head.peaks[0] && now.acts.head.peaks[0].at + now.acts.head.peaks[0].step);
      if (next) { pause(); seek(next); link(); say(); }
    }
  });
  window.addEventListener("resize", () => { if (now && now.acts) { now.binsFor = 0; bars(); } });

  window.wakelineFilm = {open, get moment() { return now && now.moment; }, get state() { return now; }, seek: (t) => { seek(t); link(); }};
})();

/* Filters as bars: each tells how many accounts of the whole graph pass the other filters, of how many there are. */
(function () {
  "use strict";
  const {el, fill, count, make, ask} = window.wakelineNetKit;
  const SHOWN = 8;  /* Bars of a facet seen at once; a button opens the rest. */
  const open = new Set(["pair"]), whole = new Set();
  let waiting = 0;

  function label(now, facet, value) {
    const w = now.spec.words;
    if (value === "") { return w.unknown; }
    if (facet === "pair") { const [role, grade] = value.split(":"); return `${w["role_" + role]} ${grade}`; }
    if (facet === "group") { return fill(w.group, {name: value}); }
    if (facet === "community") { const k = Number(value); return fill(w.community, {n: k, name: now.net.communities[k - 1] || ""}); }
    if (facet === "followers" && /^[<>]/.test(value)) { return `${value[0] === ">" ? "≥" : "<"} ${count(Number(value.slice(1)))}`; }
    if (facet === "followers") { const n = Number(value); return n ? `${count(n)} – ${count(n * 10 - 1)}` : "0"; }
    if (facet === "age") { return w["age_" + value]; }
    return value;
  }

  function toggle(now, facet, value) {
    const bars = Object.assign({}, now.view.choice.bars), values = bars[facet] || [];
    bars[facet] = values.includes(value) ? values.filter((one) => one !== value) : values.concat(value);
    if (!bars[facet].length) { delete bars[facet]; }
    now.view.set({bars});
  }

  function draw(now, told) {
    const w = now.spec.words, chosen = now.view.choice.bars, at = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.bar : null;
    el("net-passing").textContent = fill(w.passing, {n: count(told.passing), m: count(told.all)});
    el("net-bars-all").replaceChildren(...Object.entries(told.facets).filter(([, rows]) => rows.length).map(([facet, rows]) => {
      const most = Math.max(...rows.map((row) => row[2]), 1), values = chosen[facet] || [];
      const seen = whole.has(facet) ? rows : rows.filter((row, k) => k < SHOWN || values.includes(row[0]) || row[0] === "");
      const list = make("ul", {className: "wl-plain wl-facet"}, seen.map(([value, n, all]) => {
        const button = make("button", {type: "button", className: "wl-tally", onclick: () => toggle(now, facet, value)}, [
          make("span", {className: "wl-tally-name", textContent: label(now, facet, value)}),
          make("span", {className: "wl-tally-n", textContent: fill(w.of, {n: count(n), m: count(all)})}),
          make("span", {className: "wl-tally-all", ariaHidden: "true"}), make("span", {className: "wl-tally-part", ariaHidden: "true"})]);
        button.style.setProperty("--all", String(all / most)); button.style.setProperty("--part", String(n / most));
        button.setAttribute("aria-pressed", String(values.includes(value)));
        button.dataset.bar = facet + "|" + value;
        return make("li", {}, [button]);
      }));
      if (seen.length < rows.length) {
        list.append(make("li", {}, [make("button", {type: "button", className: "wl-ask wl-hint", textContent: fill(w.bars_more, {n: count(rows.length - seen.length)}),
          onclick: () => { whole.add(facet); draw(now, told); }})]));
      }
      const part = make("details", {open: open.has(facet) || values.length > 0}, [make("summary", {textContent: w["facet_" + facet] + (values.length ? ` · ${values.length}` : "")}), list]);
      part.ontoggle = () => { if (part.open) { open.add(facet); } else { open.delete(facet); } };
      if (facet === "community") { part.append(make("p", {className: "wl-hint", textContent: w.community_note + (now.net.modularity === null ? "" : " " + fill(w.modularity, {n: now.net.modularity.toFixed(2)}))})); }
      return part;
    }));
    const again = at && [...document.querySelectorAll("[data-bar]")].find((one) => one.dataset.bar === at);
    if (again) { again.focus({preventScroll: true}); }
  }

  let last = "";
  function countBars(now) {
    if (now.clock) { return; }
    const {bars, from, to} = now.view.choice, asked = Object.assign({}, bars);
    if (from !== null || to !== null) { asked.time = [from, to]; }
    const text = now.spec.graph + JSON.stringify(asked) + document.documentElement.lang;
    if (text === last && el("net-bars-all").childElementCount) { return; }
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await ask(`/wakeline/bars/${now.spec.graph}`, asked);
      if (!answer || !now.view.sigma || !el("net-bars-all")) { return; }
      last = text;
      draw(now, await answer.json());
    }, 60);
  }

  window.wakelineNetBars = {count: countBars};
})();

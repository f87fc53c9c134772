/* Small things that the scripts of the network share; named so that it is loaded before them. */
(function () {
  "use strict";
  const el = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const count = (n) => n.toLocaleString("en-US");
  const make = (tag, values, children) => {
    const made = Object.assign(document.createElement(tag), values || {});
    (children || []).forEach((child) => made.append(child));
    return made;
  };
  const said = (text) => { if (el("net-said")) { el("net-said").textContent = text; } };
  const OWN = {"X-Wakeline": "1"};
  /* An answer of our own server; a fault is told on the page, and null comes back. */
  const ask = async (path, body) => {
    const answer = await fetch(path, body === undefined ? {headers: OWN}
      : {method: "POST", headers: Object.assign({"Content-Type": "application/json"}, OWN), body: JSON.stringify(body)});
    if (!answer.ok) { said(answer.status === 409 ? await answer.text() : String(answer.status)); return null; }
    return answer;
  };
  const download = (name, blob) => {
    const link = make("a", {href: URL.createObjectURL(blob), download: name});
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 4000);
  };
  window.wakelineNetKit = {el, fill, count, make, said, ask, download};
})();

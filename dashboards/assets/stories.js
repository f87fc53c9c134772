/* The page of the story: a step added, moved or removed; every change is an entry of the review. */
(function () {
  "use strict";
  const {el} = window.wakelineNetKit;
  const OWN = {"X-Wakeline": "1", "Content-Type": "application/json"};

  /* Send a change; a fault is told where the reader looks. */
  async function send(change, place) {
    const answer = await fetch("/wakeline/story", {method: "POST", headers: OWN, body: JSON.stringify(change)});
    if (answer.ok) { return answer.json(); }
    el(place).textContent = answer.status === 409 ? await answer.text() : String(answer.status);
    return null;
  }
  const open = (step) => { const query = new URLSearchParams(window.location.search); query.delete("add"); query.set("step", step); window.location.search = query.toString(); };

  async function add(button) {
    const sentence = el("story-sentence"), author = el("story-author");
    const done = await send({do: "add", view: button.dataset.of, sentence: sentence.value, author: author.value}, "story-fault");
    if (done) { open(done.steps); } else { (sentence.value.trim() ? author : sentence).focus(); }
  }

  async function change(button) {
    const rows = [...document.querySelectorAll("[data-step]")], row = button.closest("[data-step]"), at = rows.indexOf(row);
    const numbers = rows.map((one) => Number(one.dataset.step)), author = el("story-author");
    if (!author.value.trim()) { el("story-said").textContent = el("story-said").dataset.needs; author.focus(); return; }
    if (button.dataset.story === "remove") {
      if (await send({do: "remove", number: numbers[at], author: author.value}, "story-said")) { open(1); }
      return;
    }
    const to = at + (button.dataset.story === "up" ? -1 : 1);
    numbers.splice(to, 0, numbers.splice(at, 1)[0]);
    if (await send({do: "order", numbers, author: author.value}, "story-said")) { open(to + 1); }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-story]");
    if (!button || button.disabled) { return; }
    if (button.dataset.story === "add") { add(button); } else { change(button); }
  });
})();

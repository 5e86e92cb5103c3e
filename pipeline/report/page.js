"use strict";
// The page works without this: it adds a filter to the list of responses and a button that opens and closes all,
// opens what a link leads into, and opens everything for printing where the browser doesn't do so itself.
(() => {
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  if (location.hash) open();

  const nav = document.getElementById("contents");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: nav.dataset.open });
  button.addEventListener("click", () => {
    const opening = button.textContent === nav.dataset.open;
    for (const d of document.querySelectorAll("details:not(.why)")) d.open = opening;
    button.textContent = opening ? nav.dataset.close : nav.dataset.open;
  });
  nav.firstElementChild.append(document.createElement("li"));
  nav.firstElementChild.lastElementChild.append(button);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open]):not(.why)")];
    for (const d of closed) d.open = true;
  });
  addEventListener("afterprint", () => { for (const d of closed) d.open = false; });

  const place = document.getElementById("filter");
  const rows = [...document.querySelectorAll("#list tbody tr")];
  if (!place || rows.length < 10) return;
  const input = Object.assign(document.createElement("input"), { type: "search", id: "find" });
  const label = Object.assign(document.createElement("label"), { htmlFor: "find", textContent: place.dataset.label + " " });
  const shown = Object.assign(document.createElement("span"), { className: "small" });
  shown.setAttribute("role", "status");
  place.append(label, input, " ", shown);
  const words = rows.map((r) => r.textContent.toLowerCase());
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    rows[0].closest("details").open = true;
    timer = setTimeout(() => {
      const want = input.value.toLowerCase().split(/\s+/);
      let n = 0;
      rows.forEach((r, i) => { r.hidden = !want.every((w) => words[i].includes(w)); if (!r.hidden) n++; });
      shown.textContent = place.dataset.shown.replace("#", n.toLocaleString(document.documentElement.lang));
    }, 120);
  });
})();

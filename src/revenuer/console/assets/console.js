// Keys and small comforts. Every page works without this file.
"use strict";

(() => {
  const GO = { q: "/cases", a: "/accounts", d: "/actions", s: "/scans", t: "/audit", e: "/settings" };
  const rows = () => [...document.querySelectorAll("[data-queue] tbody tr")];
  const memory = "revenuer-chosen";
  let going = 0;

  function choose(row) {
    if (!row) return;
    for (const other of rows()) other.classList.remove("chosen");
    row.classList.add("chosen");
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("a[data-open]").focus({ preventScroll: true });
    try { sessionStorage.setItem(memory, row.id); } catch { /* private window: nothing to remember */ }
  }

  function move(step) {
    const all = rows();
    const at = all.findIndex((row) => row.classList.contains("chosen"));
    choose(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  }

  function act(target) {
    if (target.matches("a, button")) return target.click();
    if (target.matches("details")) {
      target.open = true;
      target.scrollIntoView({ block: "nearest" });
      const field = target.querySelector("textarea, select, input:not([type=hidden])");
      return field ? field.focus() : target.querySelector("summary").focus();
    }
    target.scrollIntoView({ block: "center" });
    return target.focus();
  }

  function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key;
    if (going && Date.now() - going < 1500 && GO[key]) {
      going = 0;
      location.assign(GO[key]);
      return;
    }
    going = key === "g" ? Date.now() : 0;
    if (key === "?") return void location.assign("/keys");
    if (key.length > 1) return;
    const chosen = document.querySelector("[data-queue] tbody tr.chosen");
    if (chosen === null || !"jk".includes(key)) {
      const escaped = CSS.escape(key);
      const target = (chosen && chosen.querySelector(`[data-row-key="${escaped}"]`))
        || document.querySelector(`[data-key="${escaped}"]`);
      if (target) {
        event.preventDefault();
        act(target);
        return;
      }
    }
    if (rows().length === 0) return;
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "o" && chosen) chosen.querySelector("a[data-open]").click();
    else return;
    event.preventDefault();
  });

  // The row last looked at is chosen again on coming back.
  try {
    const last = sessionStorage.getItem(memory);
    const row = last && document.getElementById(last);
    if (row && row.closest("[data-queue]")) row.classList.add("chosen");
  } catch { /* private window */ }

  // The queue as last seen is remembered, so that a case can lead to the next one of it.
  const seen = "revenuer-queue";
  const turn = document.querySelector("[data-turn-over]");
  try {
    if (document.querySelector("[data-queue=cases]")) {
      sessionStorage.setItem(seen, JSON.stringify({ url: location.pathname + location.search, ids: rows().map((row) => row.id) }));
    }
    const queue = JSON.parse(sessionStorage.getItem(seen) || "null");
    if (queue && turn) {
      document.querySelector("[data-queue-link]").href = queue.url;
      const at = queue.ids.indexOf(turn.dataset.case);
      const link = (id, key, words) => {
        if (!id) return;
        const made = document.createElement("a");
        made.href = `/cases/${encodeURIComponent(id)}`;
        made.dataset.key = key;
        made.textContent = words;
        turn.append(made);
      };
      if (at >= 0) {
        link(queue.ids[at - 1], "p", "← Previous");
        link(queue.ids[at + 1], "n", "Next →");
      }
    }
  } catch { /* private window */ }

  // A section's tab is marked while it is in view.
  const tabs = [...document.querySelectorAll(".tabs a[href^='#']")];
  const parts = tabs.map((tab) => document.querySelector(tab.getAttribute("href"))).filter(Boolean);
  if (parts.length) {
    const mark = () => {
      let at = 0;
      parts.forEach((part, index) => { if (part.getBoundingClientRect().top < 150) at = index; });
      tabs.forEach((tab, index) => {
        if (index === at) tab.setAttribute("aria-current", "true");
        else tab.removeAttribute("aria-current");
      });
    };
    document.addEventListener("scroll", mark, { passive: true });
    mark();
  }

  // A menu closes when something else is clicked.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // A form is sent once, but for those that only hand over a file.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.again !== undefined) return;
    if (form.dataset.sent) return void event.preventDefault();
    if (form.method === "post") {
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 4000);
    }
  });
})();

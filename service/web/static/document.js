// The page of a document is complete without this file; it scrolls to an exact mark, and follows
// the reader in the outline.
"use strict";

(() => {
  const mark = document.getElementById("mark");
  const wanted = decodeURIComponent(location.hash.slice(1));
  const clause = wanted && document.getElementById(wanted);
  // A short mark deep in a long clause: its clause's beginning is not what was asked for.
  if (mark && clause && clause.contains(mark)) {
    const seen = () => mark.getBoundingClientRect().bottom < innerHeight;
    // In a wide table the mark may stand beyond the edge of the table's own box.
    mark.scrollIntoView({ block: seen() ? "nearest" : "center", inline: "nearest" });
  }

  const lines = new Map();
  for (const link of document.querySelectorAll(".outline a[href*='#']")) {
    lines.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  let current = document.querySelector(".outline a[aria-current]");
  const follow = (link) => {
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    const nav = link.closest(".outline");
    const box = link.getBoundingClientRect();
    const frame = nav.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) {
      nav.scrollTop += box.top - frame.top - frame.height / 3;
    }
  };
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) follow(lines.get(entry.target.id));
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  // What the address asks for stays current until somebody reads on.
  const begin = () => {
    for (const id of lines.keys()) {
      const unit = document.getElementById(id);
      if (unit) watch.observe(unit);
    }
  };
  const reads = new AbortController();
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => { reads.abort(); begin(); }, { passive: true, signal: reads.signal });
  }
})();

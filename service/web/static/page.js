// The page is complete without this file; it adds a key to reach the box, a button to copy,
// and shorter addresses.
"use strict";

(() => {
  const box = document.getElementById("q");

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (box && slash && !typing) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // Filters that are not set stay out of the address; "back" finds them usable again.
  const filters = [...document.querySelectorAll(".filters select")];
  const spare = (off) => filters.forEach((one) => { one.disabled = off && !one.value; });
  if (box) box.form.addEventListener("submit", () => spare(true));
  addEventListener("pageshow", () => spare(false));

  const say = document.body.dataset;

  const text = (quote) => {
    const words = quote.querySelector("blockquote").textContent.trim();
    const source = quote.querySelector(".source > span").textContent.trim();
    const trail = [...quote.querySelectorAll(".trail > span:not(.sep)")];
    const place = trail.map((part) => part.textContent.trim()).join(" › ");
    const link = quote.querySelector(".source a").href;
    return [`“${words}”`, [place, source].filter(Boolean).join(" — "), link].join("\n");
  };

  if (navigator.clipboard) {
    for (const quote of document.querySelectorAll(".quote")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say.copy;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text(quote));
        button.textContent = say.copied;
        setTimeout(() => { button.textContent = say.copy; }, 2000);
      });
      quote.querySelector(".source").append(button);
    }
  }
})();

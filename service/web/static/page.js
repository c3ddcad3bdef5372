// The page is complete without this file; it adds a key to reach the box and a button to copy.
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

  const english = document.documentElement.lang === "en";
  const say = english ? ["Copy citation", "Copied"] : ["Chép trích dẫn", "Đã chép"];

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
      button.textContent = say[0];
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(text(quote));
        button.textContent = say[1];
        setTimeout(() => { button.textContent = say[0]; }, 2000);
      });
      quote.querySelector(".source").append(button);
    }
  }
})();

// The page is complete without this file. It adds suggestions, keys, buttons that copy, the tray of
// plans to compare, and what was searched for lately; all of it stays on the reader's machine.
"use strict";

(() => {
  const words = JSON.parse(document.body.dataset.words);
  const byId = (id) => document.getElementById(id);
  const box = byId("q");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const make = (tag, known, ...inside) => {
    const made = Object.assign(document.createElement(tag), known);
    made.append(...inside);
    return made;
  };

  // Where storage is forbidden the page does without.
  const read = (key, other) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? other; } catch { return other; }
  };
  const keep = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* done without */ }
  };

  const live = byId("live");
  const announce = (text) => { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 50); };

  // Keys: "/" and Ctrl K reach the box; whoever types with them in other ways can switch them off.
  const keys = byId("keys");
  let on = read("keys", true);
  const showKeys = () => keys.setAttribute("aria-pressed", String(on));
  keys.addEventListener("click", () => { on = !on; keep("keys", on); showKeys(); });
  showKeys();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const open of document.querySelectorAll(".facet[open]")) {
        if (open.contains(document.activeElement)) open.querySelector("summary").focus();
        open.open = false;
      }
    }
    if (!box || !on) return;
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const slash = event.key === "/" && plain && !typing;
    const search = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (slash || search) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll(".facet[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  // The connection
  const offline = () => { byId("offline").hidden = navigator.onLine; };
  addEventListener("offline", offline);
  addEventListener("online", offline);
  offline();

  // Copying, also where the page is served without TLS and browsers offer no clipboard.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = make("textarea", { value: text, className: "sr" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy");
  };
  // What is typed or pasted beyond the box's length is cut by the browser without a word.
  for (const box of document.querySelectorAll("input[maxlength]")) {
    const told = make("p", { className: "hint", hidden: true, textContent: fill(words.longest, { n: box.maxLength }) });
    (box.closest(".box") ?? box).after(told);
    box.addEventListener("input", () => {
      const full = box.value.length >= box.maxLength;
      if (full && told.hidden) announce(told.textContent);
      told.hidden = !full;
    });
  }

  const quoted = (quote, what) => {
    const source = quote.querySelector("cite").textContent.trim();
    if (what === "source") return source;
    const said = quote.querySelector("blockquote").textContent.trim();
    return `“${said}”\n${source}\n${quote.querySelector(".acts a").href}`;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || button.dataset.said) return;
    let said = words.copied;
    try {
      await copy(quoted(button.closest(".quote"), button.dataset.copy));
    } catch {
      said = words.not_copied;
    }
    button.dataset.said = said;
    announce(said);
    setTimeout(() => { delete button.dataset.said; }, 2000);
  });

  // The tray: up to four plans, kept from page to page.
  const MOST = 4;
  const tray = byId("tray");
  let held = read("tray", []).filter((one) => one.id && one.label).slice(0, MOST);
  const boxes = () => document.querySelectorAll(".pick-one input");
  const language = document.documentElement.lang;
  const showTray = () => {
    for (const one of boxes()) {
      one.checked = held.some((plan) => plan.id === one.value);
      one.disabled = held.length >= MOST && !one.checked;
    }
    // Where they are compared they have been chosen.
    tray.hidden = !held.length || Boolean(document.querySelector("table.compared"));
    document.documentElement.classList.toggle("with-tray", !tray.hidden);
    const address = new URLSearchParams(held.map((plan) => ["document", plan.id]));
    if (language !== "vi") address.append("lang", language);
    tray.replaceChildren(
      make("ul", {}, ...held.map((plan) => {
        const off = make("button", { type: "button", textContent: "×" });
        off.setAttribute("aria-label", fill(words.remove, { name: plan.label }));
        off.addEventListener("click", () => { change(held.filter((one) => one !== plan)); tray.querySelector("button")?.focus(); });
        return make("li", {}, plan.label, " ", off);
      })),
      held.length > 1
        ? make("a", { className: "strong", href: `/compare?${address}`, textContent: fill(words.tray_go, { n: held.length }) })
        : make("span", { className: "small", textContent: words.tray_more }),
      held.length >= MOST ? make("span", { className: "small", textContent: words.tray_full }) : "",
      make("button", { type: "button", className: "plain", textContent: words.tray_clear, onclick: () => change([]) }),
    );
  };
  const change = (plans) => { held = plans; keep("tray", held); showTray(); };
  document.addEventListener("change", (event) => {
    const one = event.target.closest(".pick-one input");
    if (!one) return;
    const others = held.filter((plan) => plan.id !== one.value);
    change(one.checked ? [...others, { id: one.value, label: one.dataset.label }] : others);
    announce(held.length >= MOST ? words.tray_full : `${words.tray}: ${held.length}`);
  });
  // "Back" may bring a page out of memory that another page has outrun.
  addEventListener("pageshow", () => { held = read("tray", held); showTray(); });

  // What was searched for lately
  const RECENT = 6;
  const recent = () => read("recent", []).filter((one) => typeof one === "string");
  // The box holds a follow-up whole, with what it followed; the address does not.
  const asked = new URLSearchParams(location.search).get("q") && box?.defaultValue;
  if (asked && location.pathname === "/" && !box.getAttribute("aria-invalid")) {
    keep("recent", [asked, ...recent().filter((one) => one !== asked)].slice(0, RECENT));
  }
  const section = byId("recent");
  if (section && recent().length) {
    const link = (q) => {
      const address = new URLSearchParams(language === "vi" ? { q } : { q, lang: language });
      return make("li", {}, make("a", { href: `/?${address}`, textContent: q }));
    };
    section.querySelector("ul").replaceChildren(...recent().map(link));
    section.hidden = false;
    section.querySelector("button").addEventListener("click", () => {
      keep("recent", []);
      section.hidden = true;
      box.focus();
    });
  }

  // Suggestions: a combobox after WAI-ARIA, its list filled as one types.
  if (!box?.closest(".box")) return;
  const SHORTEST = 3;
  const list = make("ul", { id: "q-list", className: "suggested", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  box.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "q-list",
  })) box.setAttribute(name, value);
  let typed = box.value;
  let chosen = -1;
  let timer = 0;
  let pending = null;

  const close = () => {
    clearTimeout(timer);
    pending?.abort();
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  // What is still to be typed stands out. Offsets count code points, as everywhere in the API.
  const lettered = ({ text, start = 0, end = 0 }) => {
    const letters = [...text];
    const part = (...range) => letters.slice(...range).join("");
    return [make("b", {}, part(0, start)), part(start, end), make("b", {}, part(end))];
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, n) => {
      const option = make("li", { id: `q-option-${n}` },
        make("span", { lang: "vi" }, ...lettered(item)),
        make("span", { className: "small", textContent: words[item.kind] ?? "" }));
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = item.text;
      return option;
    }));
    chosen = -1;
    list.hidden = !items.length;
    box.setAttribute("aria-expanded", String(Boolean(items.length)));
    box.removeAttribute("aria-activedescendant");
    announce(items.length ? fill(words.some, { n: items.length }) : words.none);
  };
  const ask = async () => {
    pending?.abort();
    pending = new AbortController();
    try {
      const reply = await fetch(`/v1/suggest?${new URLSearchParams({ q: typed.trim(), limit: 7 })}`, { signal: pending.signal });
      if (reply.ok && document.activeElement === box) show((await reply.json()).items);
    } catch { /* typed on, or not connected: no suggestions */ }
  };
  const offer = () => {
    clearTimeout(timer);
    if (typed.trim().length >= SHORTEST) timer = setTimeout(ask, 150);
    else close();
  };
  const move = (step) => {
    const options = [...list.children];
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (chosen + step + options.length + 2) % (options.length + 1) - 1;
    const option = options[chosen];
    box.value = option ? option.dataset.text : typed;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    } else box.removeAttribute("aria-activedescendant");
  };
  box.addEventListener("input", () => { typed = box.value; offer(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (!list.hidden) { event.preventDefault(); move(step); }
      else if (!box.value.trim() && recent().length) {
        event.preventDefault();
        typed = "";
        show(recent().map((text) => ({ text, kind: "recent" })));
      } else offer();
    } else if (event.key === "Enter") close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    box.value = option.dataset.text;
    close();
    box.form.requestSubmit();
  });
})();

// <tracuu-hoi>: ask the plans from any page. One script tag, no key, nothing fetched but answers.
//   <script src="https://SERVICE/widget.js" defer></script>
//   <tracuu-hoi lang="vi" localities="Hải Dương; Nghệ An" limit="5"></tracuu-hoi>
// What comes from a plan is only ever set as text. Styled by --tracuu-* variables and ::part().
(() => {
  "use strict";
  const HOME = new URL(document.currentScript?.src || location.href).origin;
  const PATIENCE = 20000;

  const WORDS = {
    vi: {
      label: "Hỏi các kế hoạch", hint: "Cơ quan nào phụ trách khám sức khỏe?", ask: "Hỏi",
      waiting: "Đang tìm…", found: (n) => `${n} kế hoạch có câu trả lời.`,
      none: "Không thấy trong các kế hoạch này.", silent: (n) => `Không thấy trong ${n} kế hoạch`,
      more: (n, least) => `Còn ${least ? "ít nhất " : ""}${n} kế hoạch nữa có câu trả lời`, all: "xem tất cả tại nơi tra cứu",
      open: "Mở tại chỗ trong kế hoạch", digest: "bản tóm lược", read: "Đang tìm:", part: "nay thuộc", now: "Nay là",
      ocr: "Đọc từ bản quét, xin đối chiếu ảnh trang.", empty: "Hãy nhập câu hỏi.",
      offline: "Máy đang không có mạng. Hãy nối mạng rồi hỏi lại.",
      unreachable: "Không gọi được nơi tra cứu: mạng trục trặc, nơi tra cứu đang nghỉ, hoặc trang này chưa được phép hỏi.",
      slow: "Nơi tra cứu trả lời quá lâu. Hãy thử lại.", wrong: "Nơi tra cứu báo lỗi",
      roles: { lead: "chủ trì", coordinate: "phối hợp", perform: "thực hiện", requested: "được đề nghị",
        issuer: "cơ quan ban hành; kế hoạch không giao riêng cho ai" },
    },
    en: {
      label: "Ask the plans", hint: "Which agency handles health checks?", ask: "Ask",
      waiting: "Searching…", found: (n) => (n === 1 ? "1 plan answers." : `${n} plans answer.`),
      none: "Not found in these plans.", silent: (n) => `Not found in ${n} ${n === 1 ? "plan" : "plans"}`,
      more: (n, least) => `${least ? "At least " : ""}${n} more ${n === 1 ? "plan answers" : "plans answer"}`, all: "see all at the search service",
      open: "Open in place in the plan", digest: "summary", read: "Searched for:", part: "now part of", now: "Now",
      ocr: "Read off a scan: check it against the page.", empty: "Type a question.",
      offline: "This device is offline. Connect and ask again.",
      unreachable: "The search service cannot be reached: a network fault, the service is down, or this page may not ask it.",
      slow: "The search service takes too long. Try again.", wrong: "The search service reports an error",
      roles: { lead: "in charge", coordinate: "coordinates", perform: "carries out", requested: "requested",
        issuer: "issued the plan, which names nobody for it" },
    },
  };

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
    :host { display: block; color: var(--tracuu-ink, #16212b); background: var(--tracuu-paper, #fff);
      border: 1px solid var(--tracuu-line, #c3ccd0); border-radius: var(--tracuu-radius, 10px);
      padding: var(--tracuu-space, 1rem); font: var(--tracuu-font, 1rem/1.5 system-ui, sans-serif);
      overflow-wrap: anywhere; text-align: start; }
    :host([hidden]) { display: none; }
    * { box-sizing: border-box; }
    form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
    label { flex-basis: 100%; font-weight: 600; }
    input, button { font: inherit; min-height: 2.75rem; border-radius: calc(var(--tracuu-radius, 10px) - 4px);
      border: 1px solid var(--tracuu-strong, #51606c); padding: .25rem .75rem; }
    input { flex: 1 1 12rem; min-width: 0; color: inherit; background: var(--tracuu-paper, #fff); }
    input::placeholder { color: var(--tracuu-muted, #51606c); opacity: 1; }
    button { cursor: pointer; font-weight: 600; border-color: transparent;
      color: var(--tracuu-on-accent, #fff); background: var(--tracuu-accent, #0b5563); }
    :focus-visible { outline: 3px solid var(--tracuu-accent, #0b5563); outline-offset: 2px; }
    p, ul, blockquote { margin: 0; padding: 0; }
    [role=status]:not(:empty) { margin-top: .75rem; }
    .wrong { color: var(--tracuu-wrong, #a3211b); }
    ul { list-style: none; }
    li { margin-top: .75rem; padding-top: .75rem; border-top: 1px solid var(--tracuu-line, #c3ccd0); }
    .place, .aside { color: var(--tracuu-muted, #51606c); font-size: .9em; }
    .answer { font-weight: 600; }
    blockquote { margin-block: .4rem; padding-left: .75rem;
      border-left: 3px solid var(--tracuu-accent, #0b5563); white-space: pre-line;
      display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: var(--tracuu-lines, 10); overflow: hidden; }
    .more, details { margin-top: .75rem; }
    summary { cursor: pointer; }
    details li { margin-top: .25rem; padding: 0; border: 0; }
    a { color: var(--tracuu-accent, #0b5563); }
  `);

  /** An element with classes or attributes, and text or elements in it. */
  const make = (name, attributes, ...within) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...within.filter((part) => part !== null && part !== ""));
    return made;
  };

  const list = (text) => (text || "").split(";").map((part) => part.trim()).filter(Boolean);

  class Fault extends Error {}

  class Tracuu extends HTMLElement {
    #asked = null;

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [STYLE];
      const words = this.words;
      this.box = make("input", {
        id: "q", type: "search", name: "q", maxlength: 500, autocomplete: "off", enterkeyhint: "search",
        placeholder: this.getAttribute("placeholder") || words.hint, part: "input",
      });
      this.said = make("p", { role: "status", "aria-live": "polite", part: "status" });
      this.shown = make("div", { part: "answers" });
      const label = make("label", { for: "q", part: "label" }, this.getAttribute("label") || words.label);
      const button = make("button", { part: "button" }, words.ask);
      const form = make("form", { role: "search", "aria-label": label.textContent }, label, this.box, button);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(this.box.value);
      });
      root.append(make("div", { lang: this.speech }, form, this.said, this.shown));
      const first = this.getAttribute("question");
      if (first) this.ask(first);
    }

    disconnectedCallback() {
      this.#asked?.abort();
    }

    get speech() {
      return (this.lang || document.documentElement.lang).toLowerCase().startsWith("en") ? "en" : "vi";
    }

    get words() {
      return WORDS[this.speech];
    }

    get home() {
      return this.getAttribute("service") || HOME;
    }

    /** Ask, and show what comes back; a question asked meanwhile takes its place. */
    async ask(question) {
      const words = this.words;
      this.#asked?.abort();
      const mine = (this.#asked = new AbortController());
      this.box.value = question;
      this.shown.replaceChildren();
      this.#say(question.trim() ? words.waiting : words.empty);
      if (!question.trim()) return;
      try {
        const reply = await this.#fetch(question, mine);
        if (this.#asked === mine) this.#show(reply);
      } catch (fault) {
        if (this.#asked !== mine) return;
        this.#say(fault instanceof Fault ? fault.message : words.unreachable, true);
      }
    }

    async #fetch(question, mine) {
      const words = this.words;
      if (!navigator.onLine) throw new Fault(words.offline);
      const scope = { question, limit: Math.min(50, Math.max(1, Number(this.getAttribute("limit")) || 5)) };
      for (const name of ["localities", "documents", "levels"]) {
        const some = list(this.getAttribute(name));
        if (some.length) scope[name] = some;
      }
      const late = setTimeout(() => mine.abort("late"), PATIENCE);
      try {
        const sent = await fetch(new URL("/v1/ask", this.home), {
          method: "POST", headers: { "Content-Type": "application/json" }, credentials: "omit",
          body: JSON.stringify(scope), signal: mine.signal,
        });
        const told = await sent.json();
        if (sent.ok) return told;
        // "Vietnamese / English": errors are told in both.
        const both = String(told.detail || told.title || sent.status).split(" / ");
        throw new Fault(`${words.wrong}: ${both[this.speech === "en" ? both.length - 1 : 0]}`);
      } catch (fault) {
        if (mine.signal.reason === "late") throw new Fault(words.slow);
        throw fault;
      } finally {
        clearTimeout(late);
      }
    }

    #say(text, wrong = false) {
      this.said.className = wrong ? "wrong" : "";
      this.said.textContent = text;
    }

    #show(reply) {
      const words = this.words;
      const found = reply.answers.filter((answer) => answer.found);
      const silent = reply.answers.filter((answer) => !answer.found);
      const said = found.length ? words.found(Math.max(found.length, reply.found_total || 0)) : words.none;
      const other = reply.understood_as?.toLowerCase() !== reply.question?.toLowerCase();
      this.#say(said + (other ? ` ${words.read} ${reply.understood_as}` : ""));
      if (found.length) this.shown.append(make("ul", {}, ...found.map((answer) => this.#answer(answer))));
      const more = (reply.found_total || 0) - found.length;
      if (more > 0) this.shown.append(this.#more(more, reply.unseen > 0, reply.question));
      if (silent.length) this.shown.append(this.#silence(silent, silent.length + reply.silent));
      this.dispatchEvent(new CustomEvent("tracuu-answer", { detail: reply, bubbles: true, composed: true }));
    }

    #answer(answer) {
      const words = this.words;
      const [cited] = answer.citations;
      const role = words.roles[answer.role];
      return make("li", { part: "answer" },
        make("p", { class: "place" }, this.#name(answer.document)),
        answer.items?.length
          ? make("ol", { class: "answer" }, ...answer.items.map((item) => make("li", {}, item)))
          : make("p", { class: "answer" }, answer.answer, role ? ` (${role})` : ""),
        ...(answer.today || []).filter((change) => change.name)
          .map((change) => make("p", { class: "aside" }, `${words.now} ${change.name}`)),
        make("blockquote", {}, `“${cited.quote}”`),
        make("p", { class: "aside" }, ...cited.headings.slice(-1), cited.headings.length ? " · " : "",
          this.#link(cited.url, words.open, `${this.#name(answer.document)}, ${cited.path}`), cited.ocr ? ` ${words.ocr}` : ""));
    }

    #more(count, least, question) {
      const url = `/?q=${encodeURIComponent(question)}`;
      return make("p", { class: "aside more" }, `${this.words.more(count, least)}: `, this.#link(url, this.words.all));
    }

    #silence(silent, total) {
      const told = silent.map((answer) =>
        make("li", {}, `${this.#name(answer.document)}: ${answer.reason}`));
      return make("details", { class: "aside" },
        make("summary", {}, this.words.silent(total)), make("ul", {}, ...told));
    }

    #name(plan) {
      const place = plan.locality || plan.title;
      const year = plan.year && !place.includes(plan.year) ? ` ${plan.year}` : "";
      const today = plan.locality_today ? `, ${this.words.part} ${plan.locality_today}` : "";
      return place + year + today + (plan.digest ? ` (${this.words.digest})` : "");
    }

    #link(path, text, to) {
      // Whatever the service says, only an address of web pages becomes a link.
      const url = new URL(path, this.home);
      if (!/^https?:$/.test(url.protocol)) return text;
      const link = make("a", { href: url.href, target: "_blank", rel: "noopener" }, text);
      if (to) link.setAttribute("aria-label", `${text}: ${to}`);
      return link;
    }
  }

  if (!customElements.get("tracuu-hoi")) customElements.define("tracuu-hoi", Tracuu);
})();

// Suggestions under the search box, also while kanji are being chosen. Pattern: ARIA 1.2 editable combobox with a list.
const WAIT_MS = 120;
const wired = new WeakSet();

class Suggestions {
  constructor(input) {
    this.input = input;
    this.active = -1;
    this.options = [];
    this.waiting = 0;
    this.request = null;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${input.id}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.suggestLabel);
    this.list.hidden = true;
    this.voice = document.createElement("span");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    input.form.append(this.list, this.voice);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.ask());
    input.addEventListener("compositionend", () => this.ask());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before blur, so that a tap chooses.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  ask() {
    clearTimeout(this.waiting);
    this.request?.abort();
    const words = this.input.value.trim();
    if (!words) {
      this.close();
      return;
    }
    this.waiting = setTimeout(() => this.fetch(words), WAIT_MS);
  }

  async fetch(words) {
    this.request = new AbortController();
    const address = new URL(this.input.dataset.suggest, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).items);
    } catch (failure) {
      // Suggestions are a help, not the way: whatever fails, the form still searches.
      if (failure.name !== "AbortError") this.close();
    }
  }

  show(items) {
    this.options = items.map((item, number) => this.option(item, number));
    this.list.replaceChildren(...this.options);
    this.choose(-1);
    const open = items.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.voice.textContent = open ? this.input.dataset.suggestCount.replace("{n}", items.length) : "";
  }

  option(item, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.dataset.url = item.url;
    const text = document.createElement("span");
    text.textContent = item.text;
    const kind = document.createElement("span");
    kind.className = "quiet";
    kind.textContent = item.kind;
    option.append(text, kind);
    return option;
  }

  choose(number) {
    this.active = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    if (number < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.options[number].id);
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const last = this.options.length - 1;
    if (event.key === "Escape") this.escape(event);
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.move(event, this.active >= last ? 0 : this.active + 1);
    if (event.key === "ArrowUp") this.move(event, this.active <= 0 ? last : this.active - 1);
    if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    }
  }

  move(event, number) {
    event.preventDefault();
    this.choose(number);
  }

  escape(event) {
    event.preventDefault();
    if (this.list.hidden) this.input.value = "";
    this.close();
  }

  go(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.waiting);
    this.request?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }
}

export function start(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    if (wired.has(input)) continue;
    wired.add(input);
    new Suggestions(input);
  }
}

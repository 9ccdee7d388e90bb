// Keeps what is typed into a form on the server, so that leaving the page loses nothing.
const WAIT_MS = 1500;
const wired = new WeakSet();

export function start(root) {
  for (const form of root.querySelectorAll("form[data-keep]")) {
    if (wired.has(form)) continue;
    wired.add(form);
    let waiting = 0;
    let changed = false;
    const keep = () => {
      clearTimeout(waiting);
      if (!changed) return;
      changed = false;
      fetch(form.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true }).catch(() => {
        changed = true;
      });
    };
    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(waiting);
      waiting = setTimeout(keep, WAIT_MS);
    });
    form.addEventListener("submit", () => {
      changed = false;
      clearTimeout(waiting);
    });
    addEventListener("pagehide", keep);
  }
}

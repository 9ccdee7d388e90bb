// Links and forms marked for htmx change a part of the page instead of all of it, and a filter form answers
// as soon as a box is ticked; its button goes on working.
const WAIT_MS = 250;
const wired = new WeakSet();
let started = false;

function part(event) {
  const target = event.detail.ctx?.target;
  return target instanceof Element ? target : null;
}

// Header values are ASCII, so the server sends these percent-encoded.
function told(response, name) {
  const value = response?.headers.get(name);
  return value ? decodeURIComponent(value) : "";
}

function announce(text) {
  let voice = document.getElementById("fragment-status");
  if (!voice) {
    voice = document.createElement("p");
    voice.id = "fragment-status";
    voice.className = "visually-hidden";
    voice.setAttribute("role", "status");
    document.getElementById("main").append(voice);
  }
  voice.textContent = text;
}

function submitOnChange(form) {
  let waiting = 0;
  form.addEventListener("change", (event) => {
    // Words are sent with Enter: sending them half written would be a surprise.
    if (!event.target.matches("input[type=checkbox], input[type=radio], select")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), WAIT_MS);
  });
}

export async function start(root, addresses) {
  for (const form of root.querySelectorAll("form[data-auto-submit]")) {
    if (wired.has(form)) continue;
    wired.add(form);
    submitOnChange(form);
  }
  if (started || !document.querySelector("[data-fragment]")) return;
  started = true;
  document.addEventListener("htmx:before:request", (event) => part(event)?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:finally:request", (event) => part(event)?.removeAttribute("aria-busy"));
  document.addEventListener("htmx:after:swap", (event) => {
    const { response } = event.detail.ctx;
    const title = told(response, "X-Title");
    if (title) document.title = title;
    const status = told(response, "X-Status-Text");
    if (status) announce(status);
    // The old part may have left the page: its id finds the new one.
    const changed = document.getElementById(part(event)?.id ?? "");
    changed?.removeAttribute("aria-busy");
    changed?.dispatchEvent(new CustomEvent("site:changed", { bubbles: true }));
  });
  // A request that fails becomes the ordinary page load it stands for.
  document.addEventListener("htmx:error", (event) => {
    const request = event.detail.ctx?.request;
    if (request?.method === "GET") location.assign(request.action);
  });
  await import(addresses.moduleHtmx);
}

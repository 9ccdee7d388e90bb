// Links and forms marked for htmx change a part of the page instead of all of it.
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

export async function start(root, addresses) {
  if (started) return;
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
  await import(addresses.htmx);
}

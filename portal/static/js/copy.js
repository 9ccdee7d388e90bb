// Buttons that copy the text of another element.
const SHOWN_MS = 2000;
// A changed part of the page may bring a button back as it was served, so attributes cannot tell which are wired.
const wired = new WeakSet();

async function copy(button) {
  const label = button.querySelector("[data-copy-text]");
  const said = label.textContent;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  label.setAttribute("role", "status");
  label.textContent = button.dataset.done;
  setTimeout(() => {
    label.removeAttribute("role");
    label.textContent = said;
  }, SHOWN_MS);
}

export function start(root) {
  // Without HTTPS the browser has no clipboard to offer; then the button stays away.
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    if (wired.has(button)) continue;
    wired.add(button);
    button.addEventListener("click", () => copy(button));
  }
}

// The one script every page asks for. It fetches the others only where the page has something for them.
const addresses = document.getElementById("site-script").dataset;
const parts = [
  ["[data-copy]", addresses.copy],
  ["[data-suggest]", addresses.suggest],
  ["[data-theme-switch]", addresses.theme],
  ["form[data-auto-submit]", addresses.facets],
  ["[data-fragment]", addresses.fragments],
];

async function improve(root) {
  for (const [selector, address] of parts) {
    if (root.querySelector(selector)) {
      const part = await import(address);
      part.start(root, addresses);
    }
  }
}

// Safari tells of the Enter that chooses kanji only after the choice is made: 229 is its mark.
function isChoosingKanji(event) {
  return event.isComposing || event.keyCode === 229;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && isChoosingKanji(event) && event.target.matches("input")) {
      event.preventDefault();
    }
  },
  true,
);

function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("[data-menu][open]");
  if (menu) menu.querySelector("summary").focus();
  closeMenus(null);
});

document.querySelector("[data-focus]")?.focus();
document.addEventListener("site:changed", (event) => improve(event.target));
improve(document);

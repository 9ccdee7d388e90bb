// The one script every page asks for. It fetches the others only where the page has something for them.
const YEAR_S = 31536000;
const addresses = document.getElementById("site-script").dataset;
const parts = [
  ["button[data-copy]", addresses.moduleCopy],
  ["input[data-suggest]", addresses.moduleSuggest],
  ["[data-count], [data-sentence]", addresses.moduleCounting],
  ["form[data-keep]", addresses.moduleKeeping],
  ["form[data-auto-submit], [data-fragment]", addresses.moduleFragments],
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

function chooseTheme(form, theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

for (const form of document.querySelectorAll("form[data-theme-switch]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "theme") return;
    event.preventDefault();
    chooseTheme(form, event.submitter.value);
  });
}

document.querySelector("[data-focus]")?.focus();
document.addEventListener("site:changed", (event) => improve(event.target));
improve(document);

// Light, dark, or as the device says: applied at once and kept in a cookie the server reads.
const YEAR_S = 31536000;

function choose(form, theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

export function start(root) {
  for (const form of root.querySelectorAll("[data-theme-switch]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "1";
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name !== "theme") return;
      event.preventDefault();
      choose(form, event.submitter.value);
    });
  }
}

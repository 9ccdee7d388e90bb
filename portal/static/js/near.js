// Offers the reader's position, asked for only on a tap and rounded before it leaves the device; and printing.
const DECIMALS = 4;
const WAIT_MS = 15000;

function go(form, { coords }) {
  const address = new URL(form.action, location.href);
  for (const field of form.querySelectorAll("input[type=hidden]")) {
    address.searchParams.append(field.name, field.value);
  }
  address.searchParams.set("lat", coords.latitude.toFixed(DECIMALS));
  address.searchParams.set("lon", coords.longitude.toFixed(DECIMALS));
  location.assign(address);
}

function offer(form) {
  const button = form.querySelector("[data-locate]");
  const status = form.querySelector("[data-locate-status]");
  const text = button.querySelector("[data-locate-text]");
  const said = text.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    text.textContent = button.dataset.busy;
    const refused = () => {
      text.textContent = said;
      status.textContent = button.dataset.refused;
    };
    navigator.geolocation.getCurrentPosition((position) => go(form, position), refused, { timeout: WAIT_MS });
  });
}

if (navigator.geolocation && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-near]")) offer(form);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

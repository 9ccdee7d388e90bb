// A filter form that answers as soon as a box is ticked; its button goes on working.
const WAIT_MS = 250;

export function start(root) {
  for (const form of root.querySelectorAll("form[data-auto-submit]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "1";
    let waiting = 0;
    form.addEventListener("change", (event) => {
      // Words are sent with Enter: sending them half written would be a surprise.
      if (!event.target.matches("input[type=checkbox], input[type=radio], select")) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => form.requestSubmit(), WAIT_MS);
    });
  }
}

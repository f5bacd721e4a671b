// The keyboard, the dialogs, and forms that are sent once: all that the pages need beside htmx.
"use strict";
(() => {
  const typing = (element) => element.closest("input,select,textarea,[contenteditable]");
  const open = (id) => document.getElementById(id)?.showModal();

  // From one row of a list to the next, as long as there is one.
  const step = (way) => {
    const rows = [...document.querySelectorAll("[data-goes]")];
    const at = rows.indexOf(document.activeElement);
    rows[at < 0 ? (way > 0 ? 0 : rows.length - 1) : at + way]?.focus();
  };

  // On a phone the places of a client are wider than the screen: where one is stands in sight.
  const places = document.querySelector(".places"), here = places?.querySelector("[aria-current]");
  if (here) places.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - places.offsetLeft - places.clientWidth / 2;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return open("keys");
    if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.matches("input,textarea,select") ? target.focus() : target.click();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
  });

  // A change is logged from anywhere: by the button or its key, or by a right click on a day of a picture.
  const log = async (button, day) => {
    const dialog = document.getElementById("log");
    if (!button || !dialog || !window.htmx) return false;
    const back = location.pathname + location.search;
    dialog.showModal();
    await htmx.ajax("GET", `${button.dataset.logs}?${new URLSearchParams({ back, ...(day && { day }) })}`, "#log-form");
    dialog.querySelector(day ? "[name=what]" : "[name=day]")?.focus();
    return true;
  };
  const logs = () => document.querySelector("[data-logs]");
  const dayAt = (picture, x) => {
    const { first, days, left, width } = picture.dataset, box = picture.getBoundingClientRect();
    const place = ((x - box.left) / box.width) * picture.viewBox.baseVal.width - left;
    const count = Math.min(days - 1, Math.max(0, Math.round((place / width) * days)));
    return new Date(Date.parse(first) + count * 864e5).toISOString().slice(0, 10);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-logs]");
    if (!button || event.ctrlKey || event.metaKey || !document.getElementById("log") || !window.htmx) return;
    event.preventDefault();
    log(button);
  });

  document.addEventListener("contextmenu", (event) => {
    const picture = event.target.closest("svg[data-first]");
    if (!picture || !logs()) return;
    event.preventDefault();
    log(logs(), dayAt(picture, event.clientX));
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    source.select();
    try { await navigator.clipboard.writeText(source.value); } catch { document.execCommand("copy"); }
    button.textContent = button.dataset.copied;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "often" in form.dataset) return; // a form that only fetches a file may be sent often
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });

  const chosen = (input) => {
    const files = [...input.files];
    const large = files.reduce((sum, file) => sum + file.size, 0) > input.dataset.most * 2 ** 20;
    const says = input.form.querySelector(".chosen");
    const names = files.map((file) => file.name).join(", ");
    says.textContent = large ? input.dataset.tooLarge : files.length ? input.dataset.chosen.replace("%", () => names) : "";
    says.classList.toggle("wrong", large);
    input.form.querySelector(".button").disabled = large;
  };
  document.addEventListener("change", (event) => event.target.dataset.most && chosen(event.target));
  for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
    const form = event.target.closest?.(".bring");
    if (!form) return;
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind !== "drop" || !event.dataTransfer.files.length) return;
    const input = form.querySelector("[data-most]");
    input.files = event.dataTransfer.files;
    chosen(input);
  });

  // A part that fetches itself again and again goes on when the server was away for a moment, and says so meanwhile.
  document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
    if (!elt.getAttribute("hx-trigger")?.startsWith("load")) return;
    if (!elt.querySelector("[role=status]")) elt.insertAdjacentHTML("beforeend", '<p class="quiet" role="status"></p>');
    elt.querySelector("[role=status]").textContent = document.body.dataset.waits;
    setTimeout(() => elt.isConnected && htmx.ajax("GET", elt.getAttribute("hx-get"), { source: elt }), 2000);
  });

  // Nothing moves between pressing and letting go: a swap under the pointer, or a line more above it, loses the click.
  let pressed = null, afterwards = null;
  document.addEventListener("pointerdown", ({ target }) => { pressed = target.closest("form"); });
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => setTimeout(() => {
    pressed = null;
    afterwards?.();
    afterwards = null;
  }));

  // A part that holds what is clicked on stays when the answer says the same.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const part = detail.target.closest("[data-steady]"), said = detail.serverResponse;
    if (!part) return;
    const answer = document.createElement("template"), here = detail.target.cloneNode(true);
    answer.innerHTML = said.trim();
    here.classList.remove("htmx-request");
    if ([here.innerHTML.trim(), here.outerHTML].includes(answer.innerHTML)) detail.shouldSwap = false;
    else if (pressed?.contains(part)) {
      const swapStyle = detail.target.getAttribute("hx-swap") ?? "innerHTML";
      detail.shouldSwap = false;
      afterwards = () => part.isConnected && htmx.swap(detail.target, said, { swapStyle });
    }
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
  });
})();

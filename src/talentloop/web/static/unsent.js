// What was typed stays in this tab while a form is on its way: when its session ended meanwhile, nothing is lost.
"use strict";
(() => {
  const KEPT = "unsent", reader = document.body.dataset.reader, place = document.querySelector("[data-unsent]");
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; } };
  const keep = (typed) => {
    try { typed ? sessionStorage.setItem(KEPT, JSON.stringify(typed)) : sessionStorage.removeItem(KEPT); }
    catch { /* a browser that keeps nothing for us still has its Back button */ }
  };

  const named = (field) => (field?.innerText ?? "").trim();
  const shown = (field) => {
    if (!field.name || !field.value || ["hidden", "submit", "button", "file", "password"].includes(field.type)) return [];
    const label = named(field.labels?.[0]) || field.getAttribute("aria-label") || "";
    if (!["radio", "checkbox"].includes(field.type)) return [[label, field.selectedOptions ? field.selectedOptions[0]?.text : field.value]];
    return field.checked ? [[named(field.closest("fieldset")?.querySelector("legend")), label]] : [];
  };
  const typed = (form, button) => {
    const fields = [...form.elements], action = new URL(form.getAttribute("action") ?? "", location.href);
    const own = "private" in form.dataset || action.pathname.startsWith("/account/");
    const secrets = new Set(fields.filter((x) => x.type === "password").map((x) => x.name).concat("csrfmiddlewaretoken"));
    const sent = [...new FormData(form, button)].filter(([name]) => !own && !secrets.has(name));
    return {
      reader, at: Date.now(), page: location.pathname + location.search, action: action.pathname + action.search,
      secret: own || secrets.size > 1, fields: sent.filter(([, value]) => typeof value === "string"),
      files: sent.map(([, value]) => value.name).filter(Boolean), shown: own ? [] : fields.flatMap(shown),
    };
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!reader || event.defaultPrevented || form.method !== "post" || "often" in form.dataset) return;
    keep(form.closest("[data-unsent]") ? { ...kept(), lost: false, at: Date.now() } : typed(form, event.submitter));
  });

  const add = (parent, tag, text) => { parent.appendChild(document.createElement(tag)).textContent = text; };
  const show = (was) => {
    for (const [label, text] of was.shown) {
      const row = place.querySelector("dl").appendChild(document.createElement("div"));
      add(row, "dt", label);
      add(row, "dd", text);
    }
    const once = { secret: was.secret, files: was.files.length, again: !was.secret && !was.files.length, page: true };
    for (const [part, there] of Object.entries(once)) place.querySelector(`[data-part=${part}]`)?.toggleAttribute("hidden", !there);
    place.querySelectorAll("[data-names]").forEach((x) => { x.textContent = was.files.join(", "); });
    place.querySelector("a[data-part=page]")?.setAttribute("href", was.page);
    const form = place.querySelector("form");
    form?.setAttribute("action", was.action);
    for (const [name, value] of form ? was.fields : []) {
      const field = Object.assign(document.createElement("textarea"), { name, value, hidden: true }); // keeps every line
      form.appendChild(field);
    }
    place.hidden = false;
    document.querySelector("[data-nothing]")?.remove();
  };

  const was = kept();
  // An answer to a form is a page that was asked for when the form was sent; one asked for later means that none came.
  const later = (at) => performance.timeOrigin - at > 1500 && performance.getEntriesByType("navigation")[0]?.type !== "reload";
  const unanswered = () => {
    const says = document.createElement("div"), link = document.createElement("a");
    link.href = document.body.dataset.unsentAt;
    link.textContent = [...was.files, was.shown[0]?.[1]].filter(Boolean).join(", ") || was.page;
    says.className = "messages";
    says.role = "status";
    says.appendChild(document.createElement("div")).append(document.body.dataset.unanswered, " ", link);
    document.querySelector("main").before(says);
  };
  const theirs = was && reader && was.reader !== reader; // somebody else signed in, in the same tab
  if (was && place && !theirs) {
    keep({ ...was, lost: true });
    show(was);
  } else if (was && reader && !theirs && !was.lost && later(was.at)) {
    keep({ ...was, lost: true });
    unanswered();
  } else if (was && (theirs || !was.lost)) keep(null);
})();

// What visitors do: clicks that lead somewhere, and forms that are begun and sent.

import { on, ours, place, type Props } from "./shared";
import { id, tell } from "./teller";

const APPLY = /="file|sollicite|apply|tieform/i;

const props = ({ dataset }: HTMLElement, to?: string | null, em?: string): Props => ({
  to, em, name: dataset.tlName, ld: dataset.tlLead, ap: dataset.tlRef,
});

export const watch = () => {
  on("auxclick click", ({ target, button }) => {
    const found = target.closest("a,button,[data-tl]");
    if (found && button < 2) {
      const href = found.href;
      const contact = /^tel|wa.me$|^mail|whatsapp/.exec(found.protocol + found.host)?.[0];
      const kind =
        found.dataset.tl ||
        (contact ? "contact_click"
        : found.download || /\.(pdf|zip|docx?|xlsx?)$/.test(found.pathname) ? "download"
        : !found.form && APPLY.test(found.textContent + href) ? "apply_click"
        : !ours(href) && "click");
      if (kind) tell(kind, props(found, contact || href?.split("?")[0]));
    }
  });
  on("input submit", ({ target, type }) => {
    const form = target.closest("form,[data-tl-form]");
    if (form) {
      const begun = form.tl;
      const html = form.outerHTML + place;
      // What sending it means: by its own word, else by the fields and words in it.
      const kind = (form.tl ||=
        form.dataset.tlForm ||
        (/="(file|email|tel)/.test(html) && !/="password/.test(html)
          ? APPLY.test(html) ? "application_complete" : "lead_submit"
          : ""));
      if (type == "submit") kind && tell(kind, props(form, null, id && form.querySelector("[data-tl-email]")?.value));
      else if (!begun && kind[3] == "l") tell("application_start", props(form)); // of application_…
    }
  });
};

// Piece that tells the server of consent: a new id, which it sets as well because browsers that keep a script's cookie for
// a week keep a server's; and the end of one, when its cookie went or an opt-out link was followed.

import { doc, on, set } from "./shared";

const endpoint = (doc.currentScript as HTMLScriptElement).src.split("-id.js")[0] + "/id";
const cookie = (name: string) => doc.cookie.match(name + "=([^;]*)")?.[1] || "";

/** The id of which the server knows. It is kept beside the id itself, which may be gone before we first look: the core may
 * run before us or after, and an opt-out that nobody heard of on one page is told on the next. */
let known = cookie("tl_set");

const tell = (c: string, id: string) => {
  navigator.sendBeacon(endpoint, JSON.stringify({ v: 1, k: set.key, c, id, d: set.domain, w: +set.text! || undefined }));
  known = c == "f" ? id : "";
  doc.cookie = `tl_set=${known};path=/;max-age=${known ? 34128e3 : 0};samesite=lax;secure;domain=${set.domain || ""}`;
};

const check = () => {
  const id = cookie("tl_id");
  if (/^[0-9a-f]/.test(id)) {
    if (id != known) tell("f", id);
  } else if (known) tell(id[0] == "s" ? "o" : "l", known);
};
check();
setInterval(check, 2000); // consent may come and go at any time
on("pagehide", check);

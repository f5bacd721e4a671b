// Piece that tells the server of consent: a new id, which it sets as well because browsers that keep a script's cookie for
// a week keep a server's; and the end of one, when its cookie went or an opt-out link was followed.

import { doc, on, set } from "./shared";

declare const self: any;
const endpoint = (doc.currentScript as HTMLScriptElement).src.split("-id.js")[0] + "/id";
const cookie = (name: string) => doc.cookie.match(name + "=([^;]*)")?.[1] || "";

/** The id of which the server knows. It is kept beside the id itself, which may be gone before we first look: the core may
 * run before us or after, and an opt-out that nobody heard of on one page is told on the next. */
let known = cookie("tl_set");

const write = (name: string, value: string, seconds = 34128e3) => {
  doc.cookie = `${name}=${value};path=/;max-age=${value ? seconds : 0};samesite=lax;secure;domain=${set.domain || ""}`;
};

/** For a minute an answer may be under way, also over to the next page: an end must be seen before that answer brings the
 * cookie back. */
const often = () => {
  const looking = setInterval(check, 50);
  setTimeout(() => clearInterval(looking), 6e4);
};

const tell = (c: string, id: string, now?: string) => {
  navigator.sendBeacon(endpoint, JSON.stringify({ v: 1, k: set.key, c, id, d: set.domain, w: +set.text! || undefined }));
  if (c == "f") often();
  else write("tl_end", id.slice(16) + now, 60);
  write("tl_set", (known = c == "f" ? id : ""));
};

/** A server that answers only when consent has been taken back brings the cookies of that id back: for a minute a part of
 * the id, too small to know anybody by, tells them from those of consent that was given anew. Behind it stands what the
 * cookie was then: nothing, or the token of an opt-out link. */
const late = (id: string) => {
  const end = cookie("tl_end");
  if (!end || !id.endsWith(end.slice(0, 6))) return;
  self.tl?.("consent", false); // the core may have read it already
  write("tl_id", end.slice(6));
  write("tl_set", (known = ""));
};

const check = () => {
  late(cookie("tl_id"));
  const id = cookie("tl_id");
  if (/^[0-9a-f]/.test(id)) {
    if (id != known) tell("f", id);
  } else if (known) tell(id[0] == "s" ? "o" : "l", known, id);
};
if (known) often();
check();
setInterval(check, 2000); // consent may come and go at any time
on("pagehide", check);

// Piece that tells the server of consent: a new id, which it sets as well because browsers that keep a script's cookie for
// a week keep a server's; and the end of one, when consent is taken back or an opt-out link was followed.

import { doc, on, set } from "./shared";

const endpoint = (doc.currentScript as HTMLScriptElement).src.split("-id.js")[0] + "/id";
const cookie = (name: string) => doc.cookie.match(name + "=([^;]*)")?.[1] || "";
const tell = (c: string, id: string) =>
  navigator.sendBeacon(endpoint, JSON.stringify({ v: 1, k: set.key, c, id, d: set.domain, w: +set.text! || undefined }));

let known = "";
const check = () => {
  const id = cookie("tl_id");
  const mark = id.slice(0, 8);
  if (/^[0-9a-f]/.test(id)) {
    if (cookie("tl_set") != mark) {
      doc.cookie = `tl_set=${mark};path=/;max-age=34128000;samesite=lax;secure;domain=${set.domain || ""}`;
      tell("f", id);
    }
    known = id;
  } else if (known) {
    tell(id[0] == "s" ? "o" : "l", known);
    known = "";
  }
};
check();
setInterval(check, 2000); // consent may come and go at any time
on("pagehide", check);

// Piece that carries the id of who consented to another domain of the same employer: data-hosts names them.

import { doc, on, ours, place, set } from "./shared";

const LASTS = 12e4; // a link is good for two minutes

const id = () => doc.cookie.match(/tl_id=([0-9a-f][\w-]{21})/)?.[1];

const arrived = /[?&]tl=([0-9a-f][\w-]{21})\.(\w+)/.exec(place.search);
if (arrived) {
  const age = Date.now() - parseInt(arrived[2], 36);
  if (!id() && doc.referrer && ours(doc.referrer) && age > -LASTS && age < LASTS)
    doc.cookie = `tl_id=${arrived[1]};path=/;max-age=34128000;samesite=lax;secure;domain=${set.domain || ""}`;
  const clean = place.search.replace(/([?&])tl=[^&]*&?/, "$1").replace(/[?&]$/, "");
  history.replaceState(history.state, "", place.pathname + clean + place.hash);
}

/** Only to the hosts that are named, never to this one. */
const marked = (address: string) => {
  const url = new URL(address, place.href);
  const own = id();
  if (own && url.host != place.host && ours(url.href) && /^http/.test(url.protocol))
    url.searchParams.set("tl", own + "." + Date.now().toString(36));
  return url.href;
};

on("click auxclick", ({ target }) => {
  const link = target.closest("a[href]");
  if (link && id()) link.href = marked(link.href);
});

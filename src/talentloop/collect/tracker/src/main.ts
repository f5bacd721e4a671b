// The tracker: page views, and everything that happens until the next one.

import { about, path } from "./about";
import { attend, report, restart } from "./attention";
import { consent, id, out } from "./consent";
import { box, post } from "./send";
import { doc, now, on, ours, place, random, set, type Props } from "./shared";
import { watch } from "./watch";

let read: unknown, shown: string, referrer: string | undefined, unseen: unknown;
const fresh: Props[] = [];

/** The page's own `tl(kind, props)`, and tl("consent", true or false). */
export const tell = (n: string, x?: any, ms?: number, sc?: number | null) => {
  if (n == "consent") {
    beat();
    consent(x);
  } else {
    fresh.push({ i: random(), n, t: now(), u: [place.origin + shown + "?", place.search.slice(1)], r: referrer, ms, sc, x });
    setTimeout(flush, 500);
  }
};

const flush = () => {
  read ||= consent() || 1;
  const info = about();
  while (fresh[0])
    box["tl!" + random()] = JSON.stringify({
      v: 1, k: set.key, c: id ? "f" : "l", id, o: out, e: fresh.splice(0, 8).map((event) => Object.assign(event, info, { u: (event as any).u[0] + (event as any).u[1].replace(id ? /(^|&)(?!utm_|gad_|[gw]braid|li_fat|epik|rdt_c|\w+clk?id|ScC)[^&]*/g : /(^|&)(?!utm_)[^&]*/g, "") })),
    });
  out! > "j" || post();
};

const beat = () => {
  report();
  flush();
};

/** A page is viewed when it is first seen: not while it is prerendered or waits in a tab behind. */
const view = (re?: number) => {
  shown = path();
  if (!(unseen = doc.hidden)) {
    restart();
    tell("page_view", { re });
  }
};

const route = () => {
  if (path() != shown) {
    beat();
    referrer = "";
    view();
  }
};

declare const self: any;
const early = self.tl ? self.tl.q : []; // calls from before we were there; without a list we are here already
if (early) {
  self.tl = tell;
  if (!ours(doc.referrer)) referrer = doc.referrer.split("?")[0];
  on("scroll keydown pointerdown pointermove", attend);
  on("pagehide visibilitychange", () => (unseen ? view() : beat()));
  on("pageshow", (event) => event.persisted && view());
  on("popstate hashchange", route);
  on("message", ({ data, origin }) => {
    if (origin < "i" && ours(origin) && data?.tl) {
      attend(1); // of a form in a frame: tl-frame.js
      if (data.x) tell(data.tl, data.x);
    }
  });
  for (const name of ["pushState", "replaceState"]) {
    const was = (history as any)[name];
    (history as any)[name] = (...said: any) => {
      was.apply(history, said);
      route();
    };
  }
  setInterval(() => doc.hidden || beat(), 1e4);
  view(performance.navigation.type);
  watch();
  early.map((said: any) => tell(...(said as [string])));
}

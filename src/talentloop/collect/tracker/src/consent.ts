// The two modes: beperkt keeps nothing on the device, volledig has an id in a first-party cookie after consent.

import { keep, wipe } from "./send";
import { doc, place, random, set } from "./shared";
import { tell } from "./teller";

/** The one cookie: an id (hexadecimal), or the token of an opt-out link that was once followed (i… or s…). */
const cookie = () => /tl_id=([^;]*)/.exec(doc.cookie)?.[1];
/** For 395 days, counted once and never renewed; without a value it goes. */
const write = (value?: string | null) => {
  doc.cookie = `tl_id=${value};max-age=${value ? 34128e3 : 0};path=/;samesite=lax;domain=${set.domain || ""};secure`;
};

place.search.replace(/tl-optout=([^&]*)/, (_, token) => write(token) as any);

export let id: string | null | undefined;

/** i…: a colleague, measured apart. s…: not measured at all. */
export let out: string | undefined;

/** Consent given or taken back (nothing said, at the first sending: as the cookie says); Do Not Track and Global Privacy
 * Control refuse. The cookie is read once, and not while the page loads: a browser makes the page wait for it. */
export const consent = (given?: unknown): any => {
  const had = cookie();
  if (had! > "g") out = had;
  else {
    id = (given ?? had) && !+navigator.doNotTrack! && !(navigator as any).globalPrivacyControl ? had || random() : null;
    if (id != had) write(id);
    if (id) keep();
    else if (had) {
      tell("engage", { id: had }); // the one time that an id is named without consent: to end it
      wipe();
    }
  }
};

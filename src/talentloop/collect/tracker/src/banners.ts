// Piece that passes on what the visitor told the site's consent banner: statistics allowed is volledig, else beperkt.

import { on } from "./shared";

const page = self as any;
let last: boolean | undefined;

/** Tells the tracker, which may not be there yet, when the answer is known and another than before. */
const say = (given: unknown) => {
  if (given == null || !!given === last) return;
  last = !!given;
  page.tl ||= Object.assign((...told: unknown[]) => page.tl.q.push(told), { q: [] });
  page.tl("consent", last);
};

/** Asks the banner now, and whenever one of these events says that it knows more. */
const listen = (events: string, ask: (event?: any) => unknown) => {
  on(events, (event) => say(ask(event)));
  say(ask());
};

listen("CookiebotOnConsentReady CookiebotOnAccept CookiebotOnDecline", () =>
  page.Cookiebot?.hasResponse ? page.Cookiebot.consent.statistics : undefined,
);
listen("OneTrustGroupsUpdated", () => page.OnetrustActiveGroups?.includes("C0002"));
listen("cookieyes_banner_load cookieyes_consent_update", (event) => {
  const { accepted, categories, isUserActionCompleted } = event?.detail || page.getCkyConsent?.() || {};
  return accepted ? accepted.includes("analytics") : isUserActionCompleted ? categories.analytics : undefined;
});
listen("cmplz_status_change cmplz_fire_categories", () => page.cmplz_has_consent?.("statistics"));
listen("CookieInformationConsentGiven", () => page.CookieInformation?.getConsentGivenFor("cookie_cat_statistic"));

/** Google Consent Mode v2. Its default is no answer, unless it allows: the visitor's own comes as an update. */
const mode = (entry: any) => {
  const storage = entry?.[0] == "consent" && entry[2]?.analytics_storage;
  if (storage && (entry[1] == "update" || storage == "granted")) say(storage == "granted");
};
const layer = (page.dataLayer ||= []);
layer.forEach(mode);
const push = layer.push;
layer.push = (...entries: unknown[]) => {
  entries.forEach(mode);
  return push.apply(layer, entries);
};

/** TCF 2.2: storage (1), measuring advertisements (7) and measuring content (8). The banner may come later than we. */
let tries = 20;
const tcf = () => {
  if (page.__tcfapi)
    page.__tcfapi("addEventListener", 2, (data: any, ok: boolean) => {
      if (ok && (data.gdprApplies === false || /^(tcloaded|useractioncomplete)$/.test(data.eventStatus)))
        say(data.gdprApplies === false || [1, 7, 8].every((purpose) => data.purpose.consents[purpose]));
    });
  else if (tries--) setTimeout(tcf, 500);
};
tcf();

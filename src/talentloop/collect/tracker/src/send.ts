// Events wait here until the collector says that it has them; until then they go again, with the same ids.

import { dare, doc, endpoint, now } from "./shared";

const flying: { [key: string]: unknown } = {};

/** Memory, and after consent the device's own: what could not be delivered is there for the next page. */
export let box: { [key: string]: string } = {};

const each = (act: (key: string) => void) => {
  for (const key in box) if (/^tl!/.test(key)) act(key);
};

export const keep = () => dare(() => (box = Object.assign(localStorage, box)));

export const wipe = () => {
  each((key) => delete box[key]);
  box = {};
};

export const post = () =>
  each((key) => {
    const body = `{"at":${now()},` + box[key].slice(1);
    const answered = ({ status }: any) => {
      flying[key] = 0;
      if (status < 429) delete box[key];
    };
    // A beacon survives the page but nobody says whether it came: it stays in the box.
    flying[key] ||
      (doc.hidden && navigator.sendBeacon(endpoint, body)) ||
      (flying[key] = fetch(endpoint, { keepalive: true, method: "POST", body }).then(answered, answered));
  });

// What every part needs: the settings on the script's own tag, and short ways to say what is said often.

export type Props = { [name: string]: unknown };

export const doc = document;
export const place = location;
export const now = Date.now;

const script = doc.currentScript as HTMLScriptElement;
export const set = script.dataset;
export const endpoint = script.src.split(".js")[0];

/** Is this address (or origin) on this site or on one that data-hosts names? No address at all is ours too. */
export const ours = (address: unknown) => {
  const host = ("" + address).split("/")[2];
  return !host || (place.host + " " + set.hosts).split(" ").includes(host);
};

/** Hears these events before the page's own listeners can stop them. */
export const on = (names: string, act: (event: any) => void) =>
  names.split(" ").map((name) => addEventListener(name, act, true));

/** 22 characters that can be read as 16 bytes of base64url; 78 bits of them are chance. */
export const random = () => crypto.randomUUID().slice(14);

/** Storage may be forbidden by the visitor, or full: then it is done without. */
export const dare = (act: () => void) => {
  try {
    act();
  } catch {}
};

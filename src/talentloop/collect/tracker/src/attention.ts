// Engaged time and scroll depth of the page that is shown.

import { doc, now } from "./shared";
import { tell } from "./teller";

let counted: number, active: number, deepest: number, height: number;
let engaged = 0;
let shown: unknown;

/** Counts up to now, as far as the page was shown and the last sign of life (`sign`: this is one) is under 30 s ago. */
export const attend = (sign?: unknown) => {
  const time = now();
  const seen = innerHeight + scrollY;
  if (shown) engaged += Math.max(0, Math.min(time, active + 3e4) - counted);
  shown = !doc.hidden;
  counted = time;
  if (sign) active = time;
  // Depth is told against the height of that moment; while nobody has scrolled, against the height as it is by now.
  if (seen > deepest || deepest <= innerHeight) {
    deepest = seen;
    height = doc.documentElement.scrollHeight;
  }
};

/** A page begins, in sight. */
export const restart = () => {
  counted = active = now();
  shown = 1;
  deepest = 0;
};

/** Tells of the time since the last report, and of the depth so far where the page is long enough to have one. */
export const report = () => {
  attend();
  if (engaged > 9) // leaving is told twice, and the second time nothing is left
    tell("engage", {}, engaged, height < 1.2 * innerHeight ? null : Math.min(100, ((100 * deepest) / height + 0.5) | 0));
  engaged = 0;
};

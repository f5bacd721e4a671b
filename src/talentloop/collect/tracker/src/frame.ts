// Piece for a form that stands in a frame, on the ATS's own host: what happens there is told to the page around it.

import { on } from "./shared";
import { tell } from "./framed";
import { watch } from "./watch";

const page = self as any;
const early = page.tl ? page.tl.q : [];
if (early) {
  page.tl = (kind: string, props: any) => tell(kind, props || {});
  on("pointerdown keydown scroll", () => tell(1));
  watch();
  early.map((said: any) => page.tl(...said));
  const done = document.querySelector<HTMLElement>("[data-tl-done]");
  if (done) tell(done.dataset.tlDone!, { ap: done.dataset.tlRef });
}

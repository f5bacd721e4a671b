// Who is told, in the core: the tracker itself. tl-frame.js is built with framed.ts in this file's place.

export { id } from "./consent";
export { tell } from "./main";

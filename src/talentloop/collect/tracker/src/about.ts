// What a page is and is about: its address without anything personal, its type, content, theme and vacancy.

import { tell } from "./teller";
import { dare, doc, place, set } from "./shared";

/** The path, and with data-hash the route of a hash router as if it were one. */
export const path = () => place.pathname + (set.hash ? place.hash.slice(1) : "");

/** What data- attributes say of the page, else the one JobPosting that it describes. */
export const about = () => {
  const said = doc.querySelector<HTMLElement>("[data-tl-page]")?.dataset || {};
  const jobs: string[] = [];
  for (const script of doc.scripts)
    /ld/.test(script.type) && dare(() =>
      JSON.parse(script.text, (_, value) => (/^JobPosting/.test(value?.["@type"]) && jobs.push("" + (value.identifier?.value || value.identifier || value.title)), value)),
    );
  if (said.tlDone) {
    tell(said.tlDone, { ap: said.tlRef });
    said.tlDone = "";
  }
  const job = jobs[1] ? null : jobs[0]; // a list of vacancies is not about one of them
  return {
    pt: said.tlPage || (job && "job"),
    ct: said.tlContent,
    th: said.tlTheme,
    va: said.tlVacancy || job,
  };
};

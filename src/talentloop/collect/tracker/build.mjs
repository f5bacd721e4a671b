// Bundles the tracker's pieces into built/, says how large each is, and writes down which sources they were made of.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const pieces = {
  "tl.js": "main.ts",
  "tl-consent.js": "banners.ts",
  "tl-link.js": "link.ts",
  "tl-id.js": "keep.ts",
  "tl-frame.js": "frame.ts",
};

/** In a frame the page around is told, not a tracker of its own. */
const framed = {
  name: "framed",
  setup: (on) => on.onResolve({ filter: /\/teller$/ }, () => ({ path: join(here, "src/framed.ts") })),
};

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

/** Name and content of all that the build depends on; collect/tracker/__init__.py reckons the same. */
const sources = () => {
  const names = [...readdirSync(join(here, "src")).map((name) => "src/" + name), "build.mjs", "package-lock.json"];
  return sha256(names.sort().map((name) => `${name} ${sha256(readFileSync(join(here, name)))}\n`).join(""));
};

const made = async (name, entry) => {
  const bundle = await build({
    absWorkingDir: here, entryPoints: ["src/" + entry], bundle: true, minifySyntax: true, format: "iife",
    target: "es2021", write: false, tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    plugins: name == "tl-frame.js" ? [framed] : [],
  });
  const small = await minify(bundle.outputFiles[0].text, {
    compress: {
      passes: 4, unsafe: true, unsafe_arrows: true, unsafe_methods: true, unsafe_comps: true, pure_getters: true,
      booleans_as_integers: true, keep_fargs: false,
    },
    ecma: 2020, toplevel: true,
  });
  // terser takes a function away that is called once; names of ours must never be the page's.
  return small.code.startsWith("(()=>{") ? small.code : `(()=>{${small.code}})();`;
};

const out = process.argv[2] || join(here, "built");
mkdirSync(out, { recursive: true });
const manifest = { sources: sources(), pieces: {} };
for (const [name, entry] of Object.entries(pieces)) {
  const code = await made(name, entry);
  const gzip = gzipSync(code, { level: 9 }).length;
  writeFileSync(join(out, name), code);
  manifest.pieces[name] = { bytes: Buffer.byteLength(code), gzip, sha256: sha256(code) };
  console.log(`${name.padEnd(14)} ${String(Buffer.byteLength(code)).padStart(6)} bytes ${String(gzip).padStart(6)} gzip`);
}
writeFileSync(join(out, "built.json"), JSON.stringify(manifest, null, 2) + "\n");

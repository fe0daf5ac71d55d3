// Builds the pages' looks and behaviour into src/shouwen/web/static/dist.
//
//   node build.mjs
//
// Every file gets a name with a hash of its bytes, so that browsers may keep it for ever;
// manifest.json maps the plain names to them, and the tag {% asset %} reads it.
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";

const OUT = "src/shouwen/web/static/dist";
const BROWSERS = ["chrome109", "firefox115", "safari16.4"];
const ICONS = "node_modules/@tabler/icons/icons/outline";

// tokens.css is written from tokens.json, which the contrast test reads too.
const tokens = {
  name: "tokens",
  setup(build) {
    build.onResolve({ filter: /^shouwen:tokens$/ }, () => ({ path: "tokens", namespace: "tokens" }));
    build.onLoad({ filter: /.*/, namespace: "tokens" }, async () => ({
      contents: themes(JSON.parse(await readFile("assets/tokens.json", "utf8"))),
      loader: "css",
    }));
  },
};

// Firefox 115 drops a whole rule that says :has(); Tabler 1.0.0 has one, for an underline.
const plainTabler = {
  name: "plain-tabler",
  setup(build) {
    build.onLoad({ filter: /tabler\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/[^{}]*:has\([^{}]*\{[^{}]*\}/g, ""),
      loader: "css",
    }));
  },
};

const manifest = {};
await rm(`${OUT}.new`, { recursive: true, force: true });
await mkdir(`${OUT}.new`, { recursive: true });

await bundle("app.js", "assets/js/app.js");
await bundle("charts.js", "assets/js/charts.js");
await bundle("app.css", "assets/css/app.css");
await emit("icons.svg", await sprite());
await writeFile(`${OUT}.new/manifest.json`, JSON.stringify(manifest, null, 2));
await swapIn();

async function bundle(name, entry) {
  const built = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    format: "iife",
    target: BROWSERS,
    logLevel: "warning",
    plugins: [tokens, plainTabler],
  });
  await emit(name, built.outputFiles[0].text);
}

async function emit(name, text) {
  const bytes = Buffer.from(text);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const [stem, ending] = name.split(".");
  manifest[name] = `${stem}-${hash}.${ending}`;
  const file = `${OUT}.new/${manifest[name]}`;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  await writeFile(file, bytes);
  await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  await writeFile(`${file}.br`, brotliCompressSync(bytes, quality));
}

// A server that is running keeps answering: old files go only after the new ones are there.
async function swapIn() {
  await rm(`${OUT}.old`, { recursive: true, force: true });
  await rename(OUT, `${OUT}.old`).catch((fault) => {
    if (fault.code !== "ENOENT") throw fault;
  });
  await rename(`${OUT}.new`, OUT);
  await rm(`${OUT}.old`, { recursive: true, force: true });
}

function themes({ light, contrast, screen }) {
  const rules = (values) =>
    Object.entries(values)
      .map(([name, value]) => `--${name}: ${value};`)
      .join("");
  const asked = 'html:not([data-contrast]):not([data-screen])';
  return [
    `:root { ${rules(light)} }`,
    `html[data-contrast="more"] { ${rules(contrast)} }`,
    `@media (prefers-contrast: more) { ${asked} { ${rules(contrast)} } }`,
    `html[data-screen] { ${rules(screen)} }`,
    // Paper is white whatever the screen was; ours comes last and wins.
    `@media print { html, html[data-contrast="more"], ${asked}, html[data-screen] { ${rules(light)} } }`,
  ].join("\n");
}

async function sprite() {
  const names = (await readFile("assets/icons.txt", "utf8"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function symbol(name) {
  const source = await readFile(`${ICONS}/${name}.svg`, "utf8");
  const shapes = source
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace(/<path stroke="none"[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

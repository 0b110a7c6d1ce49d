// Builds crm/static/vendor: htmx as it ships, Tabler without what no page uses, and a chart bundle. Own css and js need no build.
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { alwaysKept } from "./kept.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(root, "crm", "static", "vendor");
const installed = (path) => join(root, "node_modules", path);

async function put(name, text) {
  const packed = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  await writeFile(join(vendor, name), text);
  await writeFile(join(vendor, `${name}.gz`), packed);
  console.log(`${name}: ${(text.length / 1000).toFixed(1)} kB, ${(packed.length / 1000).toFixed(1)} kB compressed`);
}

async function tabler() {
  const [trimmed] = await new PurgeCSS().purge({
    content: ["templates/**/*.html", "crm/**/*.py", "crm/static/js/*.js"].map((glob) => join(root, glob)),
    css: [installed("@tabler/core/dist/css/tabler.min.css")],
    safelist: alwaysKept,
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  // In a layer of its own, so that any rule of the house wins over it whatever its weight.
  const { code } = await transform(`@layer tabler { ${trimmed.css.replace(/@charset[^;]*;/, "")} }`, { loader: "css", minify: true });
  await put("tabler.css", code);
}

async function charts() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "assets", "charts.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    legalComments: "none",
  });
  await put("charts.js", outputFiles[0].text);
}

async function htmx() {
  await put("htmx.js", await readFile(installed("htmx.org/dist/htmx.min.js"), "utf8"));
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await Promise.all([tabler(), charts(), htmx()]);

// Builds the public site's static files from this folder into the Django app that serves them.
//
//   npm run build      once
//   npm run watch      again after each change
//
// The output folder is not kept in version control: it is remade from here.

import { cpSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "pshub", "site", "static", "pshub");
const modules = join(here, "node_modules");

function build() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "images"), { recursive: true });

  for (const name of ["pshub", "studio"]) {
    const { css } = sass.compile(join(here, "styles", `${name}.scss`), {
      style: "compressed",
      loadPaths: [modules],
      quietDeps: true,
    });
    writeFileSync(join(out, `${name}.css`), css);
  }

  // htmx stands alone so that only the pages with live regions ask for it.
  cpSync(join(modules, "htmx.org", "dist", "htmx.min.js"), join(out, "htmx.js"));
  cpSync(join(here, "scripts"), out, { recursive: true });
  cpSync(join(here, "images"), join(out, "images"), { recursive: true });

  for (const name of ["pshub.css", "pshub.js", "htmx.js", "studio.css"]) {
    const bytes = readFileSync(join(out, name));
    console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed`);
  }
}

build();

if (process.argv.includes("--watch")) {
  let pending;
  for (const folder of ["styles", "scripts", "images"]) {
    watch(join(here, folder), { recursive: true }, () => {
      clearTimeout(pending);
      pending = setTimeout(() => {
        try {
          build();
        } catch (error) {
          console.error(error.message);
        }
      }, 100);
    });
  }
}

// Compiles the site's style sheet: node bin/build_styles.mjs OUT.css. Run by bin/setup.
//
// Through Sass's library and not its command: the command loads a watcher that Debian 12's Node
// cannot, and nothing here is watched.
import { writeFileSync } from "node:fs";
import { compile } from "../build/npm/node_modules/sass/sass.node.mjs";

const [out] = process.argv.slice(2);
const { css } = compile("static/scss/site.scss", {
  style: "compressed",
  quietDeps: true,
  loadPaths: ["build/npm/node_modules/govuk-frontend/dist"],
});
writeFileSync(out, `${css}\n`);

// Builds page/bin/page.html: the page as one self-contained file.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;

const bundle = await build({
    entryPoints: [path.join(folder, "main.ts"), path.join(folder, "style.css")],
    outdir: path.join(folder, "bin"),
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    target: ["chrome109", "firefox115", "safari16"],
    logLevel: "warning",
});
const text = (end) => bundle.outputFiles.find((file) => file.path.endsWith(end)).text.trim();
// The text of an element must not contain its end tag.
const script = text(".js").replaceAll("</", "<\\/");
const style = text(".css").replaceAll("</", "<\\/");
const hash = createHash("sha256").update(script).digest("base64");
const html = fs
    .readFileSync(path.join(folder, "index.html"), "utf8")
    .replace("%script-hash%", () => `sha256-${hash}`)
    .replace("/* style */", () => style)
    .replace(/<script>\s*\/\* script \*\/\s*<\/script>/, () => `<script>${script}</script>`);
fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
// Renamed into place, because tests may read it at the same time.
const file = path.join(folder, "bin/page.html");
fs.writeFileSync(`${file}.${process.pid}`, html);
fs.renameSync(`${file}.${process.pid}`, file);

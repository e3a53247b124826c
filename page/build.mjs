// Makes page/bin/page.html: the page as one file, without anything to load.
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
// Within an element, the text must not look like its end.
const script = text(".js").replaceAll("</", "<\\/");
const style = text(".css").replaceAll("</", "<\\/");
const hash = createHash("sha256").update(script).digest("base64");
const html = fs
    .readFileSync(path.join(folder, "index.html"), "utf8")
    .replace("%script-hash%", () => `sha256-${hash}`)
    .replace("/* style */", () => style)
    .replace(/<script>\s*\/\* script \*\/\s*<\/script>/, () => `<script>${script}</script>`);
fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
// Whole or not at all, because tests may read it meanwhile.
const file = path.join(folder, "bin/page.html");
fs.writeFileSync(`${file}.${process.pid}`, html);
fs.renameSync(`${file}.${process.pid}`, file);

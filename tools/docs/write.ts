// `npm run docs`: writes the documents, and the parts of the shell programs, that are generated from the code. Tests
// compare them with the code.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { manifestAbove } from "../../components/packageFacts";
import { writeApiReference } from "./apiReference";
import { apiReports } from "./apiReport";
import { writeBadges } from "./badges";
import { writtenParts } from "./shellParts";
import { troubleshooting } from "./troubleshooting";

const root = path.join(__dirname, "../..");

for (const [part, text] of Object.entries(writtenParts))
    fs.writeFileSync(path.join(root, "components/shell", `${part}.sh`), text());
for (const [file, text] of Object.entries(apiReports())) fs.writeFileSync(path.join(root, "etc", file), text);
writeApiReference(path.join(root, "docs/api"));
fs.writeFileSync(path.join(root, "docs/troubleshooting.md"), troubleshooting());
writeBadges(manifestAbove(root));
// The tests that compare the tables, the schemas and the pictures with the code can also write them.
execFileSync(path.join(root, "node_modules/.bin/mocha"), ["--grep", "UPDATE_DOCS"], {
    cwd: root,
    env: { ...process.env, UPDATE_DOCS: "1" },
    stdio: ["ignore", "ignore", "inherit"],
});

import * as fs from "node:fs";
import * as path from "node:path";
import { type ProgramName, programs, programText } from "../../components/shell/programs";

// Writes each shell program as one file to the directory given on the command line.
const [, , folder = "."] = process.argv;
for (const name of Object.keys(programs) as ProgramName[])
    fs.writeFileSync(path.join(folder, `${name}.sh`), programText(name));

// The report of the public TypeScript surface: etc/*.api.md.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const root = path.join(__dirname, "../..");

/** The reports by the name of their file, and what programs import for each. */
const entries = { "pulumi-ssh-keepalive.api.md": "index.d.ts", "pulumi-ssh-keepalive-aws.api.md": "aws/index.d.ts" };

/** Returns the public API as text, by the report's file in etc/. Compiles the declarations from the current sources. */
export function apiReports(): Record<string, string> {
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ssh-keepalive-api-"));
    try {
        const tsc = path.join(root, "node_modules/typescript/bin/tsc");
        const types = ["--emitDeclarationOnly", "--outDir", path.join(scratch, "dist")];
        execFileSync(process.execPath, [tsc, "-p", path.join(root, "tsconfig.build.json"), ...types], {
            stdio: "inherit",
        });
        fs.symlinkSync(path.join(root, "node_modules"), path.join(scratch, "node_modules"));
        fs.copyFileSync(path.join(root, "package.json"), path.join(scratch, "package.json"));
        const reports = Object.entries(entries).map(([file, entry]) => [file, report(scratch, file, entry)]);
        return Object.fromEntries(reports) as Record<string, string>;
    } finally {
        fs.rmSync(scratch, { recursive: true, force: true });
    }
}

function report(folder: string, file: string, entry: string): string {
    const config = ExtractorConfig.prepare({
        configObject: {
            projectFolder: folder,
            mainEntryPointFilePath: path.join(folder, "dist/components", entry),
            apiReport: { enabled: true, reportFileName: file, reportFolder: folder, reportTempFolder: folder },
            docModel: { enabled: false },
            dtsRollup: { enabled: false },
            tsdocMetadata: { enabled: false },
            newlineKind: "lf",
            compiler: {
                overrideTsconfig: {
                    compilerOptions: {
                        target: "es2022",
                        module: "node16",
                        moduleResolution: "node16",
                        types: ["node"],
                    },
                    files: [path.join(folder, "dist/components", entry)],
                },
            },
            messages: {
                extractorMessageReporting: {
                    default: { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
                    "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
                },
            },
        },
        configObjectFullPath: undefined,
        packageJsonFullPath: path.join(folder, "package.json"),
    });
    Extractor.invoke(config, { localBuild: true, messageCallback: (message) => (message.handled = true) });
    return fs.readFileSync(path.join(folder, file), "utf8");
}

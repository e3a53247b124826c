import { Command } from "commander";
import { hopRemark, hops, hopSettable } from "../core/hops";
import { type Profile, profiles } from "../core/profiles";
import { settingLines } from "../core/render/lines";
import { drawable, type Output, plainTerminal } from "./output";

/** `profiles`: the named settings. */
export function profilesCommand({ out, terminal = plainTerminal }: Output): Command {
    return new Command("profiles")
        .description("list the profiles, their values and the source of each value")
        .option("--json", "print JSON")
        .action(({ json }: { json?: boolean }) => {
            out(json ? asJson(profiles) : drawable(profiles.map(profileText).join("\n"), terminal));
        });
}

/** `hops`: the names that `--path` accepts. */
export function hopsCommand({ out }: Output): Command {
    return new Command("hops")
        .description("list the hops that --path accepts, with their idle timeouts")
        .option("--json", "print JSON")
        .action(({ json }: { json?: boolean }) => {
            out(json ? asJson(hops) : hopsText());
        });
}

/** A value as JSON, in the format of `--json`. */
export function asJson(value: unknown): string {
    return `${JSON.stringify(value, null, 2)}\n`;
}

function profileText(profile: Profile): string {
    const lines = (["server", "kernel", "client"] as const).flatMap((group) =>
        settingLines(group, profile[group] ?? {}).map(
            ({ property, line }) => `  ${line.padEnd(38)}${profile.sources[`${group}.${property}`]}`,
        ),
    );
    return [`${profile.name}: ${profile.description}`, ...lines, ""].join("\n");
}

function hopsText(): string {
    const rows = hops.map((hop) => [hop.name, String(hop.idleTimeout), hopSettable(hop), hopRemark(hop)]);
    const all = [["hop", "idle s", "settable", "source"], ...rows];
    return all
        .map(([a = "", b = "", c = "", d = ""]) => `${a.padEnd(34)}${b.padStart(7)}  ${c.padEnd(14)}${d}\n`)
        .join("");
}

import { Command, InvalidArgumentError, Option } from "commander";
import * as hosts from "./index";

/** What scripts get of a host; the private key as a file's name only. */
function describeHost({ init, ...host }: hosts.Host): object {
    const { name, address, port, user, privateKeyFile, hostKey, knownHostsFile, suite, systemd, openssh } = host;
    const described = { name, address, port, user, privateKeyFile, hostKey, knownHostsFile, suite, systemd, openssh };
    return { ...described, pid: init.pid, consoleLog: host.consoleLog };
}

function describeSet(set: hosts.HostSet): object {
    return {
        set: set.set,
        enter: set.inController([]),
        hosts: set.hosts.map(describeHost),
    };
}

function answer(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, null, 4)}\n`);
}

function tell(line: string): void {
    process.stderr.write(`${line}\n`);
}

function wholeNumber(text: string): number {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < 1 || value > 1021)
        throw new InvalidArgumentError("Give a whole number from 1 to 1021.");

    return value;
}

const setOption = () => new Option("--set <name>", "name of the set; sets do not see one another").default("default");
const suiteOption = () => new Option("--suite <suite>", "Debian release").choices(hosts.suites);

interface UpOptions {
    readonly set: string;
    readonly count: number;
    readonly suite: hosts.Suite;
    readonly systemd: boolean;
    readonly user: hosts.HostUser;
}

async function up({ set, count, ...each }: UpOptions): Promise<void> {
    answer(describeSet(await hosts.up({ set, count, each, detached: true, progress: tell })));
}

async function down({ set, all }: { readonly set: string; readonly all: boolean }): Promise<void> {
    const names = all ? hosts.listSets().map((each) => each.set) : [set];
    for (const name of names) await hosts.down(name);

    answer({ down: names });
}

async function exec(name: string, command: readonly string[], { set }: { readonly set: string }): Promise<void> {
    const result = await hosts.exec(hosts.openSet(set).host(name), command);
    answer(result);
    process.exitCode = result.exitCode;
}

async function roots({ suite }: { readonly suite?: hosts.Suite }): Promise<void> {
    const suites = suite === undefined ? hosts.suites : [suite];
    answer(await Promise.all(suites.map((each) => hosts.prepareRoot(each, [], tell)))); // Half of it is waiting.
}

function fail(error: unknown): void {
    tell(error instanceof Error ? error.message : String(error));
    process.exit(1);
}

const program = new Command("hosts")
    .description("Local sshd hosts to test with: Debian in network namespaces. Prints JSON, and progress on stderr.")
    .showHelpAfterError("(--help lists the commands)")
    .addHelpText(
        "after",
        `
Examples:
  npm run --silent hosts -- up --count 3
  npm run --silent hosts -- up --count 1 --suite trixie --systemd --user admin --set mine
  npm run --silent hosts -- exec host1 -- sshd -T
  npm run --silent hosts -- list
  npm run --silent hosts -- down

Only programs in the set's own network reach its hosts; put the words of "enter" before a command:
  $(npm run --silent hosts -- list | jq -r '.[0].enter | join(" ")') ssh -i KEY root@ADDRESS`,
    );

program
    .command("up")
    .description("start a set of hosts; replaces the set of that name")
    .option("--count <number>", "how many", wholeNumber, 1)
    .addOption(suiteOption().default("bookworm"))
    .option("--systemd", "boot systemd instead of a bare sshd", false)
    .addOption(new Option("--user <user>", "who logs in").choices(hosts.users).default("root"))
    .addOption(setOption())
    .action(up);
program
    .command("list")
    .description("the sets that were started so, with their hosts")
    .action(() => answer(hosts.listSets().map(describeSet)));
program
    .command("down")
    .description("remove a set with all that runs in it")
    .addOption(setOption())
    .option("--all", "every set that was started so", false)
    .action(down);
program
    .command("exec")
    .description("run a command as root on a host, without SSH; ends with that command's exit code")
    .argument("<host>")
    .argument("<command...>")
    .addOption(setOption())
    .action(exec);
program
    .command("roots")
    .description("build the Debian roots that are missing, all or one, and list these")
    .addOption(suiteOption())
    .action(roots);

program.parseAsync().catch(fail);

import { Command, InvalidArgumentError, Option } from "commander";
import * as hosts from "./index";

/** What scripts get of a set; the private key as a file's name only. */
function describe({ set, inController, hosts: members }: hosts.HostSet): object {
    const described = members.map(({ init, privateKey: _, set: __, ...host }) => ({ ...host, pid: init.pid }));
    return { set, enter: inController([]), hosts: described };
}

function print(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, null, 4)}\n`);
}

function printError(line: string): void {
    process.stderr.write(`${line}\n`);
}

function wholeNumber(text: string): number {
    if (/^\d+$/u.test(text) && Number(text) >= 1 && Number(text) <= hosts.hostLimit) return Number(text);

    throw new InvalidArgumentError(`Give a whole number from 1 to ${hosts.hostLimit}.`);
}

const setOption = () => new Option("--set <name>", "name of the set; sets do not see one another").default("default");
const suiteOption = () => new Option("--suite <suite>", "Debian release").choices(hosts.suites);

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
    .action(async ({ set, count, ...each }: { set: string; count: number }) =>
        print(describe(await hosts.up({ set, count, each, detached: true, progress: printError }))),
    );
program
    .command("list")
    .description("list the sets that `up` started, with their hosts")
    .action(() => print(hosts.listSets().map(describe)));
program
    .command("down")
    .description("remove a set with all that runs in it")
    .addOption(setOption())
    .option("--all", "every set that `up` started", false)
    .action(async ({ set, all }: { set: string; all: boolean }) => {
        const names = all ? hosts.listSets().map((each) => each.set) : [set];
        await Promise.all(names.map(hosts.down));
        print({ down: names });
    });
program
    .command("exec")
    .description("run a command as root on a host, without SSH; ends with that command's exit code")
    .argument("<host>")
    .argument("<command...>")
    .addOption(setOption())
    .action(async (name: string, command: string[], { set }: { set: string }) => {
        const result = await hosts.exec(hosts.openSet(set).host(name), command);
        print(result);
        process.exitCode = result.exitCode;
    });
program
    .command("roots")
    .description("build the Debian roots that are missing, all or one, and list these")
    .addOption(suiteOption())
    .action(async ({ suite }: { suite?: hosts.Suite }) => {
        const suites = suite === undefined ? hosts.suites : [suite];
        print(await Promise.all(suites.map((each) => hosts.prepareRoot(each, [], printError))));
    });

program.parseAsync().catch((error: unknown) => {
    printError(error instanceof Error ? error.message : String(error));
    process.exit(1);
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { anyQuery, argumentsOf } from "../cli/explain/anyQuery";
import { runCli } from "../cli/runCli";
import { temporaryFolder } from "../support/temporaryFolder";

const root = join(__dirname, "../..");
const cases: string[][] = [
    ["--interval", "120", "--count", "30", "--openssh", "9.2", "--path", "aws-nat-gateway,azure-load-balancer"],
    ["--profile", "stig", "--openssh", "ubuntu-18.04"],
    ["--profile", "pci", "--openssh", "8.4", "--path", "1800"],
    ["--interval", "0", "--tcp-keepalive", "no"],
    ["--path", "310", "--client-interval", "40", "--client-count", "2", "--tcp-retries2", "5"],
    ["--interval", "300", "--rekey-limit", "1h", "--openssh", "rhel8", "--kernel-time", "60"],
];

// The page as users have it: one file, opened from the disk, without a network, in the browser that Debian ships.
describe("The page", () => {
    const folder = temporaryFolder();
    let browser: BrowserContext;
    let url: string;
    const complaints: string[] = [];

    before(async () => {
        execFileSync(process.execPath, [join(root, "page/build.mjs")]);
        url = pathToFileURL(join(root, "page/bin/page.html")).href;
        browser = await chromium.launchPersistentContext(join(folder, "profile"), {
            executablePath: "/usr/bin/chromium",
            headless: true,
            offline: true,
            chromiumSandbox: false,
            args: [
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        });
        browser.on("weberror", (error) => complaints.push(String(error.error())));
        browser.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
        browser.on("request", (request) => /^https?:/.test(request.url()) && complaints.push(request.url()));
    });
    after(() => browser?.close());

    async function opened(state = "", from = url): Promise<Page> {
        const page = await browser.newPage();
        await page.goto(`${from}${state && `#${state}`}`);
        return page;
    }

    function stateOf(args: readonly string[]): string {
        const pairs = args.flatMap((arg, index) => (index % 2 === 0 ? [[arg.slice(2), args[index + 1] ?? ""]] : []));
        return new URLSearchParams(pairs).toString();
    }

    for (const args of cases) {
        it(`has the numbers, the answer and the files of explain ${args.join(" ")}`, async () => {
            const explained = JSON.parse((await runCli("explain", ...args, "--json")).out) as Record<string, unknown>;
            const page = await opened(stateOf(args));
            const shown = await fieldsOf(page);
            assert.ok(shown.length >= 15);
            for (const [field = "", value] of shown) assert.equal(value, String(at(explained, field)), field);

            const { idle, dead } = explained["answer"] as { idle: string; dead: string };
            const answer = await page.locator("#answer").innerText();
            assert.ok(answer.includes(idle) && answer.includes(dead), answer);
            for (const [name, { text }] of Object.entries(explained["files"] as Record<string, { text: string }>)) {
                const block = page.locator(`#file-${name}`);
                assert.equal(text === "" ? 0 : 1, await block.count(), name);
                if (text !== "") assert.equal(await block.evaluate((each) => each.textContent), text);
            }
            assert.match(await page.locator("#command").innerText(), /^npx pulumi-ssh-keepalive explain --/);
            await page.close();
        });
    }

    it("has the same answers as explain --json, whichever settings follow each other in one page", async () => {
        const page = await opened();
        for (const [index, query] of fc.sample(anyQuery, { numRuns: 25 }).entries()) {
            const report = JSON.stringify(query);
            const { code, out } = await runCli("explain", ...argumentsOf(query), "--json");
            await page.evaluate(goTo, `${new URLSearchParams(query).toString()}&state=${index}`);
            const answer = await page.locator("#answer").innerText();
            // The command line rejects this before there is any JSON.
            const explained = (code === 2 ? { problems: [] } : JSON.parse(out)) as Record<string, unknown>;
            const { idle, dead } = (explained["answer"] ?? {}) as Record<string, string>;
            if (idle === undefined || dead === undefined) {
                assert.match(answer, /These values cannot be right/, report);
                for (const { propertyPath } of explained["problems"] as { propertyPath: string }[])
                    assert.ok(answer.includes(propertyPath), `${report}: ${answer}`);
                assert.equal(await page.locator("#details > *").count(), 0, report);
                continue;
            }
            assert.ok(answer.includes(idle) && answer.includes(dead), `${report}: ${answer}`);
            for (const [field = "", value] of await fieldsOf(page))
                assert.equal(value, String(at(explained, field)), `${report}: ${field}`);
        }
        await page.close();
    });

    it("can be used with the keyboard, and keeps its state in the URL", async () => {
        const page = await opened();
        await page.getByLabel("Your own hop's idle timeout").focus();
        await page.keyboard.type("310");
        await page.keyboard.press("Enter");
        await page.getByLabel("ClientAliveInterval").fill("400");
        assert.match(await page.locator("#answer").innerText(), /does not survive this path/);
        assert.match(page.url(), /#.*interval=400.*path=310/);
        const sent = await opened(page.url().split("#")[1]);
        assert.equal(await sent.locator("#answer").innerText(), await page.locator("#answer").innerText());
        await page.getByRole("button", { name: "Remove 310 s" }).press("Enter");
        assert.doesNotMatch(page.url(), /path=/);
        await page.getByLabel("ClientAliveInterval").fill("soon");
        assert.match(await page.locator("#answer").innerText(), /server\.clientAliveInterval: "soon"/);
        await Promise.all([page.close(), sent.close()]);
    });

    it("rejects a hostile link by the option's name, and shows its content as text", async () => {
        const markup = "<img src=x onerror=alert(1)>";
        const hostile: Record<string, string> = {
            openssh: markup,
            profile: markup,
            path: `${markup},1e999`,
            interval: "9".repeat(400),
        };
        for (const [name, value] of Object.entries(hostile)) {
            const page = await opened(new URLSearchParams({ [name]: value }).toString());
            assert.match(
                await page.locator("#answer").innerText(),
                new RegExp(`${value.slice(0, 4)}.*\\((string|number)\\)`),
            );
            assert.equal(await page.locator("img").count(), 0);
            await page.close();
        }
        const page = await opened("__proto__=1&constructor=2&toString=3&interval=90&%E0%A4%A=x&path=,,,");
        assert.match(await page.locator("#answer").innerText(), /An idle session survives/);
        await page.close();
    });

    it("copies a file", async () => {
        const page = await opened("interval=90");
        await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
        await page.getByRole("button", { name: "Copy sshd" }).click();
        await page.getByText("Copied").waitFor();
        assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^ClientAliveInterval 90\n/);
        await page.close();
    });

    for (const colorScheme of ["dark", "light"] as const) {
        for (const [device, width] of [
            ["phone", 360],
            ["desktop", 1280],
        ] as const) {
            it(`is legible and accessible on a ${device} in ${colorScheme}, without scrolling sideways`, async () => {
                const page = await opened(stateOf(cases[0] ?? []));
                await page.emulateMedia({ colorScheme });
                await page.setViewportSize({ width, height: 800 });
                if (process.env["SCREENSHOTS"] !== undefined) {
                    const path = join(process.env["SCREENSHOTS"], `${device}-${colorScheme}.png`);
                    await page.screenshot({ path, fullPage: true });
                }
                assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
                const smallest = await page.evaluate(smallestText);
                assert.ok(smallest.pixels >= 11.5, JSON.stringify(smallest));
                // The page's own policy blocks other scripts, so this one runs outside its scope.
                await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
                const violations = await page.evaluate(async () => {
                    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: unknown[] }> } };
                    return (await axe.run()).violations;
                });
                assert.deepEqual(violations, [], JSON.stringify(violations, null, 1).slice(0, 3000));
                await page.close();
            });
        }
    }

    it("is written with settings by explain --html, and without by page --write", async () => {
        const own = join(folder, "own.html");
        const empty = join(folder, "empty.html");
        const hostile = ["--interval", "77", "--putty-session", "</script><script>alert(1)</script>"];
        await runCli("explain", ...hostile, "--html", own);
        assert.equal((await runCli("page", "--write", empty)).code, 0);
        const page = await opened("", pathToFileURL(own).href);
        assert.equal(await page.getByLabel("ClientAliveInterval").inputValue(), "77");
        assert.equal(await page.locator("#putty-session").inputValue(), hostile[3]);
        const other = await opened("", pathToFileURL(empty).href);
        assert.equal(await other.getByLabel("ClientAliveInterval").inputValue(), "");
        await Promise.all([page.close(), other.close()]);
    });

    it("sends no network request and logs no error", () => assert.deepEqual(complaints, []));
});

/** Returns each number on the page, by its path in the explanation. */
async function fieldsOf(page: Page): Promise<string[][]> {
    return page
        .locator("[data-field]")
        .evaluateAll((all) => all.map((each) => ["data-field", "value"].map((name) => each.getAttribute(name) ?? "")));
}

/** Shows another state, and waits until the page has handled it. Runs in the page. */
async function goTo(state: string): Promise<void> {
    await new Promise<void>((resolve) => {
        // The page's own listener runs first.
        addEventListener("hashchange", () => resolve(), { once: true });
        location.hash = state;
    });
}

/** Returns the smallest displayed text size, scaled drawings included. Runs in the page. */
function smallestText(): { pixels: number; text: string } {
    let smallest = { pixels: Infinity, text: "" };
    for (const each of document.querySelectorAll<HTMLElement | SVGTextElement>("body *")) {
        const own = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
        if (!own || each.getClientRects().length === 0) continue;
        const scale = each instanceof SVGTextElement ? (each.getScreenCTM()?.a ?? 1) : 1;
        const pixels = parseFloat(getComputedStyle(each).fontSize) * scale;
        if (pixels < smallest.pixels) smallest = { pixels, text: each.textContent ?? "" };
    }
    return smallest;
}

function at(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

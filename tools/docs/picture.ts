// The README's picture: an idle session through a NAT gateway, once without keepalive and once with it.
import type { PartialSettings } from "../../core/settings";
import { describeTiming } from "../../core/timing/describe";

const hop = "aws-nat-gateway";
const seconds = 900;
const left = 180;
const right = 60;
const top = 48;
const gap = 78;
const width = 900;
const x = (at: number): number => Math.round(left + (at / seconds) * (width - left - right));

const rows: readonly { title: string; settings: PartialSettings }[] = [
    { title: "OpenSSH's defaults", settings: {} },
    { title: "interval 60, count 3", settings: { server: { clientAliveInterval: 60, clientAliveCountMax: 3 } } },
];

/** The picture of the timing model, as SVG, to scale. */
export function picture(): string {
    const timings = rows.map(({ settings }) => describeTiming(settings, { openssh: "10.0", networkPath: [hop] }));
    const [first] = timings[0]?.hops ?? [];
    if (first === undefined) throw new Error(`there is no hop ${hop}`);
    const ticks = Array.from({ length: seconds / 150 + 1 }, (_, index) => index * 150);
    const bottom = top + rows.length * gap;
    const lines = rows.flatMap(({ title }, index) => {
        const timing = timings[index];
        const y = top + index * gap + 20;
        const kept = timing?.hops[0]?.survives === true;
        const end = kept ? seconds : first.idleTimeout;
        const period = timing?.probePeriod ?? null;
        const probes =
            kept && period !== null
                ? Array.from({ length: Math.floor(seconds / period) }, (_, n) => (n + 1) * period)
                : [];
        return [
            text(12, y + 5, title, "start", 600),
            `<line x1="${x(0)}" x2="${x(end)}" y1="${y}" y2="${y}" stroke="${kept ? "#1a7f37" : "#57606a"}" stroke-width="6"/>`,
            ...probes.map(
                (at) => `<circle cx="${x(at)}" cy="${y}" r="5" fill="#fff" stroke="#1a7f37" stroke-width="2"/>`,
            ),
            ...(kept
                ? [text(x(0), y + 26, `a probe every ${period} s: ${first.title} keeps the flow`, "start")]
                : [
                      `<line x1="${x(end)}" x2="${x(seconds)}" y1="${y}" y2="${y}" stroke="#cf222e" stroke-width="2" stroke-dasharray="4 5"/>`,
                      text(x(end), y + 7, "✕", "middle", 700, "#cf222e", 20),
                      text(
                          x(end) + 14,
                          y + 26,
                          `${first.title} forgets the flow after ${first.idleTimeout} s: the session hangs`,
                          "start",
                      ),
                  ]),
        ];
    });
    const axis = ticks.flatMap((at) => [
        `<line x1="${x(at)}" x2="${x(at)}" y1="${bottom}" y2="${bottom + 6}" stroke="#57606a"/>`,
        text(x(at), bottom + 22, `${at} s`, "middle"),
    ]);
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 34}" viewBox="0 0 ${width} ${bottom + 34}" font-family="sans-serif" font-size="13" role="img">`,
        `<title>An idle SSH session through a NAT gateway, without and with keepalive</title>`,
        `<rect width="100%" height="100%" fill="#fff"/>`,
        text(12, 24, "An idle SSH session through a NAT gateway", "start", 700, "#24292f", 16),
        ...lines,
        `<line x1="${x(0)}" x2="${x(seconds)}" y1="${bottom}" y2="${bottom}" stroke="#57606a"/>`,
        ...axis,
        "</svg>",
        "",
    ].join("\n");
}

function text(at: number, y: number, words: string, anchor: string, weight = 400, fill = "#24292f", size = 13): string {
    const escaped = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    return `<text x="${at}" y="${y}" text-anchor="${anchor}" font-weight="${weight}" font-size="${size}" fill="${fill}">${escaped}</text>`;
}

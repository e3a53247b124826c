import { type ClientSettings, day, type Directive } from "./directives";

/**
 * Keys of a PuTTY saved session. PuTTY stores the seconds between keepalives as whole minutes and a rest, and adds both
 * up when it reads them; writing one alone would leave the other's old value in the sum.
 */
export const puttyKeys: readonly (Directive<keyof ClientSettings> & { readonly part: "whole" | "minutes" | "rest" })[] =
    [
        {
            property: "serverAliveInterval",
            keyword: "PingInterval",
            kind: "count",
            part: "minutes",
            min: 0,
            max: day / 60,
            default: "0",
            since: "PuTTY 0.50",
            summary: "whole minutes of the time between keepalives",
            source: "PuTTY settings.c",
        },
        {
            property: "serverAliveInterval",
            keyword: "PingIntervalSecs",
            kind: "seconds",
            part: "rest",
            min: 0,
            max: 59,
            default: "0",
            since: "PuTTY 0.52",
            summary: "seconds of the time between keepalives beyond the whole minutes",
            source: "PuTTY settings.c; manual 4.13.1, “Seconds between keepalives”",
        },
        {
            property: "tcpKeepAlive",
            keyword: "TCPKeepalives",
            kind: "boolean",
            part: "whole",
            default: "0",
            since: "PuTTY 0.54 or earlier",
            summary: "the kernel probes the peer of an idle connection",
            source: "PuTTY settings.c; manual 4.13.3",
        },
    ];

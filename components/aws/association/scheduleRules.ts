import type { Problem } from "../../../core/settings";
import { shown } from "../../../core/validate/shown";
import { switchProblems } from "../../inputs/properties";

/**
 * The schedules that State Manager takes, of at most 256 characters:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
const expression = /^(rate\([1-9]\d{0,3} (minutes?|hours?|days?)\)|cron\([^()]{5,250}\)|at\([^()]{1,250}\))$/;

/** The problems of when an association runs. */
export function scheduleProblems(args: Record<string, unknown>): Problem[] {
    const { scheduleExpression, applyOnlyAtCronInterval, calendarNames } = args;
    return [
        ...expressionProblems(scheduleExpression),
        ...switchProblems(args, ["applyOnlyAtCronInterval"]),
        ...cronOnlyProblems(scheduleExpression, applyOnlyAtCronInterval),
        ...calendarProblems(calendarNames),
    ];
}

function expressionProblems(schedule: unknown): Problem[] {
    const problem = (reason: string): Problem[] => [
        { propertyPath: "scheduleExpression", reason: `${shown(schedule)} ${reason}` },
    ];
    if (schedule === undefined) return [];
    if (typeof schedule !== "string" || !expression.test(schedule)) {
        return problem(
            'is not what Systems Manager takes; write "rate(1 hour)", "cron(0 3 ? * * *)" or "at(2030-01-31T03:00:00)"',
        );
    }
    const minutes = /^rate\((\d+) minutes?\)$/.exec(schedule)?.[1];
    if (minutes !== undefined && Number(minutes) < 30)
        return problem('is more often than Systems Manager runs an association; write at least "rate(30 minutes)"');

    const time = /^at\((.*)\)$/.exec(schedule)?.[1];
    if (time !== undefined && !isUtcTime(time))
        return problem('is no time of a calendar; write it in UTC, as "at(2030-01-31T03:00:00)"');

    return [];
}

/** Whether the text is a second that exists, written as Systems Manager wants it. */
function isUtcTime(text: string): boolean {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
    const time = new Date(`${text}Z`);
    // The 30th of February becomes a day of March, which does not begin with the same text.
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** What can only be said when the schedule is known: one that is left out is the default, a rate. */
export function missingCron({ scheduleExpression, applyOnlyAtCronInterval }: Record<string, unknown>): Problem[] {
    return scheduleExpression === undefined ? cronOnlyProblems("", applyOnlyAtCronInterval) : [];
}

/** AWS refuses the switch next to anything but a cron expression. */
function cronOnlyProblems(schedule: unknown, only: unknown): Problem[] {
    if (only !== true || typeof schedule !== "string" || schedule.startsWith("cron(")) return [];
    const reason = 'true needs a scheduleExpression such as "cron(0 3 ? * * *)"';
    return [{ propertyPath: "applyOnlyAtCronInterval", reason }];
}

function calendarProblems(names: unknown): Problem[] {
    if (names === undefined) return [];
    const isName = (name: unknown): boolean => name === undefined || (typeof name === "string" && name !== "");
    if (Array.isArray(names) && names.every(isName)) return [];
    const reason = `${shown(names)} is no list of calendars; write ["arn:aws:ssm:eu-central-1:123456789012:document/maintenance"]`;
    return [{ propertyPath: "calendarNames", reason }];
}

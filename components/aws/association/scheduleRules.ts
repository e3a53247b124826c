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

    const cron = /^cron\((.*)\)$/.exec(schedule)?.[1];
    const cronReason = cron === undefined ? undefined : cronReasonOf(cron);
    if (cronReason !== undefined) return problem(cronReason);

    const time = /^at\((.*)\)$/.exec(schedule)?.[1];
    if (time !== undefined && !isUtcTime(time))
        return problem('is not a valid date and time; write it in UTC, as "at(2030-01-31T03:00:00)"');

    return [];
}

/**
 * Why State Manager rejects these fields: minutes, hours, day of the month, month, day of the week and year, perhaps with
 * seconds before them. Its reference requires "?" as one of the two days, and no month; an association with a month is
 * created but does not run (prescriptive guidance, "centralize software package distribution").
 */
function cronReasonOf(text: string): string | undefined {
    const fields = text.split(" ");
    if (fields.length < 5 || fields.length > 7 || !fields.every((field) => /^[\dA-Z,\-*/?#]+$/i.test(field)))
        return 'does not have the fields of a cron expression; write minutes, hours, day, month, weekday and year, as "cron(0 3 ? * SUN *)"';

    if (fields.length === 5) return undefined;
    const [day, month, weekday] = fields.slice(fields.length === 7 ? 3 : 2);
    if (month !== "*")
        return `has the month ${shown(month)}; State Manager takes no months for associations, write "*"`;
    if ((day === "?") === (weekday === "?"))
        return 'must have "?" as its day of the month or as its weekday, and not as both, such as "cron(0 3 ? * SUN *)"';

    return undefined;
}

/** Whether the text is a second that exists, in the form that Systems Manager takes. */
function isUtcTime(text: string): boolean {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
    const time = new Date(`${text}Z`);
    // The 30th of February becomes a day of March, which does not begin with the same text.
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/** The problems that can only be found when the schedule is known. A missing one is the default, a rate. */
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
    const reason = `${shown(names)} is not a list of calendars; write ["arn:aws:ssm:eu-central-1:123456789012:document/maintenance"]`;
    return [{ propertyPath: "calendarNames", reason }];
}

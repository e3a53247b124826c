/** The meaning of the program's exit codes; `--help` prints the same table. */
export const exitCodes = {
    ok: 0,
    problems: 1,
    usage: 2,
    interrupted: 130,
} as const;

export const exitCodeHelp = `
Exit codes:
  0  explained, and nothing is wrong; measured
  1  something is wrong: a value is refused, values contradict each other, a hop of the path forgets the
     connection, nothing detects a dead peer, or the host cannot be read or measured
  2  the command line is not understood
  130  measure was ended before its time; what it knew by then is printed`;

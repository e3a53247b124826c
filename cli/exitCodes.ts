/** The meaning of the program's exit codes; `--help` prints the same table. */
export const exitCodes = {
    ok: 0,
    problems: 1,
    usage: 2,
    interrupted: 130,
} as const;

export const exitCodeHelp = `
Exit codes:
  0    success: explained without problems, or measured
  1    a problem: a value is invalid, values contradict each other, a hop on the path drops the
       connection, nothing detects a dead peer, or the host cannot be read or measured
  2    the command line is invalid
  130  measure was interrupted; the result so far is printed`;

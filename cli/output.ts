/** Where the program writes to. */
export interface Output {
    /** What was asked for. */
    out: (text: string) => void;
    /** Progress and errors. */
    err: (text: string) => void;
}

/** Admits a limited number of callers at a time, in order of arrival. */
export class Gate {
    private inside = 0;
    private readonly queue: (() => void)[] = [];

    constructor(private readonly size: number) {}

    async pass<T>(work: () => Promise<T>): Promise<T> {
        if (this.inside >= this.size) await new Promise<void>((resolve) => this.queue.push(resolve));
        else this.inside += 1;
        try {
            return await work();
        } finally {
            const next = this.queue.shift();
            if (next === undefined) this.inside -= 1;
            else next();
        }
    }
}

/** Does the work on each item, so many at a time, and always to the end; then throws the first failure, if any. */
export async function pooled<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
    const results: Promise<R>[] = [];
    const left = items.entries();
    const worker = async () => {
        for (const [index, item] of left) await Promise.allSettled([(results[index] = work(item))]);
    };
    await Promise.all(Array.from({ length: width }, worker));
    return Promise.all(results);
}

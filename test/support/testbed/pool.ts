/** Does the work on each item, so many at a time, and always to the end; then throws the first failure, if any. */
export async function pooled<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
    const results: PromiseSettledResult<R>[] = [];
    let next = 0;
    const worker = async () => {
        for (let index = next++; index < items.length; index = next++)
            results[index] = (await Promise.allSettled([work(items[index] as T)]))[0];
    };
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
    return results.map((result) => {
        if (result.status === "rejected") throw result.reason;

        return result.value;
    });
}

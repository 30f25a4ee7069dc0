/** Several workers take from one list: each the next item as soon as it is free. */

/** The next item with its place in the list; absent: there is none left. */
export type Take<A> = () => readonly [at: number, item: A] | undefined

/** Resolves with what each worker made. Once one rejects, the others find the list empty; it rejects when all have ended. */
export const fromOneList = async <A, W, B>(
  items: ReadonlyArray<A>,
  workers: ReadonlyArray<W>,
  work: (worker: W, take: Take<A>) => Promise<B>,
): Promise<ReadonlyArray<B>> => {
  const left = [...items.entries()]
  const working = workers.map((worker) =>
    work(worker, () => left.shift()).catch((error: unknown) => {
      left.length = 0
      throw error
    }),
  )
  await Promise.allSettled(working)
  return Promise.all(working)
}

/**
 * `eachOf` runs a function for every item, with at most `concurrency` calls at a time; `chunksOf` cuts a list into
 * chunks of a given size.
 *
 * The first failure rejects at once. It does not stop the work: the other calls finish and go on with the remaining
 * items, with one call fewer at a time for each failure, although nobody waits for them any longer.
 */
export const eachOf = async <A>(
  items: ReadonlyArray<A>,
  concurrency: number,
  use: (item: A) => Promise<void>,
): Promise<void> => {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await use(item)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

export const chunksOf = <A>(items: ReadonlyArray<A>, size: number): Array<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )

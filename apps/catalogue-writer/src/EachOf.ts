/**
 * Runs a function for every item with limited concurrency, and cuts a list into chunks. The first failure rejects at
 * once; calls for the remaining items still go on in the background.
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

/** Bytes that this process holds, in its heap and outside of it, after collection; needs `--expose-gc`. */
export const settledMemory = async (): Promise<number> => {
  const collect = globalThis.gc
  if (collect === undefined) throw new Error("start it with --expose-gc")
  // Twice, with a turn between, because what the first finalizes is freed by the second.
  for (let time = 0; time < 3; time += 1) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

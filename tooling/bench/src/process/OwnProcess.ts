/** Measures this process's processor time and collects its garbage. */

/** User and system time, all threads, in microseconds. */
export const processorTime = (): number => {
  const { system, user } = process.cpuUsage()
  return system + user
}

/** Microseconds of processor time of one of `count` runs. */
export const costOf = (count: number, run: (at: number) => void): number => {
  const before = processorTime()
  for (let at = 0; at < count; at += 1) run(at)
  return (processorTime() - before) / count
}

/** Needs `--expose-gc`. Twice, because what the first collection finalizes is freed by the second. */
export const collectGarbage = (): void => {
  if (globalThis.gc === undefined) throw new Error("start Node with --expose-gc")
  globalThis.gc()
  globalThis.gc()
}

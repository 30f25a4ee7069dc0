/**
 * How much of a processor this thread gets while it has work: less than all of it where the machine is shared, or where
 * a container's share is used up. Time that passed is multiplied by it to find the time that was spent.
 */

/** Milliseconds of work between two looks: the system counts in steps of up to ten. */
const apartMs = 100

export class ProcessorShare {
  #work = performance.eventLoopUtilization()
  #used = process.threadCpuUsage()
  #share = 1

  /** From 0 to 1. */
  share(): number {
    const work = performance.eventLoopUtilization()
    const activeMs = work.active - this.#work.active
    if (activeMs < apartMs) return this.#share
    const { system, user } = process.threadCpuUsage(this.#used)
    this.#work = work
    this.#used = process.threadCpuUsage()
    this.#share = Math.min(1, (system + user) / 1_000 / activeMs)
    return this.#share
  }
}

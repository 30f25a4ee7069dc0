/** Measures the memory of this process after garbage collection. */
import { collectGarbage } from "../../process/OwnProcess.ts"

/** Bytes that this process holds, in its heap and outside of it, after collection; needs `--expose-gc`. */
export const settledMemory = async (): Promise<number> => {
  // With a turn between, because what one finalizes is freed by the next.
  for (let time = 0; time < 3; time += 1) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

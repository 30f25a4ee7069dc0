/**
 * A bus between servers of one process: in order, some turns of the event loop later, as Redis would. It may lose some.
 */
import { Effect, Layer } from "effect"
import { InstanceBus } from "../src/resume/InstanceBus.ts"

/** `isLost` is asked for each message by its number. */
export const memoryBus = (isLost: (number: number) => boolean = () => false) => {
  const listeners = new Map<string, Set<(text: string) => void>>()
  let told = 0
  return Layer.succeed(
    InstanceBus,
    InstanceBus.of({
      configured: true,
      tell: (channel, text) => {
        told += 1
        if (isLost(told)) return
        setImmediate(() => {
          for (const listener of listeners.get(channel) ?? []) listener(text)
        })
      },
      hear: (channel, listener) =>
        Effect.acquireRelease(
          Effect.sync(() => {
            const known = listeners.get(channel) ?? new Set()
            listeners.set(channel, known.add(listener))
          }),
          () => Effect.sync(() => listeners.get(channel)?.delete(listener)),
        ),
    }),
  )
}

/** The threads that mark garbage give way to the event loop, and no other thread does. */
import { readdirSync, readFileSync } from "node:fs"
import { constants, getPriority } from "node:os"
import { it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { expect } from "vitest"
import { SocketServer } from "../src/transport/SocketServer.ts"
import { wsServer } from "../src/transport/WsSocketServer.ts"
import { layerCollectorThreads } from "../src/bounds/CollectorThreads.ts"

const priorities = () => {
  const all = readdirSync("/proc/self/task").map((id) => ({
    name: readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim(),
    priority: getPriority(Number(id)),
  }))
  const of = (isCollector: boolean) =>
    new Set(
      all
        .filter(({ name }) => name.startsWith("V8Worker") === isCollector)
        .map(({ priority }) => priority),
    )
  return { collectors: of(true), others: of(false) }
}

it.effect.runIf(process.platform === "linux")(
  "lowers the threads of V8 alone, under Node's server alone",
  () =>
    Effect.gen(function* () {
      const before = priorities()
      const under = (name: "uws" | "ws") =>
        Effect.scoped(Layer.build(layerCollectorThreads)).pipe(
          Effect.provideService(SocketServer, { ...wsServer, name }),
        )
      yield* under("uws")
      expect(priorities()).toEqual(before)
      yield* under("ws")
      expect(priorities().collectors).toEqual(new Set([constants.priority.PRIORITY_BELOW_NORMAL]))
      expect(priorities().others).toEqual(before.others)
    }),
)

/**
 * Reads what a chat server holds: gauges of its metrics, and through its inspector the fibers that have not ended, timers
 * and connections, after a garbage collection.
 */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { untilIdle } from "@manga-assist/bench/soak/Gauges"
import { inspecting } from "@manga-assist/bench/store/Inspector"
import { type Held, slack } from "./Judge.ts"
import type { World } from "./World.ts"

type Server = ReturnType<World["serverOf"]>

/** The prototype of every fiber, from the server's own copy of the library. */
const prototype = `(() => {
  const { createRequire } = process.getBuiltinModule("node:module")
  const { Effect } = createRequire(process.argv[1])("effect")
  return Object.getPrototypeOf(Effect.runFork(Effect.void))
})()`
const countRunning = `function () {
  const resources = process.getActiveResourcesInfo()
  const count = (type) => resources.filter((each) => each === type).length
  return {
    fibers: this.filter((fiber) => fiber.pollUnsafe() === undefined).length,
    timers: count("Timeout"),
    connections: count("TCPSocketWrap"),
  }
}`

interface Remote<A = unknown> {
  readonly objectId: string
  readonly value: A
}

type Resources = Pick<Held, "connections" | "fibers" | "timers">

const resourcesOf = ({ inspector = "" }: Pick<Server, "inspector">): Promise<Resources> =>
  inspecting(inspector, async (call) => {
    const { result } = await call<{ readonly result: Remote }>("Runtime.evaluate", {
      expression: prototype,
    })
    // Only what is reachable: it collects garbage first.
    const { objects } = await call<{ readonly objects: Remote }>("Runtime.queryObjects", {
      prototypeObjectId: result.objectId,
      objectGroup: "held",
    })
    const counted = await call<{ readonly result: Remote<Resources> }>("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: countRunning,
      returnByValue: true,
    })
    await call("Runtime.releaseObjectGroup", { objectGroup: "held" })
    return counted.result.value
  })

/** At once, or until it holds no more than before, if that is known, or the time is over. */
export const settledResources = (
  server: Pick<Server, "inspector">,
  withinMs: number,
  before?: Resources,
): Promise<Resources> => {
  const isSettled = (now: Resources) =>
    before === undefined ||
    (["fibers", "timers", "connections"] as const).every(
      (name) => now[name] <= before[name] + slack[name],
    )
  return lookUntil(() => resourcesOf(server), isSettled, { everyMs: 1_000, withinMs })
}

/** Once nobody is there and nothing waits, or the time is over; until it holds no more than before, if that is known. */
export const heldNow = async (
  server: Server,
  withinMs: number,
  before?: Resources,
): Promise<Held> => {
  const { modelStreams, openConnections, pending, runningMessages } = await untilIdle(
    server,
    withinMs,
  )
  return {
    ...(await settledResources(server, withinMs, before)),
    sockets: openConnections,
    messages: runningMessages,
    streams: modelStreams,
    pending,
  }
}

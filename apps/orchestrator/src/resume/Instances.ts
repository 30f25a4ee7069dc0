/**
 * List of the running instances, for display only: each announces itself every five seconds, and when it leaves.
 * Without Redis the list has this instance alone.
 */
import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { monotonicMs } from "@manga-assist/connections"
import { Clock, type Context, Effect, Schema, type Scope } from "effect"
import type { InstanceBus } from "./InstanceBus.ts"

const channel = "presence"
const everyMs = 5_000
/** Three times in a row unheard: it is gone, or cannot be heard. */
const forgottenMs = 3 * everyMs + 1_000
/** More than anybody runs; whoever can publish shall not fill the memory. */
const most = 1_000

const short = Schema.String.check(Schema.isMaxLength(200))

const counts = {
  turns: Schema.Finite,
  errors: Schema.Finite,
  overBudget: Schema.Finite,
  hits: Schema.Finite,
  misses: Schema.Finite,
  dollars: Schema.Finite,
  firstContentP95Ms: Schema.optionalKey(Schema.Finite),
}
const minutesOfHour = 60
const mostCodes = 64

/** How its turns of the last minutes went, and those of each minute of the last hour, the oldest first. */
const Recent = Schema.Struct({
  ...counts,
  minutes: Schema.Finite,
  hour: Schema.optionalKey(
    Schema.Array(Schema.Struct(counts)).check(Schema.isMaxLength(minutesOfHour)),
  ),
  modelSilentSince: Schema.optionalKey(short),
  /** Stages of reads that have got no answer for some turns, and since when, ISO. */
  silent: Schema.optionalKey(
    Schema.Array(Schema.Struct({ stage: short, since: short })).check(
      Schema.isMaxLength(mostCodes),
    ),
  ),
  /** Turns by each code of `degraded`, and when the last one was, ISO. */
  left: Schema.optionalKey(
    Schema.Array(Schema.Struct({ code: short, turns: Schema.Finite, last: short })).check(
      Schema.isMaxLength(mostCodes),
    ),
  ),
})

const Instance = Schema.Struct({
  id: short,
  /** Host and process, as its logs and its operator know it. */
  name: short,
  /** Epoch milliseconds. */
  startedAt: Schema.Finite,
  openConnections: Schema.Finite,
  runningMessages: Schema.Finite,
  draining: Schema.Boolean,
  recent: Schema.optionalKey(Recent),
})
type Instance = typeof Instance.Type

const Presence = Schema.fromJsonString(
  Schema.Union([
    Schema.Struct({ kind: Schema.Literal("here"), instance: Instance }),
    Schema.Struct({ kind: Schema.Literal("left"), id: short }),
  ]),
)
const readPresence = Schema.decodeUnknownOption(Presence)

type Now = Pick<Instance, "openConnections" | "runningMessages" | "draining" | "recent">

export interface InstanceSeen extends Omit<Instance, "id"> {
  readonly isThis: boolean
}

/** Tells and hears until the scope closes; what it resolves to lists this instance first. */
export const instances = Effect.fnUntraced(function* (
  bus: Context.Service.Shape<typeof InstanceBus>,
  now: () => Now,
): Effect.fn.Return<() => ReadonlyArray<InstanceSeen>, never, Scope.Scope> {
  const id = randomUUID()
  const clock = yield* Clock.Clock
  const nowMs = monotonicMs(clock)
  const startedAt = clock.currentTimeMillisUnsafe()
  const name = `${hostname()} (${process.pid})`
  const own = (): Instance => ({ id, name, startedAt, ...now() })
  const others = new Map<string, { readonly instance: Instance; readonly heardAt: number }>()
  const tell = (presence: typeof Presence.Type) => bus.tell(channel, JSON.stringify(presence))
  yield* bus.hear(channel, (text) => {
    const heard = readPresence(text)
    if (heard._tag === "None") return
    const { value } = heard
    if (value.kind === "left") others.delete(value.id)
    else if (value.instance.id !== id && (others.has(value.instance.id) || others.size < most)) {
      others.set(value.instance.id, {
        instance: value.instance,
        heardAt: nowMs(),
      })
    }
  })
  if (bus.configured) {
    yield* Effect.addFinalizer(() => Effect.sync(() => tell({ kind: "left", id })))
    yield* Effect.sync(() => tell({ kind: "here", instance: own() })).pipe(
      Effect.andThen(Effect.sleep(everyMs)),
      Effect.forever,
      Effect.forkScoped({ startImmediately: true }),
    )
  }
  const shown = ({ id: _id, ...instance }: Instance, isThis: boolean): InstanceSeen => ({
    ...instance,
    isThis,
  })
  return () => {
    const since = nowMs() - forgottenMs
    for (const [other, { heardAt }] of others) if (heardAt < since) others.delete(other)
    return [
      shown(own(), true),
      ...[...others.values()].map(({ instance }) => shown(instance, false)),
    ]
  }
})

/**
 * The control plane of an AWS account, queried through EC2 and OpenSearch Serverless.
 *
 * AWS throttles these calls, so results are cached for 5 to 15 minutes (one minute after a call that failed otherwise
 * than by a missing permission), and one reader queries at a time. The AWS clients are loaded with the first query.
 * Closing the scope closes the sockets.
 */
import { Clock, Effect, Layer, Random, Semaphore } from "effect"
import { clientSettings } from "./AwsCall.ts"
import { ControlPlane } from "./ControlPlane.ts"
import type { Place } from "./OwnPlace.ts"
import type { Service } from "./ServiceName.ts"
import { nothingKnown, type VpcFacts } from "./VpcFacts.ts"

/**
 * `vpcId` and `subnetIds`, where this process runs, are found by its address unless given. Credentials and
 * endpoint URLs come from the environment, as everywhere in the AWS SDK.
 */
export interface AwsControlPlaneOptions extends Place {
  readonly region: string
}

const keptMs = { shortest: 300_000, longest: 900_000 }
/** After a failure that is no lack of permission: soon, but not with every window. */
const keptAfterFailureMs = 60_000

interface Kept {
  readonly key: string
  readonly until: number
  readonly facts: VpcFacts
}

/** Collections need three endpoint types to be told apart. */
const withCollections = (services: ReadonlyArray<Service>): ReadonlyArray<Service> => {
  const collection = services.find(({ name }) => name.startsWith("aoss-"))
  if (collection === undefined) return services
  const { region } = collection
  return [...services, { name: "aoss-data", region }, { name: "aoss", region }]
}

/** Monotonic: a clock that is set back keeps no facts for longer. */
const nowMs = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n))

const isTransient = (note: string): boolean => /failed \(|gave no answer/.test(note)

export const layerAws = (options: AwsControlPlaneOptions): Layer.Layer<ControlPlane> =>
  Layer.effect(
    ControlPlane,
    Effect.gen(function* () {
      const settings = { ...(yield* clientSettings), region: options.region }
      const reader = yield* Effect.cached(
        Effect.map(
          Effect.promise(() => import("./AwsReader.ts")),
          ({ awsReader }) => awsReader(settings),
        ),
      )
      const reading = yield* Semaphore.make(1)
      let kept: Kept | undefined
      const facts = Effect.fnUntraced(function* (asked: ReadonlyArray<Service>) {
        const services = withCollections(asked.filter(({ region }) => region === options.region))
        if (services.length === 0) return nothingKnown
        const key = services.map(({ name }) => name).join(",")
        const now = yield* nowMs
        if (kept !== undefined && kept.key === key && now < kept.until) return kept.facts
        const ask = yield* reader
        const read = yield* ask(services, options)
        const { shortest, longest } = keptMs
        const keep = read.notes.some(isTransient)
          ? keptAfterFailureMs
          : shortest + (longest - shortest) * (yield* Random.next)
        kept = { key, until: (yield* nowMs) + keep, facts: read }
        return read
      })
      return ControlPlane.of({ facts: (services) => reading.withPermits(1)(facts(services)) })
    }),
  )

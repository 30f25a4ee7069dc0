/** The emulated services' admin address: how long calls take, what is broken, what was counted. */
import type { RunningStore } from "../turn/RunningStore.ts"

type Emulated = Pick<RunningStore, "admin">

const put = async (store: Emulated, path: string, body: unknown): Promise<void> => {
  const reply = await fetch(`${store.admin}${path}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${path} refused: ${await reply.text()}`)
  await reply.body?.cancel()
}

export const setLatency = (
  store: Emulated,
  model: "none" | "source-after",
  jitter: boolean,
): Promise<void> => put(store, "/latency", { model, jitter })

/** As `PUT /faults` takes them. */
export interface Fault {
  readonly service: "bedrock" | "opensearch" | "dynamodb" | "redis"
  readonly kind: string
  readonly operation?: string
  readonly rate?: number
  readonly afterEvents?: number
  readonly delayMs?: number
}

export const setFaults = (store: RunningStore, faults: ReadonlyArray<Fault>): Promise<void> =>
  put(store, "/faults", faults)

export interface ServiceStats {
  readonly streamsOpen: number
  readonly connectionsOpen: number
  readonly inputTokens?: number
  readonly outputTokens?: number
}

export const serviceStats = async (
  store: RunningStore,
): Promise<Readonly<Record<string, ServiceStats>>> => {
  const reply = await fetch(`${store.admin}/stats`)
  return (await reply.json()) as Record<string, ServiceStats> // Its own shape; see local-aws.
}

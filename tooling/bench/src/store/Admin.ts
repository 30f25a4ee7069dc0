/** Client of the emulators' admin address: latencies, faults, counters. */

export interface OperationTime {
  readonly p95Ms: number
  readonly perUnitMs?: number
}

/** As `PUT /latency` takes it: for each service, for each operation. */
export type ServiceTimes = Readonly<Record<string, Readonly<Record<string, OperationTime>>>>

interface Emulated {
  readonly admin: string
}

export const put = async (address: string, body: unknown): Promise<void> => {
  const reply = await fetch(address, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${address} refused: ${await reply.text()}`)
  await reply.body?.cancel()
}

/** By the name of a model, or for each operation of each service; what has no time takes none. */
export const setLatency = (
  { admin }: Emulated,
  times: "none" | "source-after" | ServiceTimes,
  jitter: boolean,
): Promise<void> =>
  put(`${admin}/latency`, {
    ...(typeof times === "string" ? { model: times } : { services: times }),
    jitter,
  })

/** As `PUT /faults` takes them. */
export interface Fault {
  readonly service: "bedrock" | "opensearch" | "dynamodb" | "redis"
  readonly kind: string
  readonly operation?: string
  readonly rate?: number
  readonly afterEvents?: number
  readonly delayMs?: number
}

export const slowModel = (delayMs: number, rate = 1): Fault => ({
  service: "bedrock",
  kind: "slow",
  operation: "ConverseStream",
  rate,
  delayMs,
})

export const setFaults = ({ admin }: Emulated, faults: ReadonlyArray<Fault>): Promise<void> =>
  put(`${admin}/faults`, faults)

interface ServiceStats {
  readonly connections?: number
  readonly streamsOpen: number
  /** By operation. */
  readonly requests?: Readonly<Record<string, number>>
  readonly outputTokens?: number
}

export const serviceStats = async ({ admin }: Emulated) =>
  (await (await fetch(`${admin}/stats`)).json()) as Readonly<Record<string, ServiceStats>> // Its own shape; see local-aws.

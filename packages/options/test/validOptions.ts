/** Valid options, and parts of them, that several public functions have. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Kind } from "./wrongOptions.ts"

export const nothing = () => undefined
export const folder = () => mkdtempSync(join(tmpdir(), "options-"))
export const methods = (...names: ReadonlyArray<string>) =>
  Object.assign(Object.create({}), Object.fromEntries(names.map((name) => [name, nothing])))

export const redisUrl = "redis://127.0.0.1:1"
export const orMore: ReadonlyArray<Kind> = ["infinite"]
export const prune = {
  valid: {
    keep: 5,
    block: 5,
    offset: 0,
    maxTokens: 300,
    summaryTokens: 60,
    known: { text: "before", covers: 0 },
  },
  allowed: { keep: orMore, maxTokens: orMore, summaryTokens: orMore },
}
export const pool = {
  maxSessions: 25,
  minSessions: 1,
  maxStreamsPerSession: 64,
  maxWaiting: 1_000,
  waitMs: 5_000,
  connectMs: 1_000,
  pingIntervalMs: 20_000,
  quietMs: 400,
  pingTimeoutMs: 700,
  sessionIdleMs: 120_000,
  sessionAgeMs: 600_000,
  streamIdleMs: 60_000,
  maxSockets: 512,
  ca: "-----BEGIN CERTIFICATE-----",
  lookup: nothing,
  proxy: "http://127.0.0.1:1",
  onEvent: nothing,
}
export const rounds = {
  samples: 5,
  deadlineMs: 100,
  spacingMs: 0,
  resolve: async () => ["127.0.0.1"],
  vpcCidrs: ["10.0.0.0/16"],
  controlPlane: { region: "us-east-1", vpcId: "vpc-1", subnetIds: ["subnet-1"] },
}
const limits = { dnsMs: 5, tcpMs: 10, tlsMs: 20 }
export const endpoint = {
  name: "here",
  host: "127.0.0.1",
  port: 9,
  tls: false,
  kind: "in-vpc",
  limits,
  natBaselineMs: 12,
}
const batch = { count: 25, bytes: 10_000, ageMs: 200 }
export const sinkAllowed = {
  capacity: orMore,
  "batch.bytes": orMore,
  "retry.attempts": orMore,
  "retry.budgetMs": orMore,
}
export const sink = {
  name: "rows",
  capacity: 100,
  batch,
  write: nothing,
  orderKey: nothing,
  sameKey: "apart",
  retry: { attempts: 5, baseMs: 1, maxMs: 2, budgetMs: 3 },
  writeDeadlineMs: 1_000,
  drainDeadlineMs: 100,
  maxRecordBytes: 1_000,
  deadLetter: methods("write"),
}
export const grammar = {
  words: "_: please\nPRICE: price",
  names: [{ kind: "MODEL", value: "one", spelling: "One" }],
  namesBehind: () => [],
  rewrites: "",
  shapes: "price: MODEL PRICE",
  slots: { MODEL: "set" },
  silent: ["_"],
  refused: { MINE: "speaks of the person" },
  leaning: ["IT"],
  beforeCommon: ["THE"],
  afterCommon: ["IS"],
  titledBefore: ["IS"],
  titledAfter: ["THE"],
  capitalised: ["price"],
  opening: ["WELL"],
  aside: ["MATE"],
  unexplained: ["ODD"],
  ordinary: new Set(["one"]),
  slips: "price",
  open: { before: "", after: "", titledBeside: ["PRICE"] },
  opaque: ["OTHER"],
  longest: 300,
}

export const entry = { freshForMs: 1_000, staleForMs: 0, tags: ["one"], whenInvalidated: "stale" }

export const need = { stage: "model", percentile: 0.95, assumedMs: 9 }

export const prices = {
  region: "us-east-1",
  currency: "USD",
  asOf: "2026-11-24",
  source: "a test",
  natGateway: { perHour: 1, perGb: 1 },
  interfaceEndpoint: { perHour: 1, perGb: [{ upToGb: null, price: 1 }] as const },
}

/**
 * The table of the matrix: each dependency of the chat server, the faults that make no cell of it and why, and the ends
 * that messages may have while it is broken. A whole answer of any layer may always come; an end that is not named here
 * breaks the cell.
 */
export const faults = [
  "refused",
  "reset",
  "black-hole",
  "slow",
  "garbage",
  "half-close",
  "flapping",
  "restart",
  "failover",
  "skew",
] as const
export type Fault = (typeof faults)[number]

/** What each fault is, for the page. */
export const faultText: Readonly<Record<Fault, string>> = {
  refused: "nobody listens, open connections are reset",
  reset: "connections are reset, new ones at their first byte",
  "black-hole": "silence on every connection, open ones too",
  slow: "each piece of an answer comes 2 s later",
  garbage: "answers are random bytes",
  "half-close": "half of the first piece of an answer, then the end of the connection",
  flapping: "refused for a second, well for a second, and so on",
  restart:
    "refused for 2 s, then well while the fault still counts; Redis itself is killed and comes back empty",
  failover: "the replica becomes the primary, and the name leads there",
  skew: "the `Date` of answers is an hour ahead",
}

interface Dependency {
  readonly title: string
  /** Faults that make no cell, with the reason. */
  readonly without: Partial<Record<Fault, string>>
  /** Codes of `degraded`, sources and errors that messages may end with, see `Judge.ts`. */
  readonly may: ReadonlyArray<string>
  /** Its faults count only while this other one is refused. */
  readonly beside?: string
  /** Replies leave by it, so that nothing can be said in time while it is broken. */
  readonly carriesReplies?: true
  /** Where that is longer than for most. */
  readonly recoversWithinMs?: number
}

const single = { failover: "there is one server behind one name" }
const shared = "embeddings share the connections of Bedrock"

/** The ladder below a model that is late or away (docs/architecture.md). */
const ladder = [
  "model-fallback",
  "prompt-reduced",
  "over-budget",
  "model-unavailable",
  "catalogue-answer",
  "catalogue",
  "stale-answer",
]
const searching = ["embedding-late", "embedding-failed", "retrieval-late", "retrieval-failed"]
const recalling = ["recall-late", "recall-failed", "prefetch-late"]

const reading = ["prefetch-late", "facts-late", "facts-failed", "orders-late", "orders-failed"]

/**
 * What any turn may lose on a machine that gives the processes no time: only deadlines that were missed. A model's
 * connection whose PING has no answer in time is given up with its streams, which are then truncated, and until another
 * one stands no model can be asked.
 */
export const ofStarvation: ReadonlyArray<string> = [
  ...ladder,
  ...searching,
  ...recalling,
  ...reading,
  "error timeout",
  "error truncated",
  "error model-unavailable",
]

/** First tokens of the last half minute say what a prompt may hold (`StageLatencies`); the last slow ones come after their cause. */
export const rememberedMs = 35_000

const all = {
  bedrock: {
    title: "Bedrock",
    without: { ...single, skew: "it is inside TLS; a refusal's date is read, and none is refused" },
    // A model that is late leaves what it has looked up the rest of the budget alone.
    may: [
      ...ladder,
      ...searching,
      "facts-late",
      "orders-late",
      "error truncated",
      "error timeout",
      "error model-unavailable",
    ],
    recoversWithinMs: rememberedMs,
  },
  embeddings: {
    title: "embeddings",
    without: {
      ...single,
      refused: shared,
      reset: shared,
      "half-close": shared,
      flapping: shared,
      restart: shared,
      skew: "as Bedrock",
    },
    may: searching,
  },
  opensearch: {
    title: "OpenSearch",
    without: single,
    may: ["retrieval-late", "retrieval-failed"],
  },
  dynamodb: {
    title: "DynamoDB",
    without: single,
    may: reading,
  },
  redis: {
    title: "Redis",
    without: { skew: "its protocol has no date" },
    // Whoever hears another instance's call of the model over Redis has shown a part of it: another text is never mixed in.
    may: [...recalling, "error truncated"],
  },
  kinesis: { title: "Kinesis", without: single, may: [] },
  sqs: { title: "SQS", without: single, may: recalling, beside: "redis" },
  logs: { title: "CloudWatch Logs", without: single, may: [] },
  keys: {
    title: "key set",
    without: { ...single, skew: "nothing reads its date" },
    may: ["not let in"],
  },
  gateway: { title: "gateway replies", without: single, may: [], carriesReplies: true },
} as const satisfies Readonly<Record<string, Dependency>>

export type Name = keyof typeof all

export const dependencies: Readonly<Record<Name, Dependency>> = all

export const names = Object.keys(all) as ReadonlyArray<Name> // Its own keys.

/** Dependencies that are likely to be down together, for the long form. */
export const pairs: ReadonlyArray<{
  readonly down: readonly [Name, Name]
  readonly fault: Fault
  readonly why: string
}> = [
  {
    down: ["redis", "dynamodb"],
    fault: "black-hole",
    why: "a zone fails with the cache's node and the table's endpoint in it",
  },
  {
    down: ["bedrock", "opensearch"],
    fault: "black-hole",
    why: "both are reached by interface endpoints behind one security group",
  },
  {
    down: ["bedrock", "dynamodb"],
    fault: "refused",
    why: "a route table or a policy of endpoints was changed",
  },
  {
    down: ["bedrock", "redis"],
    fault: "reset",
    why: "without a cache everybody needs the model, whose quota then ends",
  },
  {
    down: ["embeddings", "opensearch"],
    fault: "black-hole",
    why: "both halves of a search by meaning, throttled by one burst",
  },
  {
    down: ["opensearch", "dynamodb"],
    fault: "refused",
    why: "the catalogue is being written again, and both are throttled",
  },
  {
    down: ["dynamodb", "logs"],
    fault: "black-hole",
    why: "every target of records that must be kept: all wait on the disk",
  },
  {
    down: ["kinesis", "logs"],
    fault: "refused",
    why: "both are interface endpoints that only sinks use, so nobody notices first",
  },
  {
    down: ["opensearch", "redis"],
    fault: "reset",
    why: "a security group of the data's subnets was changed",
  },
  {
    down: ["keys", "redis"],
    fault: "black-hole",
    why: "an issuer and a cache of the same data centre outside of AWS",
  },
]

/**
 * Rows of the ablation's table whose figures come from the results of other benchmarks: for each technique, the names
 * of the figures without it and with it.
 */
export interface Borrowed {
  readonly technique: string
  readonly claimed: string
  readonly from: string
  /** Without and with it, by the names of the other result's figures. */
  readonly without: string
  readonly with: string
  readonly why: string
}

export const borrowed: ReadonlyArray<Borrowed> = [
  {
    technique: "pooled HTTP/2 against the SDK's default: processor time of a chat",
    claimed: "less",
    from: "connections",
    without: "processor time of a chat: SDK default",
    with: "processor time of a chat: BedrockChat",
    why: "No handshake for each chat, and no generic layers around the request and each event.",
  },
  {
    technique: "pooled HTTP/2 against the SDK's default: first delta at 20 ms round trip",
    claimed: "two round trips less",
    from: "connections",
    without: "time to first delta, 20 ms round trip, warm p50: SDK default",
    with: "time to first delta, 20 ms round trip, warm p50: BedrockChat",
    why: "TCP and TLS each take a round trip, and the SDK's default opens a connection for each chat.",
  },
  {
    technique: "dictionary compression: a pruned session",
    claimed: "less than gzip's",
    from: "payload",
    without: "en pruned: 5 turns, summary: gzip",
    with: "en pruned: 5 turns, summary: zstd with dictionary",
    why: "A short text repeats little of itself but much of what all sessions say.",
  },
  {
    technique: "history pruning: tokens of a prompt after 20 turns",
    claimed: "fewer",
    from: "payload",
    without: "en prompt with 20 turns",
    with: "en prompt, pruned",
    why: "Five turns and a summary stand for twenty.",
  },
  {
    technique: "field selection: tokens of five products",
    claimed: "fewer",
    from: "payload",
    without: "tokens of five products, all fields of the index",
    with: "tokens of five products, prompt: recommend",
    why: "The prompt has the fields that answers use.",
  },
  {
    technique: "field selection: bytes of five products from the index",
    claimed: "fewer",
    from: "payload",
    without: "five products, all fields of the index",
    with: "five products, fields asked for (21)",
    why: "Cards and prompts together use 21 fields of the index; the vector is never among them.",
  },
]

/** The options and counters of a type-ahead, which both entries share and which name nothing of Effect. */
export interface TypeAheadOptions {
  /** Between two reads of one session; drafts in between are held, the last one counts. 150 ms unless given. */
  readonly minGapMs?: number | undefined
  /**
   * Once half of the burst is used up, a read begins only when no draft came for so long, because
   * then the text is more likely the final one; 280 ms unless given, just above the 250 ms at which
   * clients tell what is typed.
   */
  readonly quietMs?: number | undefined
  /** A result older than this is not handed over; 10 s unless given. */
  readonly maxAgeMs?: number | undefined
  /** Share of all reads, drafts' and messages' together, that drafts may make; 0 to 0.95, 0.75 unless given. */
  readonly maxShare?: number | undefined
  /** Reads that drafts may make before the first message has earned them any; 50 unless given. */
  readonly burst?: number | undefined
  /** Sessions whose drafts are held; beyond them further ones are ignored. 10,000 unless given. */
  readonly maxSessions?: number | undefined
}

export interface TypeAheadCounters {
  /** Drafts offered. */
  drafts: number
  /** Drafts that asked for what was already being read, or for nothing. */
  unchanged: number
  /** Reads started. */
  started: number
  /** Reads not started: the share was used up, or too many sessions were typing. */
  refused: number
  /** Reads cut off because the text went on to ask for something else, or the session closed. */
  cancelled: number
  /** Messages that got their read from a draft. */
  hits: number
  /** Messages that asked for something else than the last draft, or for something too old. */
  misses: number
  /** Messages whose draft had failed. */
  failed: number
}

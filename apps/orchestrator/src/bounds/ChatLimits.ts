/**
 * Configured values, enforced elsewhere: how long a turn may take, and how many connections this process may have open at
 * once, and how many proxies in front of it are trusted.
 */
export interface ChatLimits {
  /** What a turn has until its first content. */
  readonly latencyBudgetMs: number
  /** Beyond the budget, how long a turn may be silent before it is ended as a timeout. */
  readonly turnGraceMs: number
  /** From first to last frame of one turn. */
  readonly turnLimitMs: number
  /** How long a turn whose connection was lost goes on, so that it can be gone on with; 0: not at all. */
  readonly resumeGraceMs: number
  /** Open sockets and streamed requests together. */
  readonly maxConnections: number
  /** Proxies in front of this server whose forwarded addresses are believed. */
  readonly trustedProxies: number
}

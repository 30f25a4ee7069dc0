/**
 * What an MCP tool gets to know of its caller: the user's id (absent for an anonymous caller), the language, and `run`,
 * which runs one call of the tool under that caller's limits or rejects with `ToolRefused`.
 */
import type { Locale } from "@manga-assist/protocol"
import { Data } from "effect"
import type { Effect } from "effect"

/** A tool's answer that says why there is none; the agent may read and mend it. */
export class ToolRefused extends Data.TaggedError("ToolRefused")<{ readonly message: string }> {}

export interface ToolCaller {
  /** Absent: an anonymous caller. */
  readonly user: string | undefined
  readonly locale: Locale
  /** Runs one call under the caller's limits. Rejects with `ToolRefused`. */
  readonly run: <A, E>(call: Effect.Effect<A, E>) => Promise<A>
}

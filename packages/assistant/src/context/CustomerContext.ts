/**
 * The context of a turn (interface): the conversation so far, the customer, their orders, the trending list.
 *
 * It is read when the socket opens. A turn takes what is there and waits no longer than its budget allows. A finished
 * turn is added at once, before any write has completed.
 */
import { Context, type Effect } from "effect"
import type { Order, User } from "@manga-assist/catalogue"
import type { Conversation, PastTurn } from "../conversation/Conversation.ts"
import type { TrendingList } from "../products/find/TrendingList.ts"

export interface KnownContext {
  readonly conversation: Conversation
  readonly customer: User | undefined
  readonly trending: TrendingList | undefined
  /** The customer's orders, at most 30 s old; none for an anonymous visitor. */
  readonly orders: ReadonlyArray<Order> | undefined
  /** `hit` when everything was there, else what was not and why; shown in the ledger. */
  readonly outcome: string
  /** A read failed, or is slow rather than young: what it would have given is left out of this turn. */
  readonly broken: boolean
}

export class CustomerContext extends Context.Service<
  CustomerContext,
  {
    /** Starts the reads; calling again for the same session starts nothing. */
    readonly opened: (session: string, user: string | undefined) => void
    readonly take: (
      session: string,
      user: string | undefined,
      waitMs: number,
    ) => Effect.Effect<KnownContext>
    /**
     * What is there now, synchronously; reads that were not started are. `undefined` where a turn has to wait
     * for them, since none begins before it.
     */
    readonly takeNow: (session: string, user: string | undefined) => KnownContext | undefined
    readonly remember: (session: string, user: string | undefined, turn: PastTurn) => void
    readonly closed: (session: string) => void
    /** By source, for the metrics. */
    readonly counters: () => Readonly<Record<string, Readonly<Record<string, number>>>>
  }
>()("@manga-assist/assistant/CustomerContext") {}

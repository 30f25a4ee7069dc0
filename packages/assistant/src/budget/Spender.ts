/**
 * For whom the model is asked. Customers come first: each lower class stops at a lower share of what a window of the
 * budget holds, so that it never takes what customers may still need.
 *
 * A reference of the running fiber: who asks in the background names its class once, where its work begins. Whoever
 * says nothing is counted as a customer whom nobody knows.
 */
import { Context } from "effect"

/** The share of a budget's window at which each class stops. */
export const stopsAt = { customer: 1, worker: 0.8, summary: 0.7, audit: 0.6 } as const

export type SpenderClass = keyof typeof stopsAt

export interface Spender {
  readonly class: SpenderClass
  /** User, or session of a visitor, in name spaces of their own; absent where it is nobody's own question. */
  readonly customer?: string
}

export const Spender = Context.Reference<Spender>("@manga-assist/assistant/Spender", {
  defaultValue: () => ({ class: "customer" }),
})

/** A visitor may choose the name of their session: it is never a user's. */
export const spenderOf = (session: string, user: string | undefined): Spender => ({
  class: "customer",
  customer: user === undefined ? `session ${session}` : `user ${user}`,
})

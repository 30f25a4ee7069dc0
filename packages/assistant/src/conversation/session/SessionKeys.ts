/**
 * Keys of the session table (`pk = SESSION#<id>`, `sk = META` or `TURN#<epoch ms, 15 digits>#<turn>`) and how long
 * items are kept. `ownerOf` is the name under which `META` records whose session it is; `orderOf` is the part of a
 * turn's sort key behind `TURN#`, by which later turns sort behind earlier ones; `ownedKey` joins session and user to a
 * key for maps in memory, so that two users with one session id share nothing. Pure.
 */
import type { PastTurn } from "../Conversation.ts"

/** Sessions are forgotten 30 days after their last turn. */
const keepSeconds = 30 * 24 * 60 * 60
/** What an anonymous visitor is called in `META`. No user id can hold a `#`. */
const anonymous = "#anonymous"

/** A session of an owner. Neither a session nor a user has a line break in it. */
export const ownedKey = (session: string, user: string | undefined): string =>
  `${session}\n${user ?? ""}`

export const ownerOf = (user: string | undefined): string => user ?? anonymous

export const partitionOf = (session: string): string => `SESSION#${session}`

/** Later turns are greater, as text. */
export const orderOf = ({ at, turn }: Pick<PastTurn, "at" | "turn">): string =>
  `${String(at).padStart(15, "0")}#${turn}`

/** Epoch seconds. */
export const expiryOf = (atMs: number): number => Math.ceil(atMs / 1000) + keepSeconds

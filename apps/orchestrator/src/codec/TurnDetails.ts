/**
 * Helpers for codecs of foreign formats (OpenAI, AI SDK): collect in one object what those formats have no field for,
 * and write server-sent events that have data but no event name.
 */
import type { ServerFrame } from "@manga-assist/protocol"

export type TurnEnd = Extract<ServerFrame, { readonly type: "turn-end" }>

/** How the answer came to be: all of `turn-end` but its tag, its number and the message it names. */
export const detailsOf = ({ id: _id, seq: _seq, type: _type, ...details }: TurnEnd) => details

export const dataEvent = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`

export const lastEvent = "data: [DONE]\n\n"

/**
 * Recognises repeated messages of one API Gateway connection on this instance: the gateway sends an event again when it
 * does not know whether it arrived. Remembers the messages that are still being answered, and for 30 s the last frame
 * of each finished answer (`SaidEnds`, shared by all connections), so that it can be sent again.
 *
 * Synchronous, in memory. An instance that takes a connection over from a dead one passes in the messages that the dead
 * one had not finished.
 */
import { BoundedMap } from "../bounds/BoundedMap.ts"
import type { EndedMessage, OpenedMessage } from "./MessageNames.ts"

/** The gateway gives an event up after 29 s. What is sent again within that time may not have seen its end. */
const rememberedMs = 30_000

interface Said {
  /** Of the message; undefined where only the instance before knew it. */
  readonly text: string | undefined
  /** That ended it. */
  readonly frame: string
}

/** Ends that were said lately, by connection and message. */
export type SaidEnds = BoundedMap<Said>

export const saidEnds = (): SaidEnds =>
  new BoundedMap<Said>({
    maxWeight: 16 * 1_048_576,
    maxAgeMs: rememberedMs,
    weigh: (key, { frame, text = "" }) => 200 + 2 * (key.length + frame.length + text.length),
  })

export class ConnectionMessages {
  readonly #connection: string
  readonly #said: SaidEnds
  readonly #since = performance.now()
  readonly #lost: ReadonlySet<string>
  readonly #open: Map<string, string | undefined>

  /** `lost` are those that the instance before left without an end. */
  constructor(connection: string, said: SaidEnds, lost: ReadonlyArray<string>) {
    this.#connection = connection
    this.#said = said
    this.#lost = new Set(lost)
    this.#open = new Map(lost.map((id) => [id, undefined]))
  }

  /** It has waited since then while its instance was given up: it was answered with the rest. */
  wasLost({ id }: OpenedMessage, since: number): boolean {
    return since < this.#since && this.#lost.has(id)
  }

  /** `open`: it has no end yet; a frame: the end that was said a moment ago. */
  stateOf({ id, text }: OpenedMessage): "new" | "open" | { readonly frame: string } {
    if (this.#open.has(id) && (this.#open.get(id) ?? text) === text) return "open"
    const said = this.#said.get(this.#name(id))
    return said !== undefined && (said.text ?? text) === text ? said : "new"
  }

  begun({ id, text }: OpenedMessage): void {
    this.#open.set(id, text)
  }

  ended({ id, wasBegun }: EndedMessage, frame: string): void {
    const name = this.#name(id)
    const text = this.#open.get(id) ?? this.#said.get(name)?.text
    if (wasBegun) this.#said.set(name, { frame, text })
    this.#open.delete(id)
  }

  #name(id: string): string {
    return `${this.#connection} ${id}`
  }
}

/**
 * Hands on the frames of one socket one in each turn of the event loop, so that who sends thousands at once waits for
 * them alone. Few bytes may wait; beyond, the socket is to be cut.
 */
import { maxPayloadBytes } from "./SocketServer.ts"

const maxWaitingBytes = 4 * maxPayloadBytes
/** As many bytes as take the time of handing on a frame without any. */
const frameBytes = 512
/** Of those that were sent right before a goodbye. */
const maxLast = 16

type Take = (data: Uint8Array, binary: boolean) => void

export class FrameTurns {
  readonly #take: Take
  #waiting: Array<readonly [data: Uint8Array, binary: boolean]> = []
  #bytes = 0
  #turn: NodeJS.Immediate | undefined

  constructor(take: Take) {
    this.#take = take
  }

  /** `data` is valid only during the call. False: too much waits. */
  add(data: Uint8Array, binary: boolean): boolean {
    if (this.#turn !== undefined) {
      this.#bytes += data.length + frameBytes
      if (this.#bytes > maxWaitingBytes) return false
      this.#waiting.push([data.slice(), binary])
      return true
    }
    this.#turn = setImmediate(this.#next)
    this.#take(data, binary)
    return true
  }

  /** No more come. */
  end(): void {
    clearImmediate(this.#turn)
    for (const frame of this.#waiting.splice(0).slice(0, maxLast)) this.#take(...frame)
  }

  readonly #next = (): void => {
    const next = this.#waiting.shift()
    this.#turn = next === undefined ? undefined : setImmediate(this.#next)
    if (next === undefined) return
    this.#bytes -= next[0].length + frameBytes
    this.#take(...next)
  }
}

/** One way in which a server of the model misbehaves: data for `RawBedrock.ts`, which plays it, and for `Judge.ts`. */
import type { RawConnection } from "../../../../packages/connections/test/RawHttp2Server.ts"
import type { Call } from "./RawBedrock.ts"

/** `turn-end` by its finish and source, `error` by its code. */
export type End =
  | "complete model"
  | "complete catalogue"
  | "max-tokens model"
  | "blocked model"
  | "refused model"
  | "error truncated"
  | "error timeout"
  | "error model-unavailable"

export interface Behaviour {
  readonly name: string
  /** What a message may end with. */
  readonly ends: ReadonlyArray<End>
  /** To each request. Unless given it is answered well. */
  readonly act?: (call: Call) => void
  /** Only to requests that offer tools. */
  readonly ofTools?: true
  /** Uses of tools that may be executed for a message. */
  readonly uses?: number
  /** Odd, but a whole answer: it may be kept. */
  readonly isWhole?: true
  /** What it greets with; false: with nothing. Without it a client may send as much as it likes. */
  readonly settings?: Buffer | false
  /** To each connection, once it was greeted. */
  readonly open?: (connection: RawConnection) => void
  /** To each connection that stands when the behaviour stops. */
  readonly heal?: (connection: RawConnection) => void
}

export type Act = (call: Call) => unknown
export type Ends = Behaviour["ends"] | Pick<Behaviour, "ends" | "isWhole">

export const behaving = (name: string, act: Act, ends: Ends): Behaviour => ({
  name,
  act: (call) => void act(call),
  ...("ends" in ends ? ends : { ends }),
})

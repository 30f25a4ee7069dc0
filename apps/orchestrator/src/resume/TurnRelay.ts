/**
 * Resumes turns wherever they run: at once in this process, else by asking all instances. The instance that runs the
 * turn sends its frames to the one that asked while its client listens.
 */
import { randomUUID } from "node:crypto"
import type { ServerFrame } from "@manga-assist/protocol"
import { type Context, Effect, type Scope } from "effect"
import { FrameWriter } from "../transport/FrameWriter.ts"
import type { InstanceBus } from "./InstanceBus.ts"
import type { QueuedRun, ResumableRun, ResumeListener } from "./QueuedRun.ts"
import { readRelay, type RelayMessage, writeRelay } from "./RelayMessage.ts"
import { RemoteTurn } from "./RemoteTurn.ts"
import type { ResumableTurns, WantedTurn } from "./ResumableTurns.ts"

/** All instances hear it. */
const everybody = "turns"
const ownChannel = (instance: string): string => `turns:${instance}`

type Asked = Extract<RelayMessage, { readonly kind: "ask" }>

interface Told {
  readonly run: ResumableRun
}

export class TurnRelay {
  readonly #turns: ResumableTurns
  readonly #bus: Context.Service.Shape<typeof InstanceBus>
  readonly #instance = randomUUID()
  /** Turns of others that clients here listen to, by the question. */
  readonly #remote = new Map<string, RemoteTurn>()
  /** Turns of this process that clients elsewhere listen to. */
  readonly #told = new Map<string, Told>()

  constructor(turns: ResumableTurns, bus: Context.Service.Shape<typeof InstanceBus>) {
    this.#turns = turns
    this.#bus = bus
  }

  /** Hears the others until the scope closes. */
  get listening(): Effect.Effect<void, never, Scope.Scope> {
    const heard = (text: string) => {
      const message = readRelay(text)
      if (message !== undefined) this.#heard(message)
    }
    return Effect.andThen(
      this.#bus.hear(everybody, heard),
      this.#bus.hear(ownChannel(this.#instance), heard),
    )
  }

  /** Goes on with a turn behind the frame `after`; its frames begin at once where it runs here. */
  resume(wanted: WantedTurn, after: number, listener: ResumeListener): QueuedRun | undefined {
    const run = this.#turns.find(wanted)
    if (run !== undefined) {
      run.attach(after, listener)
      return run
    }
    if (!this.#bus.configured) {
      listener.unknown()
      return undefined
    }
    const ask = randomUUID()
    const remote = new RemoteTurn(after, {
      ...listener,
      ask: (seen, attempt) => {
        const to = this.#instance
        const question = { kind: "ask", ask, to, after: seen, attempt, ...wanted } as const
        this.#bus.tell(everybody, writeRelay(question))
      },
      tell: (owner, kind) => this.#bus.tell(ownChannel(owner), writeRelay({ kind, ask })),
      ended: () => this.#remote.delete(ask),
    })
    this.#remote.set(ask, remote)
    remote.begin()
    return remote
  }

  #heard(message: RelayMessage): void {
    if (message.kind === "ask") {
      if (message.to !== this.#instance) this.#asked(message)
    } else if (message.kind === "frames") this.#remote.get(message.ask)?.heard(message)
    else {
      const told = this.#told.get(message.ask)
      if (message.kind !== "cancel") this.#told.delete(message.ask)
      told?.run[message.kind]()
    }
  }

  #asked({ after, ask, attempt, conversation, mayRetract = false, to, turn }: Asked): void {
    const wanted = turn === undefined ? {} : { turn }
    const run = this.#turns.find({ conversation, mayRetract, ...wanted })
    if (run === undefined) return
    let part = 0
    const tell = (frames: ReadonlyArray<ServerFrame>, isLast: boolean) => {
      const from = this.#instance
      const { id } = run
      const told = { kind: "frames", ask, attempt, from, id, part, frames, isLast } as const
      this.#bus.tell(ownChannel(to), writeRelay(told))
      part += 1
      return true
    }
    const writer = new FrameWriter({ write: (frames) => tell(frames, false), overflowed: () => {} })
    const told: Told = { run }
    const end = () => {
      // Asked again because something was lost: what was told before ends silently.
      if (this.#told.get(ask) === told) {
        writer.flush()
        this.#told.delete(ask)
        tell([], true)
      }
      writer.stop()
    }
    this.#told.set(ask, told)
    tell([], false)
    run.attach(after, { push: (frame) => writer.push(frame), done: end, moved: end })
  }
}

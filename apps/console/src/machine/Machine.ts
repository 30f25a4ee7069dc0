/**
 * The state of the operators' page. Every two seconds while the page is visible it fetches `/readyz`, `/metrics`,
 * `/machine/state`, and, where they run, the faults that the emulators inject and the state of the replay. It also
 * starts replays.
 *
 * A replay asks the same questions of a server without and with the optimisations of the source document ("Latency
 * Reduction Techniques for FM Systems", whose claims this project tests) and measures both.
 */
import { type Signal, signal } from "@preact/signals"
import { Faults } from "../faults/Faults.ts"
import type { ReplayResult } from "../../replay/ReplayResult.ts"
import type { Replay } from "../replayed/Replay.ts"
import { readSamples, type Samples } from "./Samples.ts"
import type { State } from "./State.ts"

export interface Service {
  readonly name: string
  readonly ok: boolean
  readonly firstMs: number
  readonly warmMs: number
  readonly detail: string
  /** Since when it has not answered; 0 while it does. */
  readonly awayMs: number
}

export interface Readiness {
  readonly ready: boolean
  readonly draining: boolean
  readonly services: ReadonlyArray<Service>
}

const everyMs = 2_000
/** A replay that was started here is watched more closely. */
const replayMs = 500

/** Undefined where nobody answers it. */
const askFor = async <A>(path: string, { passedOn }: State): Promise<A | undefined> => {
  if (!passedOn.includes(path)) return undefined
  const reply = await fetch(path)
  return reply.ok ? reply.json() : undefined
}

export class Machine {
  readonly readiness: Signal<Readiness | undefined> = signal(undefined)
  readonly samples: Signal<Samples> = signal<Samples>(new Map())
  readonly state: Signal<State | undefined> = signal(undefined)
  readonly faults = new Faults("/machine/faults")
  /** Undefined where nobody replays. */
  readonly replay: Signal<Replay | undefined> = signal(undefined)
  /** What the last one found; stays while another runs. */
  readonly replayed: Signal<ReplayResult | undefined> = signal(undefined)
  /** The server does not answer at the moment. */
  readonly isAway = signal(false)

  watch(): void {
    void this.#look().then(() => setTimeout(() => this.watch(), everyMs))
  }

  /** Resolves when it is over. */
  async startReplay(): Promise<void> {
    this.replay.value = { state: "running" }
    const headers = { "content-type": "application/json" }
    await fetch("/machine/replay", { method: "POST", headers, body: "{}" })
    while (this.replay.value.state === "running") {
      await new Promise((resume) => setTimeout(resume, replayMs))
      await this.#look()
    }
  }

  async #look(): Promise<void> {
    if (document.hidden) return
    try {
      const [ready, metrics, told] = await Promise.all(
        ["/readyz", "/metrics", "/machine/state"].map((path) => fetch(path)),
      )
      if (ready === undefined || metrics === undefined || told === undefined) return
      const state: State = await told.json()
      const [replay] = await Promise.all([
        askFor<Replay>("/machine/replay", state),
        state.passedOn.includes("/machine/faults") ? this.faults.look() : undefined,
      ])
      this.state.value = state
      this.readiness.value = await ready.json()
      this.samples.value = readSamples(await metrics.text())
      this.replay.value = replay
      if (replay?.state === "done") this.replayed.value = replay.result
      this.isAway.value = false
    } catch {
      this.isAway.value = true
    }
  }
}

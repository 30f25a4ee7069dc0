/**
 * The state of the operators' page. Every two seconds while the page is visible it fetches `/readyz`, `/metrics`,
 * `/machine/state`, and, where they run, the faults that the emulators inject and the state of the replay. It also sets
 * faults and starts replays.
 *
 * A replay asks the same questions of a server without and with the optimisations of the source document ("Latency
 * Reduction Techniques for FM Systems", whose claims this project tests) and measures both.
 */
import { type Signal, signal } from "@preact/signals"
import type { ReplayResult } from "../../replay/ReplayResult.ts"
import type { Replay } from "./Replay.ts"
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

export interface Fault {
  readonly service: string
  readonly kind: string
  readonly operation?: string
  readonly afterEvents?: number
  readonly delayMs?: number
}

const everyMs = 2_000
/** A replay that was started here is watched more closely. */
const replayMs = 500

const change = (path: string, method: "PUT" | "POST", body: unknown): Promise<Response> =>
  fetch(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })

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
  /** Undefined where no emulators run. */
  readonly faults: Signal<ReadonlyArray<Fault> | undefined> = signal(undefined)
  /** Undefined where nobody replays. */
  readonly replay: Signal<Replay | undefined> = signal(undefined)
  /** What the last one found; stays while another runs. */
  readonly replayed: Signal<ReplayResult | undefined> = signal(undefined)
  /** The server does not answer at the moment. */
  readonly isAway = signal(false)
  /** What the emulators said of the last fault that was set. */
  readonly problem = signal("")

  watch(): void {
    void this.#look().then(() => setTimeout(() => this.watch(), everyMs))
  }

  async set(faults: ReadonlyArray<Fault>): Promise<void> {
    const reply = await change("/machine/faults", "PUT", faults)
    const said: unknown = await reply.json()
    this.problem.value = reply.ok ? "" : JSON.stringify(said)
    if (reply.ok) this.faults.value = faults
  }

  /** Resolves when it is over. */
  async startReplay(): Promise<void> {
    this.replay.value = { state: "running" }
    await change("/machine/replay", "POST", {})
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
      const [faults, replay] = await Promise.all([
        askFor<ReadonlyArray<Fault>>("/machine/faults", state),
        askFor<Replay>("/machine/replay", state),
      ])
      this.state.value = state
      this.readiness.value = await ready.json()
      this.samples.value = readSamples(await metrics.text())
      this.faults.value = faults
      this.replay.value = replay
      if (replay?.state === "done") this.replayed.value = replay.result
      this.isAway.value = false
    } catch {
      this.isAway.value = true
    }
  }
}

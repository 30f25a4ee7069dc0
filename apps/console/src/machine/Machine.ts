/**
 * The state of the operators' page: polls `/readyz`, `/metrics` and, where emulators run, their faults every two
 * seconds while the page is visible.
 */
import { type Signal, signal } from "@preact/signals"
import { readSamples, type Samples } from "./Samples.ts"

export interface Service {
  readonly name: string
  readonly ok: boolean
  readonly firstMs: number
  readonly warmMs: number
  readonly detail: string
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

export class Machine {
  readonly readiness: Signal<Readiness | undefined> = signal(undefined)
  readonly samples: Signal<Samples> = signal<Samples>(new Map())
  /** Undefined where no emulators run. */
  readonly faults: Signal<ReadonlyArray<Fault> | undefined> = signal(undefined)
  /** The server does not answer at the moment. */
  readonly isAway = signal(false)
  /** What the emulators said of the last fault that was set. */
  readonly problem = signal("")

  watch(): void {
    void this.#look().then(() => setTimeout(() => this.watch(), everyMs))
  }

  async set(faults: ReadonlyArray<Fault>): Promise<void> {
    const reply = await fetch("/machine/faults", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(faults),
    })
    const said: unknown = await reply.json()
    this.problem.value = reply.ok ? "" : JSON.stringify(said)
    if (reply.ok) this.faults.value = faults
  }

  async #look(): Promise<void> {
    if (document.hidden) return
    try {
      const [ready, metrics, faults] = await Promise.all([
        fetch("/readyz"),
        fetch("/metrics"),
        fetch("/machine/faults"),
      ])
      this.readiness.value = await ready.json()
      this.samples.value = readSamples(await metrics.text())
      this.faults.value = faults.ok ? await faults.json() : undefined
      this.isAway.value = false
    } catch {
      this.isAway.value = true
    }
  }
}

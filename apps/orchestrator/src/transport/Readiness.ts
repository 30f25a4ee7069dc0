/**
 * Service that tells whether warm-up has passed, with a report for each service the server depends on. A service that is
 * lost later makes no server unready: a balancer would replace it by one that has the same trouble. The health pages add
 * whether the server is draining; liveness is a separate check.
 */
import { Context, Layer } from "effect"

/** What was found last of one service; times in milliseconds. */
export interface ServiceReport {
  readonly name: string
  readonly ok: boolean
  readonly firstMs: number
  readonly warmMs: number
  readonly detail: string
  /** Since when it has not answered; 0 while it does. */
  readonly awayMs: number
}

export type ReadinessShape = Context.Service.Shape<typeof Readiness>

export class Readiness extends Context.Service<
  Readiness,
  {
    /**
     * Whether warm-up has passed, and what was found last. Synchronous: a health check never waits.
     */
    readonly report: () => {
      readonly passed: boolean
      readonly services: ReadonlyArray<ServiceReport>
    }
  }
>()("orchestrator/Readiness") {
  /** Nothing to warm up. */
  static readonly layerPassed: Layer.Layer<Readiness> = Layer.succeed(
    Readiness,
    Readiness.of({ report: () => ({ passed: true, services: [] }) }),
  )
}

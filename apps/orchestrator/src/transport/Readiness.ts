/**
 * Service that tells whether warm-up has passed and no critical service is lost, with a report for each service. The
 * health pages add whether the server is draining; liveness is a separate check.
 */
import { Context, Layer } from "effect"

/** What warm-up found of one service; times in milliseconds. */
export interface ServiceReport {
  readonly name: string
  readonly ok: boolean
  readonly firstMs: number
  readonly warmMs: number
  readonly detail: string
}

export type ReadinessShape = Context.Service.Shape<typeof Readiness>

export class Readiness extends Context.Service<
  Readiness,
  {
    /**
     * Whether warm-up has passed and no critical service is lost, and what was found last. Synchronous: a
     * health check never waits.
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

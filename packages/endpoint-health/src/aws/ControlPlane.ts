/**
 * The interface to the control plane of an AWS account (the EC2 API and that of OpenSearch Serverless), which tells
 * how the VPC is configured: its CIDRs, the availability zones of its addresses, its VPC endpoints and their routes.
 *
 * Queries never fail: what cannot be found out is unknown, with a note.
 */
import { Context, Effect, Layer } from "effect"
import type { Service } from "./ServiceName.ts"
import { nothingKnown, type VpcFacts } from "./VpcFacts.ts"

export class ControlPlane extends Context.Service<
  ControlPlane,
  {
    /** What is known now about the endpoints of these services; answers from a cache at most times. */
    readonly facts: (services: ReadonlyArray<Service>) => Effect.Effect<VpcFacts>
  }
>()("@manga-assist/endpoint-health/ControlPlane") {
  /** Nobody is asked: verdicts rest on measurements alone. */
  static readonly layerNone: Layer.Layer<ControlPlane> = Layer.succeed(
    ControlPlane,
    ControlPlane.of({ facts: () => Effect.succeed(nothingKnown) }),
  )
}

/** Servers whose services are reached another way than the place's own, and what the operators' page says of these services. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Certificate } from "./Front.ts"
import type { Place, Settings } from "../processes/Place.ts"

/** Names the address of the model's service. */
export const bedrockUrl = "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"
export const probed: Settings = { READINESS_PROBE_MS: "500" }

/** What a message may end with whose stream of the model is cut, and while no connection to it can be had. */
export const ofCut = ["error truncated"]
export const ofAbsence = [...ofCut, "error timeout", "error model-unavailable"]

interface Report {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

/** Looks at the operators' page until it is enough; what it told last of these services. */
export const reportsOf = (
  operator: string,
  which: RegExp,
  isEnough: (reports: ReadonlyArray<Report>) => boolean,
  withinMs: number,
): Promise<ReadonlyArray<Report>> =>
  lookUntil(
    async () => {
      const page = await fetch(`${operator}/readyz`)
      const { services } = (await page.json()) as { readonly services: ReadonlyArray<Report> } // Its own shape.
      return services.filter(({ name }) => which.test(name))
    },
    isEnough,
    { everyMs: 100, withinMs },
  )

export const allOk = (reports: ReadonlyArray<Report>): boolean =>
  reports.length > 0 && reports.every(({ ok }) => ok)

/** A server trusts these, each its own authority. */
export const trusting = (place: Place, certificates: ReadonlyArray<Certificate>): Settings => {
  const file = join(place.dataOf(0), "..", "authorities.pem")
  writeFileSync(file, certificates.map(({ cert }) => cert).join("\n"))
  return { NODE_EXTRA_CA_CERTS: file }
}

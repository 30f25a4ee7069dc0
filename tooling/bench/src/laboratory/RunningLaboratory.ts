/**
 * Runs the system under test on loopback: the emulated services on one core and two servers on the other, one with
 * prefetch and one without, because prefetch can be set only at a start. Only one server at a time is under load.
 * `patient` gives turns so much time that none takes a short cut.
 *
 * `arrange` applies a configuration (which techniques are on) to the services and to one of the servers: the one that
 * was started with prefetch on or off as the configuration asks. Nothing may be under way meanwhile.
 */
import { fileURLToPath } from "node:url"
import { together } from "../process/Together.ts"
import { put, setLatency } from "../store/Admin.ts"
import { type RunningServices, startServer } from "../store/RunningStore.ts"
import { openServices } from "../store/StoreFolder.ts"
import { playedTimes } from "./PlayedTimes.ts"
import { type Configuration } from "./Technique.ts"

/** One call as the emulators' own log has it. */
export interface ServedCall {
  readonly service: string
  readonly operation: string
  /** Milliseconds since the epoch, with fractions. */
  readonly arrivedAt: number
  readonly answeredAt: number
}

const program = fileURLToPath(new URL("LaboratoryServer.ts", import.meta.url))

/** So that no turn takes a short cut for want of time: what is switched shall be all that differs. */
export const patient = { LATENCY_BUDGET_MS: "10000" }

type Services = Pick<RunningServices, "admin" | "environment">

/** A server of the laboratory over services that run; `folder` is its own. */
export const startLaboratoryServer = async (
  services: Services,
  folder: string,
  environment: Readonly<Record<string, string>>,
) => {
  const server = await startServer(services, folder, {
    environment: { ENDPOINT_HEALTH: "off", LOG_LEVEL: "error", ...environment },
    file: program,
  })
  return { ...server, control: /^control (http:\S+)$/mu.exec(server.said)?.[1] ?? "" }
}

/** `seed`: of spread times; undefined: each takes exactly its figure. */
export const arrange = async (
  services: Services,
  { control, url }: Readonly<Record<"control" | "url", string>>,
  configuration: Configuration,
  seed?: number,
) => {
  await setLatency(services, playedTimes(configuration).services, seed !== undefined)
  await put(control, { configuration, seed })
  return { url, configuration, seed }
}

export const openLaboratory = () =>
  together(async (use) => {
    const services = await use(openServices([]))
    const { admin, folder } = services
    let folders = 0
    /** A further server, which the caller may stop. */
    const start = (environment: Readonly<Record<string, string>>) => {
      folders += 1
      return use(startLaboratoryServer(services, `${folder}/server-${folders}`, environment))
    }
    const [ahead, behind] = await Promise.all([
      start(patient),
      start({ ...patient, PREFETCH: "off" }),
    ])
    return {
      admin,
      start,
      /** What the emulators served since the last asking. */
      calls: async () =>
        (await (await fetch(`${admin}/calls`)).json()) as ReadonlyArray<ServedCall>, // Its own shape.
      arrange: (configuration: Configuration, seed?: number) =>
        arrange(services, configuration.prefetch ? ahead : behind, configuration, seed),
    }
  })

export type Laboratory = Awaited<ReturnType<typeof openLaboratory>>

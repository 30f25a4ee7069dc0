/**
 * Runs the system under test on loopback: the emulated services on one core and two servers on the other, one with
 * prefetch and one without, because prefetch can be set only at a start. Only one server at a time is under load.
 * `patient` gives turns so much time that none takes a short cut.
 *
 * `arrange` applies a configuration (which techniques are on) to the services and to one of the servers: the one that
 * was started with prefetch on or off as the configuration asks. `Arranged` is that server's address with the
 * configuration.
 */
import { fileURLToPath } from "node:url"
import { put, setLatency } from "../store/Admin.ts"
import { type RunningServer, type RunningServices, startServer } from "../store/RunningStore.ts"
import { together } from "../process/Together.ts"
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
  readonly askedMs: number
}

export interface Arranged {
  /** Of the server that serves under this configuration. */
  readonly url: string
  readonly configuration: Configuration
  /** Whether times are spread, and by which seed. */
  readonly seed: number | undefined
}

export interface Laboratory {
  /** Switches everything; nothing may be under way. */
  readonly arrange: (
    configuration: Configuration,
    seed?: number,
  ) => Promise<Arranged & Pick<RunningServer, "operator">>
  /** What the emulators served since the last asking. */
  readonly calls: () => Promise<ReadonlyArray<ServedCall>>
  readonly admin: string
  /** A further server, started as given; the caller may stop it. */
  readonly start: (environment: Readonly<Record<string, string>>) => Promise<LaboratoryServer>
}

export interface LaboratoryServer extends RunningServer {
  readonly control: string
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
): Promise<LaboratoryServer> => {
  const server = await startServer(services, folder, {
    environment: { ENDPOINT_HEALTH: "off", LOG_LEVEL: "error", ...environment },
    file: program,
  })
  const control = /^control (http:\S+)$/mu.exec(server.said)?.[1] ?? ""
  return { ...server, control }
}

/** Switches a server and its services; nothing may be under way. */
export const arrange = async (
  services: Services,
  { control, operator, url }: Pick<LaboratoryServer, "control" | "operator" | "url">,
  configuration: Configuration,
  seed?: number,
): Promise<Arranged & Pick<RunningServer, "operator">> => {
  await setLatency(services, playedTimes(configuration).services, seed !== undefined)
  await put(control, { configuration, seed })
  return { url, operator, configuration, seed }
}

export const openLaboratory = (): Promise<Laboratory & AsyncDisposable> =>
  together(async (use) => {
    const services = await use(openServices([]))
    const { admin, folder } = services
    let folders = 0
    const start: Laboratory["start"] = (environment) => {
      folders += 1
      return use(startLaboratoryServer(services, `${folder}/server-${folders}`, environment))
    }
    const [ahead, behind] = await Promise.all([
      start(patient),
      start({ ...patient, PREFETCH: "off" }),
    ])
    const calls: Laboratory["calls"] = async () =>
      (await (await fetch(`${admin}/calls`)).json()) as ReadonlyArray<ServedCall> // Its own shape.
    const arranged: Laboratory["arrange"] = (configuration, seed) =>
      arrange(services, configuration.prefetch ? ahead : behind, configuration, seed)
    return { admin, start, calls, arrange: arranged }
  })

/** Runs something with a laboratory, which is gone afterwards. */
export const withLaboratory = async <A>(
  use: (laboratory: Laboratory) => Promise<A>,
): Promise<A> => {
  await using laboratory = await openLaboratory()
  return await use(laboratory)
}

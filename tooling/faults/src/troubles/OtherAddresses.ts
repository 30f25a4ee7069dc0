/** Names of services lead to other addresses, as a real DNS server tells, while customers chat. */
import { pause, sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { EmulatedDns } from "@manga-assist/real-servers"
import { readFileSync } from "node:fs"
import { keptPort } from "./Balancer.ts"
import { canCertify, certificateFor } from "./Certificates.ts"
import { openPlainFront, openTlsFront } from "./Front.ts"
import type { Place } from "../processes/Place.ts"
import { allOk, bedrockUrl, ofAbsence, ofCut, probed, reportsOf, trusting } from "./Reached.ts"
import { openSteadfast } from "../processes/Steadfast.ts"
import {
  afterMs,
  beforeMs,
  customers,
  nextCase,
  outcomeOf,
  type Trouble,
  waitingAt,
  wholeAgain,
} from "./Trouble.ts"

/** The shortest time that `DnsCache` keeps an address to which connections can be made. */
const knownForMs = 60_000
/** Where none can be made, it asks once a second; the rest is a busy machine's, and the readiness probe's. */
const followedWithinMs = 15_000

const [oldAddress, newAddress] = ["127.0.0.2", "127.0.0.3"]
const nameOf = (service: string) => `${service}.moving.example`
const moving = /bedrock|dynamodb|opensearch/i
const plain = { dynamodb: "AWS_ENDPOINT_URL_DYNAMODB", opensearch: "OPENSEARCH_URL" } as const

/**
 * Names are asked of this server alone, before any module of the program is loaded: the resolver that Node makes reads the
 * system's configuration, which only root could change.
 */
const resolvedBy = (server: string): string => {
  const program = `
    import dns from "node:dns/promises"
    import { syncBuiltinESMExports } from "node:module"
    dns.Resolver = class extends dns.Resolver {
      constructor(options) {
        super(options)
        this.setServers(["${server}"])
      }
    }
    syncBuiltinESMExports()`
  return `--import=data:text/javascript;base64,${Buffer.from(program).toString("base64")}`
}

/** In front of the three services, at addresses and ports that are the same whenever they are opened. */
const frontsOf = async (place: Place) => {
  const { environment } = place.services
  const certificate = certificateFor([`DNS:${nameOf("bedrock")}`], 30)
  const ca = readFileSync(environment["NODE_EXTRA_CA_CERTS"] ?? "", "utf8")
  const ports = {
    bedrock: await keptPort(),
    dynamodb: await keptPort(),
    opensearch: await keptPort(),
  }
  const to = (setting: string) => new URL(environment[setting] ?? "")
  return {
    settings: {
      ...trusting(place, [certificate]),
      [bedrockUrl]: `https://${nameOf("bedrock")}:${ports.bedrock}`,
      [plain.dynamodb]: `http://${nameOf("dynamodb")}:${ports.dynamodb}`,
      [plain.opensearch]: `http://${nameOf("opensearch")}:${ports.opensearch}`,
    },
    open: async (host: string) => {
      const all = new AsyncDisposableStack()
      const at = { host, port: ports.bedrock, to: to(bedrockUrl) }
      all.use(await openTlsFront({ ...at, ca, certificate }))
      for (const service of ["dynamodb", "opensearch"] as const) {
        all.use(await openPlainFront({ host, port: ports[service], to: to(plain[service]) }))
      }
      return all
    },
  }
}

/** `staysMs`: how long the old addresses still serve once the names lead elsewhere. */
const moved =
  (staysMs: number, may: ReadonlyArray<string>): Trouble["play"] =>
  async (place) => {
    await using dns = new EmulatedDns()
    const resolver = await dns.listen()
    const lead = (address: string) => {
      for (const service of ["bedrock", ...Object.keys(plain)]) dns.set(nameOf(service), [address])
    }
    const fronts = await frontsOf(place)
    await using before = await fronts.open(oldAddress)
    await using _after = await fronts.open(newAddress)
    lead(oldAddress)
    await using server = await place.start(0, {
      ...probed,
      ...fronts.settings,
      NODE_OPTIONS: resolvedBy(resolver),
    })
    await using chat = openSteadfast(nextCase(), customers, () => server.url)
    await pause(beforeMs)
    lead(newAddress)
    await pause(staysMs)
    await before.disposeAsync()
    const stoppedAt = sharedClock.now()
    // What the page says first was seen before.
    await pause(beforeMs)
    const reports = await reportsOf(server.operator, moving, allOk, 2 * knownForMs)
    const awayMs = sharedClock.now() - stoppedAt
    const told: Array<string> = []
    if (!allOk(reports)) told.push(`the new addresses are not used: ${JSON.stringify(reports)}`)
    else if (awayMs > followedWithinMs) told.push(`they were used ${Math.round(awayMs)} ms later`)
    await pause(afterMs)
    const asked = await chat.stop()
    told.push(...(await wholeAgain(server.url)), ...(await waitingAt(server.operator)))
    return outcomeOf(place, asked, may, told)
  }

export const otherAddresses: ReadonlyArray<Trouble> = [
  {
    name: "names lead to other addresses, and the old ones stop at once",
    what: "Bedrock, DynamoDB and OpenSearch by a DNS server of UDP; the new addresses are used within 15 s, until then messages may end with an error that says so",
    needs: canCertify,
    play: moved(0, ofAbsence),
  },
  {
    name: "names lead to other addresses, and the old ones stop a minute later",
    what: "as above; streams of the model that are cut say so, every other message is answered whole",
    needs: canCertify,
    play: moved(1.1 * knownForMs, ofCut),
  },
]

/**
 * Judges how an AWS service is reached, by what the control plane (the EC2 API) knows of the VPC endpoint that should
 * serve it: whether there is one of the right type, its state, its route, its private DNS. Returns reasons for the
 * verdict on the service's health; none means that nothing is wrong.
 *
 * Unknown facts are a note, never a fault.
 */
import { isPrivate, placeOf, plainAddress } from "../probe/Address.ts"
import { type Reason, reason } from "./Reason.ts"
import type { Facts } from "./Facts.ts"
import type { VpcEndpoint } from "../aws/VpcFacts.ts"

/** In these states it carries nothing and will not by itself; any other is on its way. */
const lostStates: ReadonlySet<string> = new Set(["failed", "rejected", "deleted", "expired"])

const servesIt = ({ kind, service }: Facts, endpoint: VpcEndpoint): boolean => {
  if (kind === "gateway") return endpoint.type === "gateway"
  const isClassic = service?.name === "aoss-classic"
  return endpoint.service === service?.name && (isClassic || endpoint.type === "interface")
}

const isAvailable = ({ state }: VpcEndpoint): boolean => state.toLowerCase() === "available"

const hasOnlyPrivate = ({ window, vpc }: Facts): boolean =>
  window.addresses.length > 0 &&
  window.addresses.every((address) => isPrivate(placeOf(address, vpc)))

const isOnThisMachine = ({ window, vpc }: Facts): boolean =>
  window.addresses.length > 0 &&
  window.addresses.every((address) => placeOf(address, vpc) === "loopback")

const whyMissing = (facts: Facts, others: ReadonlyArray<VpcEndpoint>): string => {
  const has = (service: string) => others.some((endpoint) => endpoint.service === service)
  if (facts.service?.name === "aoss-data" && has("aoss-classic")) {
    return "only a classic OpenSearch Serverless endpoint exists: it does not serve NextGen names"
  }
  if (facts.service?.name === "aoss-classic" && has("aoss-data")) {
    return "only a NextGen endpoint (aoss-data) exists: it does not serve classic names"
  }
  if (facts.service?.name.startsWith("aoss-") === true && has("aoss")) {
    return "only an endpoint of the control plane (aoss) exists: it serves no collection"
  }
  const kind = facts.kind === "gateway" ? "gateway endpoint" : "endpoint"
  return `the VPC has no ${kind} for it`
}

const missing = (facts: Facts, others: ReadonlyArray<VpcEndpoint>): Reason => {
  const why = whyMissing(facts, others)
  // A peer or a shared VPC may own the endpoint that answers.
  if (hasOnlyPrivate(facts)) return reason("note", "endpoint-not-found", why)
  return reason("degraded", "endpoint-missing", `${why}: traffic leaves by the NAT gateway`)
}

const wrongState = (endpoint: VpcEndpoint): Reason => {
  const weight = lostStates.has(endpoint.state.toLowerCase()) ? "unhealthy" : "degraded"
  return reason(weight, "endpoint-state", `${endpoint.id} is ${endpoint.state}`)
}

const routeReasons = ({ id, routed }: VpcEndpoint): ReadonlyArray<Reason> => {
  if (routed === undefined || "unknown" in routed) {
    const why = routed === undefined ? "" : `: ${routed.unknown}`
    const text = `whether a route leads to ${id} is not known${why}`
    return [reason("note", "route-not-known", text)]
  }
  const text = `no active prefix-list route leads to ${id}: traffic leaves by the NAT gateway`
  return routed.value ? [] : [reason("degraded", "not-routed", text)]
}

const dnsReasons = ({ window, vpc }: Facts, endpoint: VpcEndpoint): ReadonlyArray<Reason> => {
  const places = window.addresses.map((address) => ({ address, place: placeOf(address, vpc) }))
  const others = places.filter(
    ({ address, place }) =>
      isPrivate(place) && !endpoint.addresses.map(plainAddress).includes(plainAddress(address)),
  )
  return [
    ...(endpoint.privateDns === false && places.some(({ place }) => place === "public")
      ? [reason("note", "private-dns-off", `${endpoint.id} has private DNS switched off`)]
      : []),
    ...(endpoint.addresses.length > 0 && others.length > 0
      ? [
          reason(
            "note",
            "other-interface",
            `${others.map(({ address }) => address).join(", ")} is no interface of ${endpoint.id}`,
          ),
        ]
      : []),
  ]
}

export const controlPlaneReasons = (facts: Facts): ReadonlyArray<Reason> => {
  const { kind, endpoints } = facts
  // A laptop's emulator is no endpoint, and a route to one is no question.
  if (kind === "in-vpc" || isOnThisMachine(facts)) return []
  if (endpoints === undefined || "unknown" in endpoints) {
    const why = endpoints === undefined ? "nobody was asked" : endpoints.unknown
    if (kind === "gateway") {
      return [reason("note", "route-not-known", `whether a route leads to it is not known: ${why}`)]
    }
    return endpoints === undefined
      ? []
      : [reason("note", "endpoint-not-known", `its endpoint is not known: ${why}`)]
  }
  const serving = endpoints.value.filter((endpoint) => servesIt(facts, endpoint))
  if (serving.length === 0) return [missing(facts, endpoints.value)]
  const available = serving.filter(isAvailable)
  if (available.length === 0) return serving.map(wrongState)
  if (kind !== "gateway") {
    const [only] = available
    return only === undefined || available.length > 1 ? [] : dnsReasons(facts, only)
  }
  const routed = available.filter(
    (endpoint) =>
      endpoint.routed !== undefined && "value" in endpoint.routed && endpoint.routed.value,
  )
  return routed.length > 0 ? [] : available.flatMap(routeReasons)
}

/** The endpoint that reports and metrics name: one that serves it, an available one first. */
export const endpointOf = (facts: Facts): VpcEndpoint | undefined => {
  if (facts.endpoints === undefined || "unknown" in facts.endpoints) return undefined
  const serving = facts.endpoints.value.filter((endpoint) => servesIt(facts, endpoint))
  return serving.find(isAvailable) ?? serving[0]
}

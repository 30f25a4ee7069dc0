import { expect, it } from "vitest"
import { Cidrs } from "../src/Address.ts"
import { advance, type History } from "../src/History.ts"
import { type Facts, judge, type Status } from "../src/Verdict.ts"
import type { Connect, Try, Window } from "../src/Window.ts"

const ok = (ms: number): Try => ({ ms })
const bad = (error: string): Try => ({ ms: 2000, error })
const times = <A>(count: number, make: (index: number) => A): Array<A> =>
  Array.from({ length: count }, (_, index) => make(index))

const connects = (
  addresses: ReadonlyArray<string>,
  tcp: (index: number, address: string) => Try = () => ok(0.8),
  tls: (index: number) => Try = () => ok(4),
  samples = 5,
): ReadonlyArray<Connect> =>
  times(samples, (index) =>
    addresses.map((address): Connect => {
      const first = tcp(index, address)
      return first.error === undefined
        ? { address, tcp: first, tls: tls(index) }
        : { address, tcp: first }
    }),
  ).flat()

const window = (addresses: ReadonlyArray<string>, changes: Partial<Window> = {}): Window => ({
  dns: times(5, () => ok(0.4)),
  addresses,
  connects: connects(addresses),
  ...changes,
})

const two = ["10.1.0.5", "10.1.1.5"]
const open = ["52.94.8.1"]
const routed = { state: "available", routed: true }

type Case = readonly [
  name: string,
  facts: Partial<Omit<Facts, "vpc">> & { readonly vpc?: ReadonlyArray<string> },
  status: Status,
  ...codes: ReadonlyArray<string>,
]

const cases: ReadonlyArray<Case> = [
  ["private addresses, fast", {}, "healthy"],
  ["all addresses public", { window: window(open) }, "degraded", "public-address"],
  ["one of two public", { window: window(["10.1.0.5", ...open]) }, "degraded", "public-address"],
  ["shared address space", { window: window(["100.64.3.1"]) }, "healthy"],
  ["unique local IPv6", { window: window(["fd12::1"]) }, "healthy"],
  ["IPv4-mapped private", { window: window(["::ffff:10.1.0.5"]) }, "healthy"],
  ["IPv4-mapped public", { window: window(["::ffff:52.94.8.1"]) }, "degraded", "public-address"],
  [
    "a public range that is the VPC's own",
    { window: window(["52.94.8.1"]), vpc: ["52.94.8.0/24"] },
    "healthy",
  ],
  [
    "global IPv6 of the VPC",
    { window: window(["2406:da14::5"]), vpc: ["2406:da14::/56"] },
    "healthy",
  ],
  [
    "private, beside the VPC's CIDRs",
    { window: window(["10.1.0.5", "10.9.0.5"]), vpc: ["10.1.0.0/16"] },
    "healthy",
    "outside-vpc",
  ],
  [
    "a node on this machine",
    { kind: "in-vpc", window: window(["127.0.0.1"]) },
    "healthy",
    "loopback-address",
  ],
  [
    "a link-local address",
    { window: window(["169.254.169.254"]) },
    "unhealthy",
    "unusable-address",
  ],
  [
    "gateway, public and routed",
    { kind: "gateway", window: window(open), route: routed },
    "healthy",
  ],
  [
    "gateway, route not known",
    { kind: "gateway", window: window(open) },
    "unknown",
    "route-not-known",
  ],
  [
    "gateway, not routed",
    { kind: "gateway", window: window(open), route: { state: "available", routed: false } },
    "degraded",
    "gateway-not-routed",
  ],
  [
    "gateway, being deleted",
    { kind: "gateway", window: window(open), route: { state: "deleting", routed: true } },
    "degraded",
    "gateway-state",
  ],
  [
    "gateway with a private address",
    { kind: "gateway", route: routed },
    "healthy",
    "private-address",
  ],
  [
    "gateway, unreachable without a known route",
    { kind: "gateway", window: window(open, { connects: connects(open, () => bad("ETIMEDOUT")) }) },
    "unhealthy",
    "tcp-failed",
    "route-not-known",
  ],
  [
    "public search endpoint",
    { kind: "opensearch-serverless", window: window(open) },
    "degraded",
    "public-address",
  ],
  [
    "the name does not exist",
    { window: { dns: times(5, () => bad("ENOTFOUND")), addresses: [], connects: [] } },
    "unhealthy",
    "dns-failed",
  ],
  [
    "the name resolves once in five times",
    {
      window: window(two, {
        dns: times(5, (index) => (index === 0 ? ok(1) : bad("EAI_AGAIN"))),
        connects: connects(two, undefined, undefined, 1),
      }),
    },
    "unhealthy",
    "dns-failed",
  ],
  [
    "two lookups of five failed",
    { window: window(two, { dns: times(5, (index) => (index < 2 ? bad("EAI_AGAIN") : ok(1))) }) },
    "degraded",
    "dns-unreliable",
  ],
  [
    "one lookup of five failed",
    { window: window(two, { dns: times(5, (index) => (index < 1 ? bad("EAI_AGAIN") : ok(1))) }) },
    "healthy",
  ],
  [
    "nobody listens",
    { window: window(two, { connects: connects(two, () => bad("ECONNREFUSED")) }) },
    "unhealthy",
    "tcp-failed",
  ],
  [
    "one of three addresses dead",
    {
      window: window([...two, "10.1.2.5"], {
        connects: connects([...two, "10.1.2.5"], (_, address) =>
          address === "10.1.2.5" ? bad("ETIMEDOUT") : ok(1),
        ),
      }),
    },
    "degraded",
    "tcp-unreliable",
    "address-dead",
  ],
  [
    "one address of six dead",
    {
      window: window([], {
        connects: connects(
          times(6, (index) => `10.1.0.${index + 1}`),
          (_, address) => (address === "10.1.0.6" ? bad("ETIMEDOUT") : ok(1)),
        ),
      }),
    },
    "degraded",
    "address-dead",
  ],
  [
    "one connection lost",
    {
      window: window(two, {
        connects: connects(["10.1.0.5"], (index) => (index === 3 ? bad("ECONNRESET") : ok(1))),
      }),
    },
    "healthy",
  ],
  [
    "certificate for another name",
    {
      window: window(two, {
        connects: connects(two, undefined, () => bad("ERR_TLS_CERT_ALTNAME_INVALID")),
      }),
    },
    "unhealthy",
    "tls-failed",
  ],
  [
    "no TLS asked for",
    { window: window(two, { connects: times(5, () => ({ address: "10.1.0.5", tcp: ok(1) })) }) },
    "healthy",
  ],
  [
    "too few samples",
    { window: window(two, { connects: connects(["10.1.0.5"], undefined, undefined, 4) }) },
    "unknown",
    "too-few-samples",
  ],
  [
    "nothing measured",
    { window: { dns: [], addresses: [], connects: [] } },
    "unknown",
    "too-few-samples",
  ],
  ["slow DNS", { window: window(two, { dns: times(5, () => ok(5.1)) }) }, "degraded", "dns-slow"],
  [
    "exactly at the limit",
    {
      window: window(two, {
        dns: times(5, () => ok(5)),
        connects: connects(
          two,
          () => ok(10),
          () => ok(20),
        ),
      }),
    },
    "healthy",
  ],
  [
    "one slow connection of five",
    {
      window: window(two, {
        connects: connects(["10.1.0.5"], (index) => ok(index === 0 ? 300 : 1)),
      }),
    },
    "healthy",
  ],
  [
    "a slow tail of many",
    {
      window: window(two, {
        connects: connects(["10.1.0.5"], (index) => ok(index < 3 ? 31 : 1), undefined, 40),
      }),
    },
    "degraded",
    "tcp-slow",
  ],
  [
    "slow TLS",
    { window: window(two, { connects: connects(two, undefined, () => ok(21)) }) },
    "degraded",
    "tls-slow",
  ],
  [
    "slower than the NAT gateway",
    { window: window(two, { connects: connects(two, () => ok(45)) }), natBaselineMs: 45 },
    "unhealthy",
    "slower-than-nat",
    "tcp-slow",
  ],
  [
    "public and slower than the NAT gateway",
    { window: window(open, { connects: connects(open, () => ok(60)) }), natBaselineMs: 45 },
    "unhealthy",
    "slower-than-nat",
    "public-address",
    "tcp-slow",
  ],
]

for (const [name, { vpc, ...facts }, status, ...codes] of cases) {
  it(name, () => {
    const verdict = judge({
      kind: "interface",
      window: window(two),
      limits: { dnsMs: 5, tcpMs: 10, tlsMs: 20 },
      vpc: new Cidrs(vpc ?? []),
      ...facts,
    })
    expect([verdict.status, ...verdict.reasons.map(({ code }) => code)]).toEqual([status, ...codes])
  })
}

const published = (first: Status, ...windows: ReadonlyArray<Status>): ReadonlyArray<Status> => {
  const said: Array<Status> = []
  let history: History | undefined
  for (const status of [first, ...windows]) {
    history = advance(history, status)
    said.push(history.status)
  }
  return said
}

it.each<readonly [string, ReadonlyArray<Status>, ReadonlyArray<Status>]>([
  ["the first window is published", ["unhealthy"], ["unhealthy"]],
  [
    "two bad windows change nothing",
    ["healthy", "unhealthy", "unhealthy", "healthy", "unhealthy"],
    ["healthy", "healthy", "healthy", "healthy", "healthy"],
  ],
  [
    "three do",
    ["healthy", "degraded", "degraded", "degraded"],
    ["healthy", "healthy", "healthy", "degraded"],
  ],
  [
    "three back again",
    ["unhealthy", "healthy", "healthy", "healthy"],
    ["unhealthy", "unhealthy", "unhealthy", "healthy"],
  ],
  [
    "of three bad ones the mildest counts",
    ["healthy", "unhealthy", "degraded", "unhealthy"],
    ["healthy", "healthy", "healthy", "degraded"],
  ],
  [
    "of three better ones the most careful counts",
    ["unhealthy", "healthy", "degraded", "healthy"],
    ["unhealthy", "unhealthy", "unhealthy", "degraded"],
  ],
  [
    "what is not known any more becomes unknown",
    ["healthy", "unknown", "unknown", "unknown"],
    ["healthy", "healthy", "healthy", "unknown"],
  ],
])("%s", (_, [first = "unknown", ...windows], expected) => {
  expect(published(first, ...windows)).toEqual(expected)
})

it("remembers three windows at most", () => {
  const history = advance(
    { status: "healthy", windows: ["healthy", "degraded", "healthy"] },
    "unknown",
  )
  expect(history.windows).toEqual(["degraded", "healthy", "unknown"])
})

/** Verdicts from addresses and samples alone. */
import { bad, type Case, connects, ok, open, times, two, window } from "./verdictFacts.ts"

export const measuredCases: ReadonlyArray<Case> = [
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
    "loopback",
  ],
  [
    "a link-local address",
    { window: window(["169.254.169.254"]) },
    "unhealthy",
    "unusable-address",
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
    "healthy",
    "too-few-samples",
  ],
  [
    "nothing measured",
    { window: { dns: [], addresses: [], connects: [] } },
    "degraded",
    "not-measured",
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
    "tcp-slow",
    "public-address",
  ],
]

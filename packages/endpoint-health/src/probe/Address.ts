/**
 * Classifies an address: in the VPC, private, on this machine, or on the internet.
 *
 * A VPC may use ranges beyond RFC 1918: 100.64/10, its own public CIDRs, global IPv6. Its CIDRs are therefore checked
 * first. IPv4-mapped IPv6 is judged as the IPv4 address it contains.
 */
import { isIP } from "node:net"
import ipaddr from "ipaddr.js"

export type AddressPlace = "vpc" | "private" | "loopback" | "public" | "unusable"

type Address = ReturnType<typeof ipaddr.process>
type Range = readonly [Address, number]

/** Undefined for what is no address; a zone (`%eth0`) is dropped, a mapped address becomes IPv4. */
const readAddress = (text: string): Address | undefined => {
  const plain = text.split("%")[0] ?? ""
  // The library also reads `10.1`, `0x0a.1.1.1` and octal, which no resolver gives.
  return isIP(plain) === 0 ? undefined : ipaddr.process(plain)
}

const readRange = (cidr: string): Range | undefined => {
  const [, text = "", digits = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(cidr) ?? []
  const family = isIP(text)
  const bits = Number(digits)
  if (family === 0 || bits > (family === 4 ? 32 : 128)) return undefined
  const address = ipaddr.parse(text)
  if (!(address instanceof ipaddr.IPv6) || !address.isIPv4MappedAddress()) return [address, bits]
  return bits < 96 ? [address, bits] : [address.toIPv4Address(), bits - 96]
}

const within = (address: Address, ranges: ReadonlyArray<Range>): boolean =>
  ranges.some(([start, bits]) => {
    if (address instanceof ipaddr.IPv4) {
      return start instanceof ipaddr.IPv4 && address.match(start, bits)
    }
    return start instanceof ipaddr.IPv6 && address.match(start, bits)
  })

const ranges = (...cidrs: ReadonlyArray<string>): ReadonlyArray<Range> =>
  cidrs.flatMap((cidr) => {
    const range = readRange(cidr)
    return range === undefined ? [] : [range]
  })

// RFC 1918, RFC 6598 (shared address space, usable in a VPC), RFC 4193 (unique local IPv6).
const privateRanges = ranges(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
)
const loopbackRanges = ranges("127.0.0.0/8", "::1/128")
// Unspecified, link-local, multicast, reserved: no endpoint can be there.
const unusableRanges = ranges(
  "0.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
  "::/128",
  "fe80::/10",
  "ff00::/8",
)

/** One spelling of each address, for comparing; what is no address stays as it is. */
export const plainAddress = (text: string): string => readAddress(text)?.toString() ?? text

/** A set of address ranges; `invalid` lists what was no CIDR and is left out. */
export class Cidrs {
  readonly #ranges: ReadonlyArray<Range>
  readonly invalid: ReadonlyArray<string>

  constructor(cidrs: ReadonlyArray<string>) {
    this.#ranges = ranges(...cidrs)
    this.invalid = cidrs.filter((cidr) => readRange(cidr) === undefined)
  }

  contains(text: string): boolean {
    const address = readAddress(text)
    return address !== undefined && within(address, this.#ranges)
  }
}

/** What is no address at all is `unusable`. */
export const placeOf = (text: string, vpc: Cidrs): AddressPlace => {
  const address = readAddress(text)
  if (address === undefined) return "unusable"
  if (vpc.contains(text)) return "vpc"
  if (within(address, privateRanges)) return "private"
  if (within(address, loopbackRanges)) return "loopback"
  return within(address, unusableRanges) ? "unusable" : "public"
}

/** What an interface endpoint, or a node in the VPC, is expected to have. */
export const isPrivate = (place: AddressPlace): boolean => place === "vpc" || place === "private"

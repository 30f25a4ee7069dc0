/**
 * Where an address lies: in the VPC, in a private range, on this machine, or on the internet.
 *
 * A VPC may use ranges beyond RFC 1918: 100.64/10, its own public CIDRs, global IPv6. So the VPC's
 * CIDRs are asked first, and IPv4-mapped IPv6 is judged as the IPv4 address it is.
 */
import { BlockList, isIP } from "node:net"

export type AddressPlace = "vpc" | "private" | "loopback" | "public" | "unusable"

const list = (...cidrs: ReadonlyArray<string>): BlockList => {
  const set = new BlockList()
  for (const cidr of cidrs) addCidr(set, cidr)
  return set
}

/** True when `cidr` was one and now stands in the set. */
const addCidr = (set: BlockList, cidr: string): boolean => {
  const [, address = "", bits = ""] = /^([^/%]+)\/(\d{1,3})$/.exec(cidr) ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return false
  set.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6")
  return true
}

// RFC 1918, RFC 6598 (shared address space, usable in a VPC), RFC 4193 (unique local IPv6).
const privateRanges = list(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
)
const loopbackRanges = list("127.0.0.0/8", "::1/128")
// Unspecified, link-local, multicast, reserved: no endpoint can be there.
const unusableRanges = list(
  "0.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/3",
  "::/128",
  "fe80::/10",
  "ff00::/8",
)

const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1; a zone (`%eth0`) is dropped. */
export const plainAddress = (text: string): string => {
  const address = text.split("%")[0] ?? ""
  const [, dotted, high, low] = mapped.exec(address) ?? []
  if (dotted !== undefined) return dotted
  if (high === undefined || low === undefined) return address
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join(".")
}

/** A set of address ranges; `invalid` lists what was no CIDR and is left out. */
export class Cidrs {
  readonly #set = new BlockList()
  readonly invalid: ReadonlyArray<string>

  constructor(cidrs: ReadonlyArray<string>) {
    this.invalid = cidrs.filter((cidr) => !addCidr(this.#set, cidr))
  }

  contains(address: string): boolean {
    return within(this.#set, plainAddress(address))
  }
}

const within = (set: BlockList, address: string): boolean => {
  const family = isIP(address)
  return family !== 0 && set.check(address, family === 4 ? "ipv4" : "ipv6")
}

/** What is no address at all is `unusable`. */
export const placeOf = (text: string, vpc: Cidrs): AddressPlace => {
  const address = plainAddress(text)
  if (isIP(address) === 0) return "unusable"
  if (vpc.contains(address)) return "vpc"
  if (within(privateRanges, address)) return "private"
  if (within(loopbackRanges, address)) return "loopback"
  return within(unusableRanges, address) ? "unusable" : "public"
}

/**
 * The client address of a connection behind a configured number of trusted proxies.
 *
 * It is the entry of `X-Forwarded-For` that the outermost trusted proxy appended; entries to the left of it are written
 * by the client and ignored. An IPv6 network of 64 bits counts as one address.
 */
import ipaddr from "ipaddr.js"
import { headerList } from "./HeaderList.ts"
import type { Target } from "./SocketServer.ts"

const networkBits = 64

/** Addresses are compared as text: each has one way of writing. */
const written = (address: string): string | undefined => {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${networkBits}`).toString()
}

/** Of one that a header names: the key under which limits count it. */
export const visitorAddress = (address: string): string => written(address) ?? "unknown"

export const peerAddress = (target: Target, trustedProxies: number): string => {
  const peer = visitorAddress(target.address)
  if (trustedProxies === 0) return peer
  const forwarded = headerList(target.header("x-forwarded-for")).filter((address) => address !== "")
  const visitor = forwarded[Math.max(0, forwarded.length - trustedProxies)]
  return visitor === undefined ? peer : (written(visitor) ?? peer)
}

/**
 * Looks a name up in the system's hosts file, which `dns.Resolver` ignores.
 *
 * The file is read for each look-up, so that edits take effect; `DnsCache` makes look-ups rare. An unreadable file
 * has no entries.
 */
import type { LookupAddress } from "node:dns"
import { readFile } from "node:fs/promises"
import { isIP } from "node:net"

const path =
  process.platform === "win32"
    ? `${process.env["SystemRoot"] ?? "C:\\Windows"}\\System32\\drivers\\etc\\hosts`
    : "/etc/hosts"

/** Every address that the text gives to the name, which is in lower case, in the order of its lines. */
export const hostsIn = (text: string, name: string): ReadonlyArray<LookupAddress> =>
  text.split("\n").flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, "").trim().split(/\s+/)
    const family = isIP(address ?? "")
    const found = names.some((each) => each.toLowerCase() === name)
    return found && address !== undefined && family !== 0 ? [{ address, family }] : []
  })

export const hostsFile = async (name: string): Promise<ReadonlyArray<LookupAddress>> => {
  const text = await readFile(path, "utf8").catch(() => "")
  return hostsIn(text, name)
}

/**
 * What the hosts file says of a name: the system asks it before DNS, and `dns.Resolver` never does.
 *
 * Read anew for each question, which a cache above makes rare, so that an edit counts. A file that
 * cannot be read says nothing.
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

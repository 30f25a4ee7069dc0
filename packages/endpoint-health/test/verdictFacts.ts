/** Windows and cases for the verdict's tests: one measured window, changed as a case needs. */
import type { Status } from "../src/verdict/Reason.ts"
import type { Facts } from "../src/verdict/Facts.ts"
import type { Connect, Try, Window } from "../src/probe/Window.ts"

export const ok = (ms: number): Try => ({ ms })
export const bad = (error: string): Try => ({ ms: 2000, error })
export const times = <A>(count: number, make: (index: number) => A): Array<A> =>
  Array.from({ length: count }, (_, index) => make(index))

export const connects = (
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

export const window = (
  addresses: ReadonlyArray<string>,
  changes: Partial<Window> = {},
): Window => ({
  dns: times(5, () => ok(0.4)),
  addresses,
  connects: connects(addresses),
  ...changes,
})

export const two = ["10.1.0.5", "10.1.1.5"]
export const open = ["52.94.8.1"]

export const zones = new Map([
  ["10.1.0.5", "ap-northeast-1a"],
  ["10.1.1.5", "ap-northeast-1c"],
])

export type Case = readonly [
  name: string,
  facts: Partial<Omit<Facts, "vpc" | "service">> & {
    readonly vpc?: ReadonlyArray<string>
    readonly host?: string
  },
  status: Status,
  ...codes: ReadonlyArray<string>,
]

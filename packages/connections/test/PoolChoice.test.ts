import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AddressBook } from "../src/dns/AddressBook.ts"
import { ConnectBackOff } from "../src/pool/ConnectBackOff.ts"
import { sessionsWanted } from "../src/pool/SessionsWanted.ts"
import { TransportError } from "../src/pool/TransportError.ts"

const list = ["a", "b", "c"].map((address) => ({ address, family: 4 }))
const order = (book: AddressBook, now: number, load: Record<string, number> = {}) =>
  book.order(list, (address) => load[address] ?? 0, now).map(({ address }) => address)

describe("AddressBook", () => {
  it("prefers the fewest sessions, and the given order among equals", () => {
    expect(order(new AddressBook(), 0, { a: 2, b: 1, c: 1 })).toEqual(["b", "c", "a"])
  })

  it("puts a failed address last for 30 s, then twice as long, until it works", () => {
    const book = new AddressBook()
    book.failed("a", 0)
    expect(order(book, 29_999, { b: 9, c: 9 })).toEqual(["b", "c", "a"])
    expect(order(book, 30_000)).toEqual(["a", "b", "c"])
    book.failed("a", 30_000)
    expect(order(book, 89_999)).toEqual(["b", "c", "a"])
    book.worked("a")
    expect(order(book, 89_999)).toEqual(["a", "b", "c"])
  })

  it("never leaves an address out, and tries first what failed first", () => {
    const book = new AddressBook()
    for (const [at, address] of ["c", "a", "b"].entries()) book.failed(address, at)
    expect(order(book, 10)).toEqual(["c", "a", "b"])
  })
})

describe("sessionsWanted", () => {
  const wanted = (load: number, limit: number, floor = 0, replacing = false) =>
    sessionsWanted({ load, limit, floor, replacing })

  it.each([
    [0, 100, 0],
    [1, 100, 1],
    [80, 100, 1],
    [81, 100, 2],
    [300, 100, 4],
    [300, 256, 2],
    [500, 100, 6],
    [1, 1, 2],
  ])("%d streams at %d a session: %d sessions", (load, limit, sessions) => {
    expect(wanted(load, limit)).toBe(sessions)
  })

  it("is enough for all, and never more than the need plus one", () => {
    const positive = fc.integer({ min: 1, max: 10_000 })
    fc.assert(
      fc.property(positive, positive, (load, limit) => {
        const sessions = wanted(load, limit)
        expect(sessions * limit).toBeGreaterThanOrEqual(load)
        expect(sessions).toBeLessThanOrEqual(Math.ceil(load / limit) + 1)
      }),
    )
  })

  it("keeps the floor, and one where one must be replaced", () => {
    expect(wanted(0, 100, 3)).toBe(3)
    expect(wanted(0, 100, 0, true)).toBe(1)
  })
})

describe("ConnectBackOff", () => {
  it("never holds a request back for a plain failure", () => {
    const backOff = new ConnectBackOff()
    for (let i = 0; i < 20; i++) backOff.failed(new TransportError("connect-failed", ""), 0)
    expect(backOff.calmMs(0)).toBe(0)
    expect(backOff.refusal(0)).toBeUndefined()
    expect(backOff.refillMs()).toBeLessThanOrEqual(5_000)
  })

  it("remembers a refused certificate for a second", () => {
    const backOff = new ConnectBackOff()
    const error = new TransportError("certificate-name", "")
    backOff.failed(error, 0)
    expect(backOff.refusal(999)).toBe(error)
    expect(backOff.refusal(1_000)).toBeUndefined()
  })

  it("stays calm for longer each time, but never beyond a second, and pings more rarely", () => {
    const backOff = new ConnectBackOff()
    backOff.calm(false, 0)
    expect(backOff.calmMs(0)).toBeGreaterThanOrEqual(75)
    expect(backOff.calmMs(100)).toBe(0)
    for (let i = 0; i < 10; i++) backOff.calm(true, 100)
    expect(backOff.calmMs(100)).toBeGreaterThanOrEqual(750)
    expect(backOff.calmMs(100)).toBeLessThanOrEqual(1_000)
    expect(backOff.pingFactor).toBe(16)
    backOff.calm(false, 200_000)
    expect(backOff.calmMs(200_000)).toBeLessThanOrEqual(100)
  })
})

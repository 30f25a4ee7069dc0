import { describe, expect, it } from "vitest"
import { socketLimit } from "../src/limits/FileLimit.ts"

const never = () => false
const always = () => true

describe("sockets that a process may hold", () => {
  it("are those wanted where the limit has room for them and for its other files", () => {
    expect(socketLimit(40_000, 100_000, never)).toEqual({ sockets: 40_000, prefix: [] })
    expect(socketLimit(40_000, 40_600, never)).toEqual({ sockets: 40_000, prefix: [] })
    expect(socketLimit(40_000, Number.POSITIVE_INFINITY, never)).toEqual({
      sockets: 40_000,
      prefix: [],
    })
  })

  it("are those wanted where the limit may be raised, by what stands before the command", () => {
    expect(socketLimit(40_000, 20_000, always)).toEqual({
      sockets: 40_000,
      prefix: ["prlimit", "--nofile=40600:40600"],
    })
  })

  it("are fewer where it may not, and the reason is told", () => {
    const { prefix, sockets, why } = socketLimit(40_000, 20_000, never)
    expect({ prefix, sockets }).toEqual({ prefix: [], sockets: 19_400 })
    expect(why).toContain("20000")
  })
})

import { assert, describe, it } from "@effect/vitest"
import type { Redis } from "ioredis"
import { setImmediate as turnOver } from "node:timers/promises"
import { Writable } from "node:stream"
import { joinedWrites } from "../src/redis/JoinedWrites.ts"

/** A stream that tells what each system call would have carried. */
const recording = () => {
  const calls: Array<string> = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      calls.push(chunk)
      done()
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(""))
      done()
    },
  })
  return { calls, stream }
}

// What is used of the client: its state and its stream.
const clientOf = (status: string, stream: Writable) => ({ status, stream }) as unknown as Redis

describe("commands", () => {
  it("of one turn of the event loop leave together, at its end, in their order", async () => {
    const { calls, stream } = recording()
    const join = joinedWrites(clientOf("ready", stream))
    for (const command of ["a", "b", "c"]) {
      join()
      stream.write(command)
    }
    assert.deepStrictEqual(calls, [])
    await turnOver()
    assert.deepStrictEqual(calls, ["abc"])
    join()
    stream.write("d")
    await turnOver()
    assert.deepStrictEqual(calls, ["abc", "d"])
  })

  it("of a client that does not stand are left alone", async () => {
    const { calls, stream } = recording()
    const join = joinedWrites(clientOf("connecting", stream))
    join()
    stream.write("a")
    assert.deepStrictEqual(calls, ["a"])
    await turnOver()
    assert.deepStrictEqual(calls, ["a"])
  })

  it("given up because the connection broke in between harm nobody", async () => {
    const { stream } = recording()
    const join = joinedWrites(clientOf("ready", stream))
    join()
    stream.write("a")
    stream.destroy()
    await turnOver()
    join()
    await turnOver()
    assert.isTrue(stream.destroyed)
  })
})

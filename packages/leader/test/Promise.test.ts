/** Without a Redis a process leads alone, as in tests and on a laptop. */
import { expect, it, vi } from "vitest"
import { leader, LeaderError } from "../src/promise.ts"

const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof LeaderError ? error.reason : String(error)),
  )

it("leads at once, keeps what it sets for its time, and no more once it is closed", async () => {
  const alone = await leader({ key: "report:{leader}" })
  const { number, signal } = await alone.term()
  expect([number, alone.isLeading(), signal.aborted]).toEqual([1, true, false])
  expect((await alone.term()).signal).toBe(signal)
  await alone.set("report", "42", 60_000)
  await alone.set("gone", "0", 0)
  expect([await alone.get("report"), await alone.get("gone")]).toEqual(["42", undefined])
  await alone.close()
  expect([alone.isLeading(), signal.aborted]).toEqual([false, true])
  expect(await reasonOf(alone.set("report", "43", 60_000))).toBe("not-leading")
  expect(await reasonOf(alone.term())).toBe("not-leading")
})

it("refuses a URL that is none", async () => {
  await expect(leader({ key: "{k}", redisUrl: "http://127.0.0.1" })).rejects.toThrow(
    "@manga-assist/leader leader: redisUrl must be a URL",
  )
})

it("says that it is closed", async () => {
  const alone = await leader({ key: "report:{leader}" })
  await alone.close()
  await expect(alone.set("report", "43", 60_000)).rejects.toThrow("not-leading: it is closed")
})

it("tells what keeps it from leading where Redis is down, and leaves standard output alone", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {})
  const warned = vi.spyOn(console, "error").mockImplementation(() => {})
  const heard = Promise.withResolvers<LeaderError>()
  const down = await leader({
    key: "report:{leader}",
    redisUrl: "redis://127.0.0.1:1",
    lockMs: 50,
    heartbeatMs: 10,
    onTrouble: (error) => {
      heard.resolve(error)
      throw new Error("nobody listens")
    },
  })
  expect((await heard.promise).reason).toBe("store")
  expect(await reasonOf(down.set("report", "42", 60_000))).toBe("store")
  expect(down.isLeading()).toBe(false)
  await down.close()
  expect(await reasonOf(down.set("report", "42", 60_000))).toBe("not-leading")
  expect([warned.mock.calls.length, printed.mock.calls]).toEqual([1, []])
  vi.restoreAllMocks()
})

/** Without a Redis a process leads alone, as in tests and on a laptop. */
import { expect, it } from "vitest"
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

/** Prefetch for programs without Effect, and promises given to the face with it. */
import { Effect, Exit, Scope } from "effect"
import { describe, expect, expectTypeOf, it } from "vitest"
import { makePrefetch as makeEffectPrefetch, type PrefetchKey, type Source } from "../src/index.ts"
import { makePrefetch } from "../src/promise.ts"

const later = <A>(value: A, ms: number) =>
  new Promise<A>((resolve) => setTimeout(() => resolve(value), ms))

const sources = () => ({
  profile: {
    load: ({ user }: PrefetchKey) => later({ name: user ?? "nobody" }, 5),
    deadlineMs: 1_000,
    freshForMs: 60_000,
  },
  slow: { load: () => later(1, 2_000), deadlineMs: 5_000, freshForMs: 60_000 },
  broken: {
    load: (): Promise<number> => Promise.reject(new Error("no")),
    deadlineMs: 1_000,
    freshForMs: 60_000,
  },
})
const key = { session: "s", user: "Ana" }

/** One contract for both faces. */
const faces = {
  promise: () => makePrefetch(sources()),
  "Effect, given promises": () => {
    const scope = Scope.makeUnsafe()
    // What a program in plain JavaScript does; TypeScript refuses it.
    const given = sources() as unknown as Record<string, Source<unknown>>
    const made = Effect.runSync(makeEffectPrefetch(given).pipe(Scope.provide(scope)))
    return {
      take: (of: PrefetchKey, waitMs: number) => Effect.runPromise(made.take(of, waitMs)),
      start: (of: PrefetchKey) => Effect.runSync(made.start(of)),
      counters: made.counters,
      close: () => Effect.runPromise(Scope.close(scope, Exit.void)),
    }
  },
}

describe.each(Object.entries(faces))("%s", (_, open) => {
  it("hands over what arrived and says what did not", async () => {
    const prefetch = open()
    prefetch.start(key)
    await later(undefined, 50)
    expect(await prefetch.take(key, 100)).toEqual({
      values: { profile: { name: "Ana" } },
      outcomes: { profile: "used", slow: "late", broken: "failed" },
    })
    expect(prefetch.counters()).toMatchObject({ profile: { started: 1 }, broken: { failed: 1 } })
    await prefetch.close()
  })
})

describe("the promise face", () => {
  it("tells why each load failed, and goes on when that is not heard", async () => {
    const told: Array<readonly [string, string, PrefetchKey]> = []
    const { broken } = sources()
    const throwing = {
      ...broken,
      load: (): Promise<number> => {
        throw new Error("at once")
      },
    }
    const late = { ...broken, load: () => later(1, 60_000), deadlineMs: 5 }
    const prefetch = makePrefetch(
      { broken, late, throwing },
      {
        onError: (source, error, of) => {
          told.push([source, error instanceof Error ? error.name : "?", of])
          throw new Error("nobody listens")
        },
      },
    )
    const { outcomes } = await prefetch.take(key, 500)
    expect(outcomes).toEqual({ broken: "failed", late: "failed", throwing: "failed" })
    expect(told.toSorted(([left], [right]) => left.localeCompare(right))).toEqual([
      ["broken", "Error", key],
      ["late", "TimeoutError", key],
      ["throwing", "Error", key],
    ])
    await prefetch.close()
  })

  it("tells a load by its signal that nobody waits for it any more", async () => {
    const reasons: Array<string> = []
    const hanging = (name: string, deadlineMs: number) => ({
      load: (_: PrefetchKey, signal: AbortSignal) =>
        new Promise<number>(() => {
          signal.addEventListener("abort", () => reasons.push(name))
        }),
      deadlineMs,
      freshForMs: 1_000,
    })
    const prefetch = makePrefetch({ late: hanging("late", 20), left: hanging("left", 60_000) })
    prefetch.start(key)
    await later(undefined, 60)
    expect(reasons).toEqual(["late"])
    await prefetch.close()
    expect(reasons).toEqual(["late", "left"])
  })

  it("keeps the types of what is loaded, and closes by `await using`", async () => {
    await using prefetch = makePrefetch(sources())
    prefetch.start(key)
    const { values } = await prefetch.take(key, 200)
    expectTypeOf(values.profile).toEqualTypeOf<{ name: string } | undefined>()
    expect(values.profile?.name).toBe("Ana")
    prefetch.leave(key)
    expect(prefetch.takeNow({ session: "other" }).outcomes.profile).toBe("none")
    expect(prefetch.size().sessions).toBeGreaterThan(0)
  })
})

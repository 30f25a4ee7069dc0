import { randomBytes } from "node:crypto"
import * as zlib from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { decode, decodeText, encode, type PayloadError } from "../src/index.ts"

const run = <A>(effect: Effect.Effect<A>): Promise<A> => Effect.runPromise(effect)
const reasonOf = (bytes: Uint8Array, maxOutputBytes?: number): Promise<string> =>
  run(
    decode(bytes, { maxOutputBytes }).pipe(
      Effect.as("decoded"),
      Effect.catch((error: PayloadError) => Effect.succeed(error.reason)),
    ),
  )

/** Every way of encoding, whatever the size of the value. */
const ways = fc.record({
  codec: fc.constantFrom("gzip" as const, "zstd" as const, undefined),
  minBytes: fc.constantFrom(0, 1, 512, undefined),
})

describe("codec", () => {
  it("gives back any bytes", async () => {
    const value = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(5_000))
        .map(([unit, times]) => Uint8Array.from(Buffer.concat(Array(times).fill(unit)))),
    )
    await fc.assert(
      fc.asyncProperty(value, ways, async (raw, options) => {
        const encoded = await run(encode(raw, options))
        assert.isAtMost(encoded.length, raw.length + 1)
        assert.isTrue(Buffer.from(await run(Effect.orDie(decode(encoded)))).equals(raw))
      }),
      { numRuns: 300 },
    )
  })

  it("gives back any text, in any script", async () => {
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3_000 }),
      fc.string({ unit: fc.constantFrom("進", "撃", "の", "é", "😀", "\0", "\uFEFF") }),
    )
    await fc.assert(
      fc.asyncProperty(value, ways, async (text, options) => {
        const encoded = await run(encode(text, options))
        assert.strictEqual(await run(Effect.orDie(decodeText(encoded))), text)
      }),
      { numRuns: 300 },
    )
  })

  it("gives back values on both sides of the size where the pool takes over", async () => {
    for (const length of [65_535, 65_536, 1_048_576]) {
      for (const raw of [randomBytes(length), Buffer.alloc(length, "abcdefg")]) {
        const encoded = await run(encode(raw))
        assert.isTrue(Buffer.from(await run(Effect.orDie(decode(encoded)))).equals(raw))
      }
    }
  })

  it("leaves small and incompressible values raw", async () => {
    const small = await run(encode("a".repeat(511)))
    assert.deepStrictEqual([small[0], small.length], [0, 512])
    const large = await run(encode("a".repeat(512)))
    assert.notStrictEqual(large[0], 0)
    assert.isBelow(large.length, 100)
    const noise = randomBytes(4_096)
    assert.deepStrictEqual([(await run(encode(noise)))[0]], [0])
  })

  it("makes a repetitive document at least three times smaller", async () => {
    const turn = JSON.stringify({ role: "user", text: "How long does delivery to Osaka take?" })
    const raw = Array.from({ length: 20 }, (_, index) => `${index}${turn}`).join("\n")
    assert.isBelow((await run(encode(raw))).length * 3, raw.length)
  })

  it("writes a lone surrogate as U+FFFD", async () => {
    const encoded = await run(encode("a\uD800b"))
    assert.strictEqual(await run(Effect.orDie(decodeText(encoded))), "a\uFFFDb")
  })
})

describe("decode of hostile input", () => {
  it("names an empty value and every unknown codec byte", async () => {
    assert.strictEqual(await reasonOf(new Uint8Array()), "empty")
    for (let byte = 3; byte < 256; byte += 1) {
      assert.strictEqual(await reasonOf(Uint8Array.of(byte, 1, 2, 3)), "unknown-codec")
    }
  })

  it("refuses every truncation of a compressed value", async () => {
    for (const codec of ["gzip", "zstd"] as const) {
      const whole = await run(encode("the same words again and again ".repeat(60), { codec }))
      for (let length = 1; length < whole.length; length += 1) {
        assert.strictEqual(await reasonOf(whole.subarray(0, length)), "corrupt")
      }
    }
  })

  it("never gives out altered content of a compressed value", async () => {
    const text = "the same words again and again ".repeat(60)
    for (const codec of ["gzip", "zstd"] as const) {
      const whole = await run(encode(text, { codec }))
      for (let bit = 8; bit < whole.length * 8; bit += 1) {
        const altered = Uint8Array.from(whole)
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const out = await run(decodeText(altered).pipe(Effect.catch(() => Effect.succeed(text))))
        assert.strictEqual(out, text)
      }
    }
  })

  it("stops a bomb at the limit, small or large, and lets exactly the limit pass", async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024)
    const bombs = [
      Buffer.concat([Buffer.of(1), zlib.gzipSync(zeros)]),
      Buffer.concat([Buffer.of(2), zlib.zstdCompressSync(zeros)]),
    ]
    for (const bomb of bombs) {
      assert.strictEqual(await reasonOf(bomb, 1_000), "too-large")
      assert.strictEqual(await reasonOf(bomb), "too-large")
    }
    const encoded = await run(encode(Buffer.alloc(5_000)))
    assert.strictEqual(await reasonOf(encoded, 5_000), "decoded")
    assert.strictEqual(await reasonOf(encoded, 4_999), "too-large")
    assert.strictEqual(await reasonOf(Uint8Array.of(0, 1, 2), 1), "too-large")
  })

  it("never dies on random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(3), async (bytes, codec) => {
        assert.include(
          ["decoded", "empty", "corrupt", "unknown-codec", "too-large"],
          await reasonOf(Uint8Array.of(codec, ...bytes), 10_000),
        )
      }),
      { numRuns: 500 },
    )
  })

  it("says that bytes are not text", async () => {
    const error = await run(
      Effect.flip(decodeText(Uint8Array.of(0, 0xff, 0xfe))).pipe(Effect.orDie),
    )
    assert.strictEqual(error.reason, "corrupt")
  })
})

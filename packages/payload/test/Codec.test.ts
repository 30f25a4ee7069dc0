import { randomBytes } from "node:crypto"
import * as zlib from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { decode, decodeText, Dictionary, encode, PayloadError } from "../src/index.ts"
import { zstdWriting } from "../src/Zstd.ts"
import { isWholeFrame } from "../src/ZstdFrame.ts"

const run = <A>(effect: Effect.Effect<A>): Promise<A> => Effect.runPromise(effect)
const words = Buffer.from(
  '{"question":"How long does delivery to Osaka take?","answer":"Two to three days.","products":[]}',
)
const dictionary = new Dictionary(7, words)
const dictionaries = [dictionary]

const reasonOf = (bytes: Uint8Array, maxOutputBytes?: number): Promise<string> =>
  run(
    decode(bytes, { maxOutputBytes, dictionaries }).pipe(
      Effect.as("decoded"),
      Effect.catch((error: PayloadError) => Effect.succeed(error.reason)),
    ),
  )

/** Every way of encoding, whatever the size of the value. */
const ways = fc.record({
  codec: fc.constantFrom("gzip" as const, "zstd" as const, undefined),
  minBytes: fc.constantFrom(0, 1, 512, undefined),
  dictionary: fc.constantFrom(dictionary, undefined),
})
const back = (encoded: Uint8Array) => run(Effect.orDie(decode(encoded, { dictionaries })))

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
        assert.isTrue(Buffer.from(await back(encoded)).equals(raw))
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
        assert.strictEqual(await run(Effect.orDie(decodeText(encoded, { dictionaries }))), text)
      }),
      { numRuns: 300 },
    )
  })

  it("gives back values on both sides of the size where the pool takes over", async () => {
    for (const length of [65_535, 65_536, 1_048_576]) {
      for (const raw of [randomBytes(length), Buffer.alloc(length, "abcdefg")]) {
        for (const options of [{}, { codec: "gzip" } as const, { dictionary }]) {
          const encoded = await run(encode(raw, options))
          assert.isTrue(Buffer.from(await back(encoded)).equals(raw))
        }
      }
    }
  })

  it("gives back any bytes up to 1 MiB", async () => {
    const parts = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(1_048_576))
    await fc.assert(
      fc.asyncProperty(parts, fc.boolean(), ways, async ([unit, length], noisy, options) => {
        const raw = Buffer.alloc(length, unit)
        if (noisy) randomBytes(Math.min(length, 65_536)).copy(raw, length >> 1)
        assert.isTrue(Buffer.from(await back(await run(encode(raw, options)))).equals(raw))
      }),
      { numRuns: 40 },
    )
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

  it("names the dictionary in the second byte, and needs it to read", async () => {
    const encoded = await run(encode(Buffer.concat([words, words]), { dictionary }))
    assert.deepStrictEqual([...encoded.subarray(0, 2)], [3, 7])
    assert.isBelow(encoded.length, 40)
    const reason = (others: ReadonlyArray<Dictionary>) =>
      run(
        decode(encoded, { dictionaries: others }).pipe(
          Effect.as("decoded"),
          Effect.catch((error) => Effect.succeed(error.reason)),
        ),
      )
    assert.strictEqual(await reason([]), "unknown-dictionary")
    assert.strictEqual(await reason([new Dictionary(8, words)]), "unknown-dictionary")
    // The same id with other bytes is what a careless change of the file would be.
    assert.strictEqual(await reason([new Dictionary(7, randomBytes(96))]), "corrupt")
    assert.strictEqual(await reason([dictionary]), "decoded")
  })

  it("refuses a dictionary that cannot be one", () => {
    const reason = (id: number, bytes: Uint8Array) => {
      try {
        return String(new Dictionary(id, bytes).id)
      } catch (error) {
        return error instanceof PayloadError ? error.reason : "another error"
      }
    }
    for (const id of [0, 256, 1.5, -1, Number.NaN]) {
      assert.strictEqual(reason(id, words), "invalid-dictionary")
    }
    assert.strictEqual(reason(1, words.subarray(0, 7)), "invalid-dictionary")
    assert.strictEqual(reason(1, Buffer.alloc(131_073)), "invalid-dictionary")
    // The magic number of a trained dictionary, and then nothing of one.
    const broken = Buffer.concat([Buffer.from("37a430ec", "hex"), Buffer.alloc(64, 1)])
    assert.strictEqual(reason(1, broken), "invalid-dictionary")
    assert.strictEqual(reason(255, words), "255")
  })

  it("writes a lone surrogate as U+FFFD", async () => {
    const encoded = await run(encode("a\uD800b"))
    assert.strictEqual(await run(Effect.orDie(decodeText(encoded))), "a\uFFFDb")
  })
})

describe("decode of hostile input", () => {
  it("names an empty value and every unknown codec byte", async () => {
    assert.strictEqual(await reasonOf(new Uint8Array()), "empty")
    for (let byte = 4; byte < 256; byte += 1) {
      assert.strictEqual(await reasonOf(Uint8Array.of(byte, 1, 2, 3)), "unknown-codec")
    }
    assert.strictEqual(await reasonOf(Uint8Array.of(3)), "corrupt")
    assert.strictEqual(await reasonOf(Uint8Array.of(3, 8, 1, 2)), "unknown-dictionary")
  })

  it("refuses every truncation of a compressed value", async () => {
    for (const options of [
      { codec: "gzip" } as const,
      { codec: "zstd" } as const,
      { dictionary },
    ]) {
      const whole = await run(encode("the same words again and again ".repeat(60), options))
      for (let length = 1; length < whole.length; length += 1) {
        assert.strictEqual(await reasonOf(whole.subarray(0, length)), "corrupt")
      }
    }
  })

  it("refuses a frame that says neither its size nor its checksum, however whole", async () => {
    const value = Buffer.from("the same words again and again ".repeat(60))
    const { ZSTD_c_checksumFlag, ZSTD_c_contentSizeFlag } = zlib.constants
    for (const [checksum, size] of [
      [0, 1],
      [1, 0],
    ]) {
      const params = { [ZSTD_c_checksumFlag]: checksum ?? 0, [ZSTD_c_contentSizeFlag]: size ?? 0 }
      const frame = zlib.zstdCompressSync(value, { params, pledgedSrcSize: value.length })
      assert.strictEqual(await reasonOf(Buffer.concat([Buffer.of(2), frame])), "corrupt")
    }
  })

  it("sees by a frame alone that its end is missing, also of many blocks", () => {
    for (const raw of [Buffer.alloc(700, "ab"), Buffer.alloc(500_000, 7), randomBytes(300_000)]) {
      const frame = zlib.zstdCompressSync(raw, zstdWriting(raw.length))
      assert.isTrue(isWholeFrame(frame))
      const step = Math.max(1, Math.floor(frame.length / 500))
      for (let length = 0; length < frame.length; length += step) {
        assert.isFalse(isWholeFrame(frame.subarray(0, length)), `${length} of ${frame.length}`)
      }
      assert.isFalse(isWholeFrame(frame.subarray(0, -1)))
    }
  })

  it("never gives out altered content of a compressed value", async () => {
    const text = "the same words again and again ".repeat(60)
    for (const options of [
      { codec: "gzip" } as const,
      { codec: "zstd" } as const,
      { dictionary },
    ]) {
      const whole = await run(encode(text, options))
      for (let bit = 8; bit < whole.length * 8; bit += 1) {
        const altered = Uint8Array.from(whole)
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const out = await run(
          decodeText(altered, { dictionaries }).pipe(Effect.catch(() => Effect.succeed(text))),
        )
        assert.strictEqual(out, text)
      }
    }
  })

  it("stops a bomb at the limit, small or large, and lets exactly the limit pass", async () => {
    const zeros = Buffer.alloc(64 * 1024 * 1024)
    const bombs = [
      Buffer.concat([Buffer.of(1), zlib.gzipSync(zeros)]),
      Buffer.concat([Buffer.of(2), zlib.zstdCompressSync(zeros, { pledgedSrcSize: zeros.length })]),
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
          ["decoded", "empty", "corrupt", "unknown-codec", "unknown-dictionary", "too-large"],
          await reasonOf(Uint8Array.of(codec, ...bytes), 10_000),
        )
      }),
      { numRuns: 500 },
    )
  })

  it("refuses a declared size beyond the limit unread", async () => {
    const encoded = await run(encode(Buffer.alloc(20_000, "abc")))
    // Nothing behind the header: were it read, it would be corrupt.
    assert.strictEqual(await reasonOf(encoded.subarray(0, 12), 19_999), "too-large")
    assert.strictEqual(await reasonOf(encoded.subarray(0, 12), 20_000), "corrupt")
  })

  it("never lets out more than the limit, nor anything but a typed error, however altered", async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
    const value = fc.uint8Array({ minLength: 1, maxLength: 3_000 })
    await fc.assert(
      fc.asyncProperty(value, ways, changes, fc.nat(4_000), async (raw, options, all, limit) => {
        const altered = Uint8Array.from(await run(encode(raw, { ...options, minBytes: 0 })))
        for (const [at, byte] of all) altered[at % altered.length] = byte
        const out = await run(
          decode(altered, { dictionaries, maxOutputBytes: limit }).pipe(
            Effect.map((bytes) => bytes.length),
            Effect.catch((error) => {
              assert.instanceOf(error, PayloadError)
              return Effect.succeed(0)
            }),
          ),
        )
        assert.isAtMost(out, limit)
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

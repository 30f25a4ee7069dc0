import { describe, expect, it } from "vitest"
import { decode, decodeText, encode, PayloadError, trainDictionary } from "../src/promise.ts"

describe("the codec as promises", () => {
  const text = "All of it, said once more. ".repeat(200)

  it("gives back what it was given, shorter in between", async () => {
    const bytes = await encode(text)
    expect(bytes.length).toBeLessThan(text.length / 10)
    expect(await decodeText(bytes)).toBe(text)
    expect(Buffer.from(await decode(bytes)).toString()).toBe(text)
    expect(trainDictionary).toBeTypeOf("function")
  })

  it("rejects with the package's own error", async () => {
    const failure = await decode(new Uint8Array()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PayloadError)
    expect(failure).toMatchObject({ reason: "empty" })
    const small = decodeText(await encode(text), { maxOutputBytes: 100 })
    await expect(small).rejects.toMatchObject({ reason: "too-large" })
  })
})

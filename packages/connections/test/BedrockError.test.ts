/** What is an operator's matter is not tried again. */
import { expect, it } from "vitest"
import { bedrockError, refusal } from "../src/bedrock/BedrockError.ts"
import { TransportError } from "../src/pool/TransportError.ts"

it.each(["certificate-expired", "certificate-name", "certificate-untrusted"] as const)(
  "calls %s a refused certificate, which another attempt will not mend",
  (reason) => {
    const error = bedrockError(new TransportError(reason, "bedrock.test"))
    expect(error).toMatchObject({ reason: "certificate", retryable: false })
    expect(error.message).toContain("bedrock.test")
  },
)

it("calls a lost session a failed connection, which another attempt may mend", () => {
  const error = bedrockError(new TransportError("session-lost", "gone"))
  expect(error).toMatchObject({ reason: "connection", retryable: true })
})

it.each(["constructor", "__proto__"])("has no reason for the name %s but the status", (name) => {
  expect(refusal(503, name, "", undefined).reason).toBe("unavailable")
})

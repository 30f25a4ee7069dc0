/** The settings of the entrance for an API Gateway. */
import { RedisConnection } from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { GatewayDoor } from "../src/gateway/GatewayDoor.ts"
import { InstanceBus } from "../src/resume/InstanceBus.ts"

const refusal = (environment: Readonly<Record<string, string>>) => {
  const layer = GatewayDoor.layer.pipe(
    Layer.provide([RedisConnection.layerOptional, InstanceBus.layerNone]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  return Effect.runPromise(
    Layer.build(layer).pipe(
      Effect.scoped,
      Effect.as("built"),
      Effect.catch((error) => Effect.succeed(String(error))),
    ),
  )
}

const endpoint = "https://a.execute-api.ap-northeast-1.amazonaws.com/prod"
const secret = "the secret of the gateway"

describe("the entrance for a gateway", () => {
  it.each([
    [{ GATEWAY_SECRET: secret }, "GATEWAY_ENDPOINT"],
    [{ GATEWAY_ENDPOINT: endpoint }, "GATEWAY_SECRET"],
    [{ GATEWAY_ENDPOINT: endpoint, GATEWAY_SECRET: "short" }, "GATEWAY_SECRET"],
    [{ GATEWAY_ENDPOINT: "a.execute-api", GATEWAY_SECRET: secret }, "GATEWAY_ENDPOINT"],
    [{ GATEWAY_ENDPOINT: endpoint, GATEWAY_SECRET: secret }, "REDIS_URL"],
  ])("refuses %j by the name of what is wrong", async (environment, name) => {
    expect(await refusal(environment)).toContain(name)
  })

  it("shows no secret that is refused", async () => {
    const said = await refusal({ GATEWAY_ENDPOINT: endpoint, GATEWAY_SECRET: "short" })
    expect(said).not.toContain("short")
  })

  it("is closed where nothing is set", async () => {
    expect(await refusal({})).toBe("built")
  })
})

import { expect, it } from "vitest"
import { forApps, readAssignment } from "../src/Environment.ts"

it.each([
  ["AWS_REGION=ap-northeast-1", ["AWS_REGION", "ap-northeast-1"]],
  ["URL=http://127.0.0.1:1/?a=b", ["URL", "http://127.0.0.1:1/?a=b"]],
  ["EMPTY=", ["EMPTY", ""]],
  ["ready", undefined],
  ["lower=case", undefined],
  ["seeding a=b", undefined],
  ["=x", undefined],
])("reads %j", (line, expected) => {
  expect(readAssignment(line)).toEqual(expected)
})

it("leaves no way to a real account and keeps the rest of the shell", () => {
  const environment = forApps(
    {
      AWS_PROFILE: "production",
      AWS_BEARER_TOKEN_BEDROCK: "token",
      AWS_SESSION_TOKEN: "token",
      AWS_ACCESS_KEY_ID: "real",
      AWS_ENDPOINT_URL: "https://example.com",
      PORT: "9000",
    },
    new Map([
      ["AWS_ACCESS_KEY_ID", "local"],
      ["REDIS_URL", "redis://127.0.0.1:1"],
    ]),
  )
  expect(environment).toEqual({
    AWS_ACCESS_KEY_ID: "local",
    REDIS_URL: "redis://127.0.0.1:1",
    PORT: "9000",
  })
})

it("asks the server to be the worker too when there is no Redis", () => {
  expect(forApps({ REDIS_URL: "" }, new Map()).PRECOMPUTE).toBe("in-process")
  expect(forApps({ REDIS_URL: "redis://h:1" }, new Map()).PRECOMPUTE).toBeUndefined()
})

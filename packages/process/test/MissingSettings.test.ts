import { describe, expect, it } from "vitest"
import { missingSettings } from "../src/index.ts"

/** No profile of whoever runs this may give a region. */
const nobody = { AWS_CONFIG_FILE: "/nonexistent/config" }
const whole = {
  ...nobody,
  AWS_REGION: "ap-northeast-1",
  OPENSEARCH_URL: "http://127.0.0.1:9200",
  OPENSEARCH_INDEX: "products",
}

describe("missing settings", () => {
  it("are named all at once, each with what it is", () => {
    const message = missingSettings(nobody) ?? ""
    expect(message).toMatch(/^3 settings are missing\n/)
    for (const name of ["AWS_REGION", "OPENSEARCH_URL", "OPENSEARCH_INDEX"]) {
      expect(message).toMatch(new RegExp(`^  ${name} +[a-z]`, "m"))
    }
  })

  it("are those that are empty too, and none of the others", () => {
    const message = missingSettings({ ...whole, OPENSEARCH_INDEX: "" }) ?? ""
    expect(message).toMatch(/^a setting is missing\n {2}OPENSEARCH_INDEX /)
    expect(message).not.toContain("AWS_REGION")
    expect(missingSettings(whole)).toBeUndefined()
  })

  it("are those of the app besides", () => {
    const more = [{ name: "REDIS_URL", what: "the cache" }]
    expect(missingSettings(nobody, more)).toMatch(
      /^4 settings are missing\n[^]*^ {2}REDIS_URL +the cache$/mu,
    )
    expect(missingSettings({ ...whole, REDIS_URL: "redis://cache" }, more)).toBeUndefined()
  })

  it("leave the region to a profile", () => {
    const { AWS_REGION: _, ...rest } = whole
    expect(missingSettings(rest)).toContain("AWS_REGION")
    expect(missingSettings({ ...rest, AWS_PROFILE: "store" })).toBeUndefined()
    expect(missingSettings({ ...rest, AWS_CONFIG_FILE: import.meta.filename })).toBeUndefined()
  })
})

import { expect, it } from "vitest"
import { settingsOf } from "../src/Settings.ts"

const required = {
  OPENSEARCH_URL: "https://abc.ap-northeast-1.aoss.amazonaws.com",
  OPENSEARCH_INDEX: "products",
}
const defaults = {
  tablePrefix: "MangaAssist-",
  searchUrl: required.OPENSEARCH_URL,
  searchService: "aoss",
  searchIndex: "products",
  embeddingModel: "amazon.titan-embed-text-v2:0",
}

it("have the defaults of the chat server", () => {
  expect(settingsOf(required)).toEqual(defaults)
})

it("count as absent if they are empty", () => {
  const empty = { DYNAMODB_TABLE_PREFIX: "", OPENSEARCH_SERVICE: "", BEDROCK_EMBEDDING_MODEL: "" }
  expect(settingsOf({ ...required, ...empty })).toEqual(defaults)
})

it("are taken as given", () => {
  expect(
    settingsOf({ ...required, DYNAMODB_TABLE_PREFIX: "Staging-", OPENSEARCH_SERVICE: "es" }),
  ).toEqual({
    ...defaults,
    tablePrefix: "Staging-",
    searchService: "es",
  })
})

it.each([
  ["OPENSEARCH_SERVICE", "opensearch"],
  ["OPENSEARCH_URL", "products.example"],
  ["OPENSEARCH_URL", "redis://products.example"],
])("are refused with the name if %s is %s", (name, value) => {
  expect(settingsOf({ ...required, [name]: value })).toMatch(new RegExp(`^${name} must be `, "u"))
})

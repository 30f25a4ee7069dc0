import { expect, test } from "vitest"
import { localUrl } from "../src/LocalUrl.ts"

const urlOf = (url?: string) => localUrl({ LOCAL_OPENSEARCH_URL: url }, "LOCAL_OPENSEARCH_URL")

test.each([undefined, ""])("%j names no server of one's own", (url) => {
  expect(urlOf(url)).toBeUndefined()
})

test("an http address names one", () => {
  expect(urlOf("http://127.0.0.1:9200")).toBe("http://127.0.0.1:9200")
  expect(urlOf("https://search.test")).toBe("https://search.test")
})

test.each(["localhost:9200", "ftp://x", "here"])("%s is refused by the setting's name", (url) => {
  expect(() => urlOf(url)).toThrow(/LOCAL_OPENSEARCH_URL.*must be a http URL, not /u)
})

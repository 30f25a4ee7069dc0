/** What people search for is found: in an answer's page, and in what a registry shows of the package that helps. */
import { expect, it } from "vitest"
import { documents, paths, read } from "./project.ts"

const answers = documents.filter(({ path }) => path.startsWith("docs/answers/"))
const pageOf = (name: string) =>
  answers.find(({ path }) => path === `docs/answers/${name}.md`)?.text.replaceAll(/\s+/g, " ") ?? ""

/** What a registry searches. */
const shownOf = (name: string): string => {
  const { description, keywords } = JSON.parse(read(`packages/${name}/package.json`)) as {
    readonly description: string
    readonly keywords: ReadonlyArray<string>
  }
  return [description, ...keywords].join(" ").toLowerCase().replaceAll("-", " ")
}

it.each([
  ["bedrock-stream-hangs", ["NodeHttp2Handler", "requestTimeout", "NAT"]],
  ["bedrock-stream-hangs", ["http2 request did not get a response", "hangs", "maxAttempts: 1"]],
  ["long-thinking-is-cut", ["idle", "timeout", "reasoning model"]],
  ["spinner-never-stops", ["503", "spinner", "stream"]],
  ["bedrock-answer-is-cut", ["messageStop", "LangChain", "cut"]],
  ["semantic-cache-is-wrong", ["semantic cache", "vector cache", "false hits", "opposites"]],
  ["expire-by-tag", ["Expire by tag", "stale", "revalidate"]],
  ["one-question-many-calls", ["cache", "throttled"]],
  ["prompt-cache-is-not-read", ["cacheReadInputTokens"]],
])("the page %s has the words %j", (name, words) => {
  expect(words.filter((word) => !pageOf(name).includes(word))).toEqual([])
})

it.each([
  ["connections", ["nodehttp2handler", "http2 request did not get a response", "requesttimeout"]],
  ["connections", ["hang", "nat", "aws sdk", "langchain", "ai sdk"]],
  ["answer-audit", ["semantic cache", "vector cache", "false hit"]],
  ["language", ["semantic cache", "vector cache"]],
  ["caching", ["stampede", "stale while revalidate", "tags", "semantic cache"]],
  ["client", ["spinner", "hang", "reconnect"]],
  ["bedrock-emulator", ["mock", "boto3", "pytest", "jest", "vitest", "fault"]],
])("a registry shows %s to who searches %j", (name, words) => {
  expect(words.filter((word) => !shownOf(name).includes(word))).toEqual([])
})

it("each page of an answer is listed on the site's first page", () => {
  const home = read("tooling/site/home.md")
  expect(answers.length).toBeGreaterThan(7)
  expect(answers.filter(({ path }) => !home.includes(`../../${path})`))).toEqual([])
})

it("who gives our handler to a client of the SDK is told how many attempts that has", () => {
  const clients = /new (?:BedrockRuntimeClient|ChatBedrockConverse)\(/
  const told = [
    ...documents.map(({ path, text }) => ({ path, text })),
    ...paths
      .filter((path) => /^examples\/src\/.*\.ts$/.test(path))
      .map((path) => ({ path, text: read(path) })),
  ].filter(({ text }) => clients.test(text) && /requestHandler/.test(text))
  expect(told.length).toBeGreaterThan(3)
  expect(
    told.filter(({ text }) => !text.includes("maxAttempts: 1")).map(({ path }) => path),
  ).toEqual([])
})

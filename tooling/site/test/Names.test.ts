/** Metrics and settings: every name in a document is in the code, every one of the code is documented. */
import { describe, expect, it } from "vitest"
import { appSources } from "../../../infra/test/appSources.ts"
import { documents, inAll, read, textOf } from "./project.ts"

const namesIn = (text: string, pattern: RegExp): ReadonlySet<string> =>
  new Set(Array.from(text.matchAll(pattern), ([whole, name = whole]) => name))

const page = read("docs/operations.md")
/** Names between back-ticks. */
const onPage = namesIn(page, /`(\w+)`/g)

describe("metrics", () => {
  const scraped = namesIn(
    textOf(/^apps\/\w+\/src\/.*\.ts$/),
    /"((?:manga_assist|nodejs|precompute|process)_\w+)"/g,
  )
  const published = new Set([
    ...namesIn(read("packages/assistant/src/record/SinkMeasurements.ts"), /offer\("(\w+)"/g),
    ...namesIn(read("packages/assistant/src/record/StoreSinks.ts"), /metric: "(\w+)"/g),
    ...namesIn(
      read("packages/endpoint-health/src/checks/EndpointMetrics.ts"),
      /(?:single|latency)\("(\w+)"/g,
    ),
  ])

  it("all that are scraped stand on the page of operations", () => {
    expect(scraped.size).toBeGreaterThan(50)
    expect([...scraped].filter((name) => !onPage.has(name))).toEqual([])
  })

  it("all that are published to CloudWatch stand on the page of operations", () => {
    expect(published.size).toBeGreaterThan(12)
    expect([...published].filter((name) => !onPage.has(name))).toEqual([])
  })

  const unknownIn = (text: string) =>
    [...namesIn(text, /\b(?:manga_assist|nodejs|precompute|process)_[a-z0-9_]+\b/g)].filter(
      (name) => !scraped.has(name) && !scraped.has(name.replace(/_(?:bucket|count|sum)$/, "")),
    )

  /** `…_private`: the end of a name. */
  const isEnd = (end: string) => [...scraped].some((name) => name.endsWith(end))

  it("the end of a name is the end of one", () => {
    expect(
      inAll(({ text }) => [...namesIn(text, /`…(_[a-z_]+)/g)].filter((end) => !isEnd(end))),
    ).toEqual([])
  })

  it("none is only in a document, an alert or the dashboard", () => {
    expect(inAll(({ text }) => unknownIn(text))).toEqual([])
    expect(unknownIn(textOf(/^infra\/monitoring\//))).toEqual([])
  })
})

describe("settings", () => {
  /** The first column of the table of settings. */
  const listed = namesIn(
    (page.split("\n## ").find((part) => part.startsWith("Environment")) ?? "")
      .split("\n")
      .map((line) => line.split("|")[1] ?? "")
      .join("\n"),
    /`([A-Z][A-Z0-9_]+)`/g,
  )
  const apps = new Map([
    ...appSources("orchestrator"),
    ...appSources("precompute"),
    ...appSources("catalogue-writer"),
  ])
  /** How a setting is read anywhere in the sources of the apps. */
  const ofApps = namesIn(
    [...apps.values()].join("\n"),
    /\b(?:host|port|count|listOf|wholeNumber|milliseconds|oneWord|identifier|tokens|dollars|modelOf|text|pairs|requiredText|optionalText|requiredUrl|optionalUrl|Config\.\w+)\(\s*"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"/g,
  )
  /** How commands read the environment. */
  const ofEnvironment = /\b(?:env|environment)(?:\?\.)?\[\s*"([A-Z][A-Z0-9_]+)"\s*\]/g
  const ofCommands = namesIn(
    textOf(/^(?:apps|infra|packages|tooling)\/.*\/?(?:build|src)\/.*\.tsx?$/),
    ofEnvironment,
  )
  const ofWriter = namesIn([...appSources("catalogue-writer").values()].join("\n"), ofEnvironment)
  /** Set by one program for another, or where the system keeps things. */
  const between = new Set(["CDK_OUTDIR", "LABORATORY_WARM_UP", "XDG_CACHE_HOME"])

  it("those of the apps stand in the table of settings", () => {
    expect(ofApps.size).toBeGreaterThan(50)
    expect([...ofApps].filter((name) => !listed.has(name))).toEqual([])
    expect(ofWriter).toContain("OPENSEARCH_SERVICE")
    expect([...ofWriter].filter((name) => !onPage.has(name))).toEqual([])
  })

  /** Of the SDK, of OpenTelemetry, of the system: whoever sets one may mean others than us. */
  const foreign = /^(?:AWS|CDK|JAVA|NODE|OTEL|XDG)_|^PATH$/

  it("those that a start knows are all of them; `vitest --update` writes them anew", async () => {
    const all = [...listed, ...ofApps, ...ofCommands].filter((name) => !foreign.test(name))
    const names = [...new Set(all)].toSorted().map((name) => `  "${name}",`)
    await expect(
      `/**
 * Every setting of the project, as its sources read them, but those of AWS, Node and OpenTelemetry (\`OTEL_…\`): whoever
 * sets one may mean another program. Written by \`tooling/site/test/Names.test.ts\`.
 */
export const settingNames: ReadonlySet<string> = new Set([
${names.join("\n")}
])
`,
    ).toMatchFileSnapshot("../../../packages/process/src/SettingNames.ts")
  })

  it("those of the commands stand in a document", () => {
    expect(ofCommands.size).toBeGreaterThan(10)
    const documented = documents.map(({ text }) => text).join("\n")
    const silent = [...ofCommands].filter(
      (name) => !between.has(name) && !new RegExp(`\\b${name}\\b`).test(documented),
    )
    expect(silent).toEqual([])
  })

  const code = textOf(
    /^(?!.*\.md$)(?:apps|infra|packages|tooling|examples|\.ci|\.github)\/.*\.(?:mjs|tsx?|ya?ml|json)$|^\.ci\/[\w-]+$|Dockerfile$|compose\.yaml$/,
  )

  it("none is only in a document", () => {
    const unknown = inAll(({ shell, spans }) => [
      ...new Set(
        [
          ...spans.flatMap(
            (span) => /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?$/.exec(span)?.[1] ?? [],
          ),
          ...shell.flatMap((line) => [
            ...namesIn(line, /(?<=^| )([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=/g),
          ]),
        ].filter((name) => !new RegExp(`\\b${name}\\b`).test(code)),
      ),
    ])
    expect(unknown).toEqual([])
  })
})

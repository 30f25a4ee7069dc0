import { describe, expect, it } from "vitest"
import { parseJob } from "../src/Arguments.ts"
import { modelDefaults } from "../src/data/Models.ts"
import { OptionError, optionHelp, readOptions } from "../src/options/Options.ts"
import { ownSettings } from "../src/options/Settings.ts"
import { build } from "../src/Build.ts"
import { Template } from "aws-cdk-lib/assertions"
import { appSources, readRoot } from "./appSources.ts"

const read = (context: Readonly<Record<string, unknown>>) => readOptions((name) => context[name])
const certificateArn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc"

describe("options", () => {
  it("are an internal stage without NAT unless said otherwise", () => {
    expect(read({})).toMatchObject({
      stage: "staging",
      isProduction: false,
      nat: false,
      zones: 2,
      domain: undefined,
      worker: "service",
    })
  })

  it("turn NAT on where identity is checked against keys on the internet", () => {
    expect(
      read({ settings: '{"AUTH":"jwt","AUTH_JWKS_URL":"https://id.example.jp/keys"}' }).nat,
    ).toBe(true)
    expect(read({ settings: '{"AUTH":"jwt","AUTH_JWKS_FILE":"/app/keys.json"}' }).nat).toBe(false)
    expect(read({ nat: "true" }).nat).toBe(true)
  })

  it("turn NAT on where API Gateway is answered", () => {
    const options = read({ gatewaySecret: "gateway", settings: '{"AUTH":"jwt"}' })
    expect(options).toMatchObject({ nat: true, gatewaySecret: "gateway" })
  })

  it.each([
    [
      "nat must not be false",
      { nat: "false", settings: '{"AUTH_JWKS_URL":"https://id.example.jp/keys"}' },
    ],
    [
      "nat must not be false",
      { gatewaySecret: "gateway", nat: "false", settings: '{"AUTH":"jwt"}' },
    ],
    ["gatewaySecret needs an identity", { gatewaySecret: "gateway" }],
    ["settings: GATEWAY_SECRET is set by", { settings: '{"GATEWAY_SECRET":"x"}' }],
    ["a public domain needs an identity", { domain: "chat.example.jp", certificateArn }],
    ["certificateArn must be", { domain: "chat.example.jp", settings: '{"AUTH":"jwt"}' }],
    ["AUTH=alb needs signIn and domain", { settings: '{"AUTH":"alb"}' }],
    ["signIn must name tokenEndpoint", { signIn: '{"issuer":"a","authorizationEndpoint":"b"}' }],
    ["settings: REDIS_URL is set by the stack", { settings: '{"REDIS_URL":"redis://x"}' }],
    ['settings: "auth" is no name', { settings: '{"auth":"jwt"}' }],
    ["settings must be a JSON object", { settings: "AUTH=jwt" }],
    ["size must be one of small, medium, large", { size: "huge" }],
    ["zones must be a whole number from 2 to 3", { zones: "1" }],
    ["stage must be at most 15", { stage: "Production" }],
    ["image must be the tag", { image: "a b" }],
    ["which latest is not", { image: "latest" }],
    ["production needs alarmEmail", { stage: "production" }],
    ["alarmEmail must be an e-mail address", { alarmEmail: "on-call" }],
    ["turnsPerDay must be a whole number from 1000", { turnsPerDay: "999" }],
    ["catalogueBucket must be the name of a bucket", { catalogueBucket: "s3://files" }],
  ])("refuse: %s", (message, context) => {
    expect(() => read(context)).toThrow(OptionError)
    expect(() => read(context)).toThrow(message)
  })
})

describe("settings of tasks", () => {
  const environment = new Set(
    Object.values(
      Template.fromStack(
        build({
          guardrailId: "g",
          hashKeySecret: "h",
          sessionKeySecret: "s",
          gatewaySecret: "w",
          settings: '{"AUTH":"jwt"}',
        }).store,
      ).findResources("AWS::ECS::TaskDefinition"),
    ).flatMap(({ Properties }) => {
      const [{ Environment, Secrets }] = Properties.ContainerDefinitions as [
        { Environment: Array<{ Name: string }>; Secrets: Array<{ Name: string }> },
      ]
      // That one is Node's own.
      return [...Environment, ...Secrets]
        .map(({ Name }) => Name)
        .filter((name) => name !== "NODE_OPTIONS")
    }),
  )

  it("are those that nobody else may set", () => {
    // `AUTH`, further names, models and their budget are an operator's to choose; the stack says what was chosen.
    const chosen = [...environment].filter(
      (name) => !/^(?:AUTH|ALLOWED_HOSTS)$|_MODEL|_PER_HOUR$/.test(name),
    )
    expect(chosen.sort()).toEqual([...ownSettings].sort())
  })

  it("are read by the apps, and are on the operator's page", () => {
    const source = [
      ...appSources("orchestrator").values(),
      ...appSources("precompute").values(),
    ].join()
    const page = readRoot("docs/operations.md")
    for (const setting of environment) {
      const name = setting.replace(/_BASE$/, "")
      expect(source).toContain(name)
      expect(page).toContain(name)
    }
  })

  it("take the same models as the apps do without a setting", () => {
    const models = [...appSources("orchestrator")].find(([file]) =>
      file.endsWith("/Models.ts"),
    )?.[1]
    for (const [name, id] of Object.entries(modelDefaults)) {
      expect(models).toContain(name)
      expect(models).toContain(`"${id}"`)
    }
  })
})

describe("the command line", () => {
  it("takes every option of the help, and no other", () => {
    for (const [name] of optionHelp) {
      expect(parseJob(["synth", "-c", `${name}=x`])).toMatchObject({
        job: "synth",
        context: { [name]: "x" },
      })
    }
    expect(parseJob(["synth", "-c", "natt=true"])).toMatchObject({ job: "wrong" })
  })

  it("has options that the page of deployment tells of, each by its name", () => {
    const page = readRoot("docs/deployment.md")
    const untold = optionHelp.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(page))
    expect(untold).toEqual([])
  })

  it("keeps what follows the first equals sign whole", () => {
    expect(parseJob(["synth", "-c", 'settings={"A":"b=c"}'])).toMatchObject({
      context: { settings: '{"A":"b=c"}' },
    })
  })

  it("reads the usage of a bill", () => {
    expect(parseJob(["cost", "--turns-per-day", "500", "--hit-rate", "80"])).toMatchObject({
      job: "cost",
      usage: { turnsPerDay: 500, hitRate: 0.8 },
    })
    expect(parseJob(["cost", "--hit-rate", "101"])).toMatchObject({ job: "wrong" })
    expect(parseJob(["deploy"])).toMatchObject({ job: "wrong" })
    expect(parseJob([])).toEqual({ job: "help" })
  })
})

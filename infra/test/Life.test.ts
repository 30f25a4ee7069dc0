/** A stage survives its life: no update of its options loses data, and none is stopped by CloudFormation half-way. */
import { Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { production } from "./stages.ts"
import { brokenBy, retained } from "./Update.ts"

type Context = Readonly<Record<string, string>>

const templateOf = (context: Context) =>
  Template.fromStack(build({ ...production, image: "1", ...context }).store).toJSON()

const plain = templateOf({})
const open = {
  domain: "chat.example.jp",
  certificateArn: "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc",
  hostedZoneId: "Z1",
  settings: '{"AUTH":"jwt","AUTH_JWKS":"https://id.example.jp/keys"}',
}

const publicOne = templateOf(open)

describe("a stage", () => {
  it.each<readonly [string, Context]>([
    ["public", open],
    ["of three zones", { zones: "3" }],
    ["public, of three zones", { ...open, zones: "3" }],
    ["with NAT gateways", { nat: "true" }],
    ["with a gateway in front", { gatewaySecret: "gateway", settings: '{"AUTH":"jwt"}' }],
    ["of another image", { image: "2" }],
    ["of the smallest size", { size: "small" }],
    ["of the largest size", { size: "large" }],
    ["with a worker on a schedule", { worker: "schedule" }],
    ["without tasks", { serve: "false" }],
    ["with other models", { settings: '{"BEDROCK_MODEL_COMPLEX":"jp.anthropic.claude-x"}' }],
  ])("internal or public, can become one %s, and be as before again", (_, context) => {
    const other = templateOf(context)
    for (const before of [plain, publicOne]) {
      expect(brokenBy(before, other)).toEqual([])
      expect(brokenBy(other, before)).toEqual([])
    }
  })
})

describe("a stage that was destroyed", () => {
  const names = new Map([
    ["AWS::DynamoDB::Table", "TableName"],
    ["AWS::ECR::Repository", "RepositoryName"],
  ])
  const images = Template.fromStack(build(production).images).toJSON()

  it("leaves nothing that the next one could not take over by its name", () => {
    const named = [...retained(plain), ...retained(images)].filter(({ name }) => name !== undefined)
    expect(named.map(({ type }) => type).filter((type) => !names.has(type))).toEqual([])
    expect(named.map(({ name }) => name)).toEqual([
      ...["Products", "Users", "Orders", "Sessions", "Feedback"].map(
        (table) => `MangaAssist-production-${table}`,
      ),
      "manga-assist",
    ])
  })

  it("leaves no table of a first deployment that failed", () => {
    for (const { policy } of [...retained(plain), ...retained(images)].filter(
      ({ name }) => name !== undefined,
    )) {
      expect(policy).toBe("RetainExceptOnCreate")
    }
  })
})

describe("zones and regions", () => {
  const subnets = (context: Context, kind: string) =>
    Object.keys(templateOf(context)["Resources"] as Context).filter((id) =>
      new RegExp(`^Network${kind}Subnet\\d+Subnet`).test(id),
    ).length

  it("are as many as were asked for", () => {
    expect(subnets({ zones: "2" }, "tasks")).toBe(2)
    expect(subnets({ zones: "3" }, "tasks")).toBe(3)
    expect(subnets({ ...open, zones: "3" }, "public")).toBe(3)
  })

  it("are those that the option names, whatever the machine that deploys is set to", () => {
    const virginia = {
      region: "us-east-1",
      settings: JSON.stringify({
        BEDROCK_MODEL_COMPLEX: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        BEDROCK_MODEL_SIMPLE: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
      }),
    }
    const { images, store } = build({ ...production, ...virginia })
    expect([images.region, store.region]).toEqual(["us-east-1", "us-east-1"])
  })

  it("refuse models that cannot be called from there", () => {
    expect(() => build({ ...production, region: "us-east-1" })).toThrow(
      "BEDROCK_MODEL_COMPLEX must be a model of us-east-1, which jp.anthropic",
    )
  })
})

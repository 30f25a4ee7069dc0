/** What is billed by its tag, the models that tasks call, and what an operator runs in the tasks' network. */
import { Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { endpointServices } from "../src/network/Network.ts"
import { production } from "./stages.ts"

interface Container {
  readonly Command: ReadonlyArray<unknown>
  readonly HealthCheck?: unknown
  readonly Environment: ReadonlyArray<{ readonly Name: string; readonly Value: unknown }>
}

const containersOf = (of: Template): ReadonlyArray<Container> =>
  Object.values(of.findResources("AWS::ECS::TaskDefinition")).map(
    ({ Properties }) => Properties.ContainerDefinitions[0] as Container,
  )

const template = Template.fromStack(build(production).store)
const small = Template.fromStack(build({ size: "small", worker: "schedule" }).store)

describe("the name that customers reach", () => {
  const hostsOf = (options: Parameters<typeof build>[0]) =>
    containersOf(Template.fromStack(build(options).store))
      .find(({ Command }) => String(Command).includes("orchestrator"))
      ?.Environment.find(({ Name }) => Name === "ALLOWED_HOSTS")?.Value

  const open = {
    domain: "chat.example.jp",
    certificateArn: "arn:aws:acm:ap-northeast-1:123456789012:certificate/a",
  }
  const settings = {
    AUTH: "jwt",
    AUTH_ISSUER: "https://a.example",
    AUTH_AUDIENCE: "chat",
    AUTH_JWKS: "https://a.example/k",
  }

  it("is one to which the server answers: the domain's, or else the load balancer's", () => {
    expect(hostsOf({ ...open, settings: JSON.stringify(settings) })).toBe(open.domain)
    expect(JSON.stringify(hostsOf({}))).toMatch(/"Fn::GetAtt":\["[^"]+","DNSName"\]/)
  })

  it("stands beside those that an operator adds", () => {
    const more = JSON.stringify({ ...settings, ALLOWED_HOSTS: "a.example" })
    expect(hostsOf({ ...open, settings: more })).toBe(`${open.domain},a.example`)
  })
})

describe("what is billed", () => {
  it("has the tag by which the budget counts: tasks, and Bedrock by profiles of the stage", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::ECS::Service"))) {
      expect(Properties.PropagateTags).toBe("SERVICE")
    }
    small.hasResourceProperties("AWS::Scheduler::Schedule", {
      Target: { EcsParameters: { PropagateTags: "TASK_DEFINITION" } },
    })
    template.resourceCountIs("AWS::Bedrock::ApplicationInferenceProfile", 3)
    template.allResourcesProperties("AWS::Bedrock::ApplicationInferenceProfile", {
      Tags: [{ Key: "stage", Value: "production" }],
    })
  })

  const modelsOf = (settings: Readonly<Record<string, string>>) => {
    const made = Template.fromStack(build({ settings: JSON.stringify(settings) }).store)
    const chat = containersOf(made).find(({ Command }) => String(Command).includes("orchestrator"))
    const statements = Object.entries(made.findResources("AWS::IAM::Policy"))
      .filter(([id]) => id.startsWith("ChatTask"))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Array<object>)
      .map((each) => JSON.stringify(each))
    const statement = (sid: string) => statements.find((each) => each.includes(sid)) ?? ""
    return {
      profiles: made.findResources("AWS::Bedrock::ApplicationInferenceProfile"),
      value: (name: string) => chat?.Environment.find(({ Name }) => Name === name)?.Value,
      resources: statement("AnswerByModel"),
      embeds: statement("EmbedTexts"),
    }
  }

  it("is called by the stack's profiles, which may lead to the model in each of its regions", () => {
    const { profiles, resources, value } = modelsOf({})
    const id = Object.keys(profiles).find((name) => name.startsWith("ModelComplex"))
    expect(value("BEDROCK_MODEL_COMPLEX")).toEqual({
      "Fn::GetAtt": [id, "InferenceProfileArn"],
    })
    expect(value("BEDROCK_MODEL_COMPLEX_BASE")).toBe("jp.anthropic.claude-sonnet-4-5-20250929-v1:0")
    expect(resources).toContain(`["${id}","InferenceProfileArn"]`)
    expect(resources).toContain("inference-profile/jp.anthropic.claude-sonnet-4-5")
    expect(resources).toContain(":bedrock:ap-northeast-3::foundation-model/anthropic.claude-sonnet")
  })

  it("makes vectors by a profile of the model in its own region", () => {
    const { embeds, profiles, value } = modelsOf({})
    const [id, profile] =
      Object.entries(profiles).find(([name]) => name.startsWith("ModelEmbedding")) ?? []
    expect(JSON.stringify(profile?.["Properties"].ModelSource)).toContain(
      "::foundation-model/amazon.titan-embed-text-v2:0",
    )
    expect(value("BEDROCK_EMBEDDING_MODEL")).toEqual({ "Fn::GetAtt": [id, "InferenceProfileArn"] })
    expect(value("BEDROCK_EMBEDDING_MODEL_BASE")).toBe("amazon.titan-embed-text-v2:0")
    expect(embeds).toContain(`["${id}","InferenceProfileArn"]`)
    expect(embeds).toContain("::foundation-model/amazon.titan-embed-text-v2:0")
  })

  it("takes a profile of the operator's by its ARN, with the model behind it", () => {
    const arn = "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/a1b2"
    const { profiles, resources, value } = modelsOf({
      BEDROCK_MODEL_COMPLEX: arn,
      BEDROCK_MODEL_COMPLEX_BASE: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
    })
    expect(Object.keys(profiles)).toHaveLength(2)
    expect(value("BEDROCK_MODEL_COMPLEX")).toBe(arn)
    expect(resources).toContain(`"${arn}"`)
    expect(resources).not.toContain(`foundation-model/${arn}`)
    expect(resources).toContain("foundation-model/anthropic.claude-sonnet-4-5")
    expect(() => modelsOf({ BEDROCK_MODEL_COMPLEX: arn })).toThrow(
      "name the model behind it in BEDROCK_MODEL_COMPLEX_BASE",
    )
  })
})

it("the worker's container is asked for its health where it runs on", () => {
  const checked = (of: Template) =>
    containersOf(of).flatMap(({ Command: [script], HealthCheck }) =>
      HealthCheck === undefined ? [] : [script],
    )
  expect(checked(template)).toEqual(["orchestrator.js", "precompute.js"])
  expect(checked(small)).toEqual(["orchestrator.js"])
})

describe("what the models may cost", () => {
  const budgetOf = (context: Readonly<Record<string, unknown>>) => {
    const environments = containersOf(Template.fromStack(build(context).store))
      .filter(({ Command: [script] }) => /orchestrator|precompute/.test(String(script)))
      .map(({ Environment }) =>
        Object.fromEntries(
          Environment.filter(({ Name }) => Name.endsWith("_PER_HOUR")).map(({ Name, Value }) => [
            Name,
            Value,
          ]),
        ),
      )
    expect(environments).toHaveLength(2)
    expect(environments[1]).toEqual(environments[0])
    return environments[0]
  }

  it("in an hour follows from the turns that are expected, for server and worker", () => {
    expect(budgetOf({})).toEqual({
      CUSTOMER_TOKENS_PER_HOUR: "196000",
      // 1,000 calls of 1,800 tokens in and 160 out: 700 at 1.1 and 5.5 a million, 300 at 3.3 and 16.5, ten times.
      MODEL_DOLLARS_PER_HOUR: "45.76",
      MODEL_TOKENS_EXPECTED_PER_HOUR: "1960000",
      MODEL_TOKENS_PER_HOUR: "19600000",
    })
    expect(budgetOf({ turnsPerDay: "200000" })).toMatchObject({
      MODEL_DOLLARS_PER_HOUR: "457.60",
      MODEL_TOKENS_PER_HOUR: "196000000",
    })
  })

  it("is the operator's where settings name it, 0 for no limit", () => {
    const settings = '{"MODEL_TOKENS_PER_HOUR":"7000000","MODEL_DOLLARS_PER_HOUR":"0"}'
    expect(budgetOf({ settings })).toMatchObject({
      MODEL_DOLLARS_PER_HOUR: "0",
      MODEL_TOKENS_EXPECTED_PER_HOUR: "1960000",
      MODEL_TOKENS_PER_HOUR: "7000000",
    })
  })

  it("has no dollars where a model has no price, because a server would not start", () => {
    const settings = '{"BEDROCK_MODEL_SIMPLE":"jp.other.model"}'
    expect(Object.keys(budgetOf({ settings }) ?? {})).toEqual([
      "CUSTOMER_TOKENS_PER_HOUR",
      "MODEL_TOKENS_EXPECTED_PER_HOUR",
      "MODEL_TOKENS_PER_HOUR",
    ])
  })
})

describe("tools of the runbook", () => {
  it("are run in the tasks' network by a line of the outputs", () => {
    const lineOf = (name: string) => JSON.stringify(template.findOutputs(name)[name]?.["Value"])
    for (const [output, family] of [
      ["RunSinks", "sinks"],
      ["RunEndpointHealth", "endpoint-health"],
      ["RunPrecompute", "precompute"],
      ["RunCustomer", "customer"],
      ["WriteCatalogue", "catalogue-writer"],
    ] as const) {
      const line = lineOf(output)
      expect(line).toMatch(/aws ecs run-task --launch-type FARGATE --cluster /)
      expect(line).toContain(`manga-assist-production-${family}`)
      expect(line).toContain("NetworktasksSubnet1Subnet")
    }
    expect(lineOf("RunPrecompute")).toContain(
      String.raw`\"command\":[\"precompute.js\",\"report\"]`,
    )
    for (const whose of ["Chat", "Worker", "Tool"]) {
      expect(lineOf(`Read${whose}Logs`)).toMatch(new RegExp(`aws logs tail .*${whose}Logs`))
    }
  })

  it("import the files of one bucket where it is named, which is all that tasks may read beside images", () => {
    expect(template.findOutputs("ImportCatalogue")).toEqual({})
    const named = Template.fromStack(build({ catalogueBucket: "our-files" }).store)
    const line = JSON.stringify(named.findOutputs("ImportCatalogue"))
    expect(line).toContain(String.raw`\"command\":[\"catalogue-writer.js\",\"import\",\"ADDRESS\"]`)
    const read = (of: Template) =>
      Object.values(of.findResources("AWS::EC2::VPCEndpoint"))
        .map((each) => JSON.stringify(each))
        .filter((each) => each.includes("s3:GetObject"))
    expect(read(named)).toEqual([
      expect.stringMatching(/starport-layer-bucket.*:s3:::our-files\/\*/u),
    ])
    expect(read(template)).toEqual([expect.not.stringContaining("our-files")])
  })

  it("measure what the tasks reach", () => {
    const health = containersOf(template).find(({ Command }) =>
      String(Command).includes("endpoint-health"),
    )
    const words = JSON.stringify(health?.Command)
    expect(words).toContain(endpointServices.join(","))
    expect(words).toContain(":443:opensearch-serverless")
    expect(words).toContain(":in-vpc:tls")
    expect(words).toContain("--offline")
  })
})

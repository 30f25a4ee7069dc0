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

describe("what is billed", () => {
  it("has the tag by which the budget counts: tasks, and Bedrock by profiles of the stage", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::ECS::Service"))) {
      expect(Properties.PropagateTags).toBe("SERVICE")
    }
    small.hasResourceProperties("AWS::Scheduler::Schedule", {
      Target: { EcsParameters: { PropagateTags: "TASK_DEFINITION" } },
    })
    template.resourceCountIs("AWS::Bedrock::ApplicationInferenceProfile", 2)
    template.allResourcesProperties("AWS::Bedrock::ApplicationInferenceProfile", {
      Tags: [{ Key: "stage", Value: "production" }],
    })
  })

  const modelsOf = (settings: Readonly<Record<string, string>>) => {
    const made = Template.fromStack(build({ settings: JSON.stringify(settings) }).store)
    const chat = containersOf(made).find(({ Command }) => String(Command).includes("orchestrator"))
    const statement = Object.entries(made.findResources("AWS::IAM::Policy"))
      .filter(([id]) => id.startsWith("ChatTask"))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Array<object>)
      .find((each) => JSON.stringify(each).includes("AnswerByModel"))
    return {
      profiles: made.findResources("AWS::Bedrock::ApplicationInferenceProfile"),
      value: (name: string) => chat?.Environment.find(({ Name }) => Name === name)?.Value,
      resources: JSON.stringify(statement),
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

  it("takes a profile of the operator's by its ARN, with the model behind it", () => {
    const arn = "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/a1b2"
    const { profiles, resources, value } = modelsOf({
      BEDROCK_MODEL_COMPLEX: arn,
      BEDROCK_MODEL_COMPLEX_BASE: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
    })
    expect(Object.keys(profiles)).toHaveLength(1)
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

describe("tools of the runbook", () => {
  it("are run in the tasks' network by a line of the outputs", () => {
    const lineOf = (name: string) => JSON.stringify(template.findOutputs(name)[name]?.["Value"])
    for (const [output, family] of [
      ["RunSinks", "sinks"],
      ["RunEndpointHealth", "endpoint-health"],
      ["RunPrecompute", "precompute"],
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

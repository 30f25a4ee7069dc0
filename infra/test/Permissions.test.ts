/** What tasks may do is what the apps can call: each action comes from a call in their sources, and none is missing. */
import { Template } from "aws-cdk-lib/assertions"
import { basename } from "node:path"
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { inspectionActions, tableActions } from "../src/service/Permissions.ts"
import { appSources, readRoot } from "./appSources.ts"

const chat = appSources("orchestrator")
const worker = appSources("precompute")
const writer = appSources("catalogue-writer")

/** Where a call of DynamoDB is made and on which table; a file that is not here fails the test until it is. */
const tableCalls: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "CustomerKey.ts": { Update: "Sessions" },
  "Customers.ts": { Get: "Users", Query: "Orders" },
  "NamesTable.ts": { Query: "Products" },
  "ProductFacts.ts": { BatchGet: "Products" },
  "SessionStore.ts": { Query: "Sessions", Get: "Sessions", Update: "Sessions" },
  "SessionTurns.ts": { BatchWrite: "Sessions" },
  "ShopRules.ts": { BatchGet: "Products" },
  // Sinks: counts of a session by update, feedback by put.
  "DocumentCalls.ts": { Put: "Feedback", Update: "Sessions" },
  // Of the products: `apps/orchestrator/src/WarmUp.ts` says so.
  "WarmUpTargets.ts": { Get: "Products" },
}

const operationOf: Readonly<Record<string, string>> = {
  Get: "GetItem",
  BatchGet: "BatchGetItem",
  Query: "Query",
  Put: "PutItem",
  Update: "UpdateItem",
  BatchWrite: "BatchWriteItem",
}

/** Clients' calls by the words that make them → the action of IAM. */
const otherCalls: ReadonlyArray<readonly [pattern: RegExp, action: string]> = [
  [/operation: "converse-stream",/, "bedrock:InvokeModelWithResponseStream"],
  [/operation: "invoke",/, "bedrock:InvokeModel"],
  [/operation: "async-invoke",/, "bedrock:ListAsyncInvokes"],
  [/guardrailIdentifier: /, "bedrock:ApplyGuardrail"],
  [/\.PostToConnectionCommand\(/, "execute-api:ManageConnections"],
  [/\.putRecords\(/, "kinesis:PutRecords"],
  [/\.putLogEvents\(/, "logs:PutLogEvents"],
  [/\.createLogStream\(/, "logs:CreateLogStream"],
  [/\.sendMessageBatch\(/, "sqs:SendMessage"],
  [/\.putMetricData\(|new PutMetricDataCommand\(/, "cloudwatch:PutMetricData"],
  [/Action: "connect"/, "elasticache:Connect"],
  [/"aoss"/, "aoss:APIAccessAll"],
  [/new DescribeVpcEndpointsCommand\(/, "ec2:DescribeVpcEndpoints"],
  [/new DescribeNetworkInterfacesCommand\(/, "ec2:DescribeNetworkInterfaces"],
  [/new DescribeSubnetsCommand\(/, "ec2:DescribeSubnets"],
  [/new DescribeVpcsCommand\(/, "ec2:DescribeVpcs"],
  [/new DescribeRouteTablesCommand\(/, "ec2:DescribeRouteTables"],
  [/new ListVpcEndpointsCommand\(/, "aoss:ListVpcEndpoints"],
  [/new BatchGetVpcEndpointCommand\(/, "aoss:BatchGetVpcEndpoint"],
]

/** The commands of the SDK that are made in a file, without "Command". */
const commandsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/new ([A-Z][A-Za-z]+)Command\(/g)].flatMap(([, name]) => name ?? [])

const actionsOf = (sources: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const actions = new Set<string>()
  for (const text of sources.values()) {
    for (const [pattern, action] of otherCalls) if (pattern.test(text)) actions.add(action)
  }
  return [...actions].sort()
}

interface Statement {
  readonly Action: string | ReadonlyArray<string>
  readonly Resource: unknown
  readonly Sid?: string
}

const statementsOf = (template: Template, role: string): ReadonlyArray<Statement> =>
  Object.entries(template.findResources("AWS::IAM::Policy"))
    .filter(([id]) => id.startsWith(role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Array<Statement>)

const actionsIn = (statements: ReadonlyArray<Statement>): ReadonlyArray<string> =>
  [...new Set(statements.flatMap(({ Action }) => Action))].sort()

const whole = Template.fromStack(
  build({
    guardrailId: "g1",
    inspectEndpoints: "true",
    gatewaySecret: "gateway",
    hashKeySecret: "hash",
    settings: '{"AUTH":"jwt"}',
  }).store,
)
const plain = Template.fromStack(build({}).store)

describe("the calls that the apps can make", () => {
  it("use no AWS client but those that permissions were thought of for", () => {
    const clients = new Set(
      [...chat.values(), ...worker.values()].flatMap((text) =>
        [...text.matchAll(/"@aws-sdk\/((?:client|lib)-[a-z0-9-]+)"/g)].flatMap(
          ([, name]) => name ?? [],
        ),
      ),
    )
    expect([...clients].sort()).toEqual([
      // Loaded only where a gateway is in front.
      "client-apigatewaymanagementapi",
      "client-bedrock-runtime",
      "client-cloudwatch",
      "client-cloudwatch-logs",
      "client-dynamodb",
      "client-ec2",
      "client-kinesis",
      "client-opensearchserverless",
      "client-sqs",
      "lib-dynamodb",
    ])
  })

  it("call DynamoDB from the known places, on the tables that may be used so", () => {
    const made: Record<string, Set<string>> = {}
    const places: Record<string, ReadonlyArray<string>> = {}
    for (const [file, text] of chat) {
      const commands = commandsIn(text).filter((command) => command in operationOf)
      if (commands.length > 0) places[basename(file)] = [...new Set(commands)].sort()
    }
    const known = Object.entries(tableCalls).map(
      ([file, calls]) => [file, Object.keys(calls).sort()] as const,
    )
    expect(places).toEqual(Object.fromEntries(known))
    for (const calls of Object.values(tableCalls)) {
      for (const [command, table] of Object.entries(calls)) {
        made[table] = (made[table] ?? new Set()).add(operationOf[command] ?? "")
      }
    }
    const actions = Object.entries(made).map(([table, names]) => [table, [...names].sort()])
    expect(Object.fromEntries(actions)).toEqual(tableActions)
  })

  it("are all permitted to the chat server, and nothing else is", () => {
    const tables = [...new Set(Object.values(tableActions).flat())].map(
      (name) => `dynamodb:${name}`,
    )
    expect(actionsIn(statementsOf(whole, "ChatTaskTaskRole"))).toEqual(
      [...actionsOf(chat), ...tables].sort(),
    )
  })
})

/** The services that a program's own sources name → what they call. A name that is not here fails until it is. */
const callsOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  BedrockChat: ["bedrock:ApplyGuardrail", "bedrock:InvokeModelWithResponseStream"],
  BedrockEmbeddings: ["bedrock:InvokeModel"],
  FollowedNames: ["dynamodb:Query"],
  // Its rows are those of products.
  ProductSearch: ["aoss:APIAccessAll", "dynamodb:BatchGetItem"],
  RedisConnection: ["elasticache:Connect"],
  RedisSubscriber: ["elasticache:Connect"],
  RedisCacheStore: ["elasticache:Connect"],
  // What keeps answers, by the connections above, and what only reckons.
  ...Object.fromEntries(
    [
      "CachedAnswers",
      "CacheStore",
      "Models",
      "Spender",
      "StoreNames",
      "TagVersions",
      "WordingBook",
    ].map((name) => [name, []]),
  ),
}

/** Classes imported as values: types call nothing. */
const servicesIn = (texts: Iterable<string>): ReadonlySet<string> =>
  new Set(
    [...texts].flatMap((text) =>
      [
        ...text.matchAll(
          /import \{([^}]*)\} from "@manga-assist\/(?:assistant|caching|connections)[^"]*"/g,
        ),
      ].flatMap(([, names = ""]) =>
        names
          .split(",")
          .map((name) => name.trim())
          .filter((name) => /^[A-Z]/.test(name) && !name.endsWith("Error")),
      ),
    ),
  )

describe("the calls that the worker makes", () => {
  const own = [...worker].filter(([file]) => file.includes("/apps/precompute/"))

  it("are permitted by service, and nothing else is", () => {
    const named = [...servicesIn(own.map(([, text]) => text))]
    expect(named.filter((name) => callsOf[name] === undefined)).toEqual([])
    const actions = new Set(named.flatMap((name) => callsOf[name] ?? []))
    expect(actionsIn(statementsOf(whole, "WorkerTaskTaskRole"))).toEqual([...actions].sort())
  })

  it("reach no customer's rows and no sink", () => {
    const resources = JSON.stringify(statementsOf(whole, "WorkerTaskTaskRole"))
    for (const other of ["Users", "Orders", "Sessions", "Feedback", "Analytics", "DeadLetters"]) {
      expect(resources).not.toContain(other)
    }
  })
})

describe("the calls that the tools of the runbook make", () => {
  it("of sinks are permitted: the queue's, and those of the sinks", () => {
    const calls: ReadonlyArray<readonly [string, string]> = [
      ["getQueueAttributes", "sqs:GetQueueAttributes"],
      ["receiveMessage", "sqs:ReceiveMessage"],
      ["deleteMessageBatch", "sqs:DeleteMessage"],
      ["purgeQueue", "sqs:PurgeQueue"],
    ]
    const source = readRoot("tooling/sinks/src/DeadLetterQueue.ts")
    for (const [call] of calls) expect(source).toContain(`client.${call}(`)
    expect(source.match(/client\.\w+\(/g)).toHaveLength(calls.length)
    // The sinks' writers of tables: turns, their number, feedback.
    const written = ["SessionTurns.ts", "DocumentCalls.ts"].flatMap((file) =>
      Object.keys(tableCalls[file] ?? {}).map((command) => `dynamodb:${operationOf[command]}`),
    )
    expect(actionsIn(statementsOf(whole, "SinksTaskTaskRole"))).toEqual(
      [
        ...new Set([
          ...calls.map(([, action]) => action),
          ...written,
          "elasticache:Connect",
          "kinesis:PutRecords",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "sqs:SendMessage",
        ]),
      ].sort(),
    )
  })

  it("of customer are permitted: on their rows, by the index of customers, and in the audit", () => {
    const items = readRoot("tooling/customer/src/Items.ts")
    const key = readRoot("packages/assistant/src/conversation/session/CustomerKey.ts")
    const calls = [...commandsIn(items), ...commandsIn(key)].map(
      (command) => `dynamodb:${command.replace(/^(Get|Delete|Update)$/, "$1Item")}`,
    )
    expect(readRoot("tooling/customer/src/AuditRecords.ts").match(/client\.\w+\(/g)).toEqual([
      "client.filterLogEvents(",
    ])
    const statements = statementsOf(whole, "CustomerTaskTaskRole")
    expect(actionsIn(statements)).toEqual([...new Set([...calls, "logs:FilterLogEvents"])].sort())
    const queries = statements.filter(({ Action }) => Action === "dynamodb:Query")
    expect(queries.map(({ Resource }) => JSON.stringify(Resource)).join()).toMatch(
      /Feedback.*"\/index\/user".*Sessions.*"\/index\/user"|Sessions.*"\/index\/user".*Feedback.*"\/index\/user"/,
    )
    for (const other of ["Products", "Users", "Orders", "Analytics", "DeadLetters", "Cache"]) {
      expect(JSON.stringify(statements)).not.toContain(other)
    }
  })

  it("of endpoint-health are permitted where the stack has the endpoints for them", () => {
    expect(actionsIn(statementsOf(whole, "EndpointHealthTaskTaskRole"))).toEqual(inspectionActions)
    expect(statementsOf(plain, "EndpointHealthTaskTaskRole")).toEqual([])
  })
})

describe("an interface endpoint", () => {
  const policies = Object.entries(whole.findResources("AWS::EC2::VPCEndpoint"))
    .filter(([, { Properties }]) => Properties.VpcEndpointType === "Interface")
    .map(([id, { Properties }]) => [id, Properties.PolicyDocument?.Statement] as const)

  it("lets through callers of this account alone", () => {
    expect(policies.length).toBeGreaterThan(8)
    for (const [, statements] of policies) {
      expect(statements).toEqual([
        expect.objectContaining({
          Condition: { StringEquals: { "aws:PrincipalAccount": { Ref: "AWS::AccountId" } } },
        }),
      ])
    }
  })

  it("lets through what some task may do, and nothing else", () => {
    const passed = actionsIn(policies.flatMap(([, statements]) => statements as Array<Statement>))
    const services = new Set(passed.map((action) => action.split(":")[0]))
    const allowed = actionsIn(
      Object.entries(whole.findResources("AWS::IAM::Policy")).flatMap(([id, { Properties }]) =>
        id.includes("Task") ? (Properties.PolicyDocument.Statement as Array<Statement>) : [],
      ),
    ).filter((action) => services.has(action.split(":")[0]) && action !== "aoss:APIAccessAll")
    expect(passed).toEqual(allowed)
  })
})

describe("the calls that the catalogue writer makes", () => {
  it("are permitted, and nothing else is", () => {
    const texts = [...writer.values()]
    const services: Readonly<Record<string, string>> = {
      BatchWriteItem: "dynamodb",
      InvokeModel: "bedrock",
      Scan: "dynamodb",
    }
    const calls = new Set(texts.flatMap(commandsIn).map((call) => operationOf[call] ?? call))
    const actions = [...calls].map((call) => `${services[call]}:${call}`)
    expect(actionsIn(statementsOf(whole, "CatalogueWriterTaskTaskRole"))).toEqual(
      ["aoss:APIAccessAll", ...actions].sort(),
    )
  })

  it("write the tables that they name, and no conversation", () => {
    const written = [...writer.values()].flatMap((text) =>
      [...text.matchAll(/`\$\{prefix\}([A-Z][a-z]+)`/g)].flatMap(([, name]) => name ?? []),
    )
    const statement = statementsOf(whole, "CatalogueWriterTaskTaskRole").find(
      ({ Sid }) => Sid === "Catalogue",
    )
    const allowed = JSON.stringify(statement?.Resource)
    const named = [...allowed.matchAll(/"([A-Z][a-z]+)[A-F0-9]{8}"/g)].map(([, name]) => name)
    expect(new Set(named)).toEqual(new Set(written))
  })

  it("reach the index by the methods that its policy has", () => {
    const permission: Readonly<Record<string, string>> = {
      "indices.getMapping": "aoss:DescribeIndex",
      "helpers.bulk": "aoss:WriteDocument",
      search: "aoss:ReadDocument",
      "indices.create": "aoss:CreateIndex",
    }
    const text = [...writer].find(([file]) => basename(file) === "ProductIndex.ts")?.[1] ?? ""
    const calls = [...text.matchAll(/client\.((?:[a-z]+\.)?[a-zA-Z]+)[(<]/g)].flatMap(
      ([, call = ""]) => (call === "on" ? [] : call),
    )
    const access = JSON.stringify(whole.findResources("AWS::OpenSearchServerless::AccessPolicy"))
    const rule = access.slice(access.indexOf("CreateIndex") - 10, access.lastIndexOf("Principal"))
    expect(new Set(rule.match(/aoss:[A-Za-z]+/g))).toEqual(
      new Set(calls.map((call) => permission[call])),
    )
  })
})

describe("roles", () => {
  it("have neither guardrail nor inspection unless these are chosen", () => {
    const actions = actionsIn(statementsOf(plain, "ChatTaskTaskRole"))
    expect(actions).not.toContain("bedrock:ApplyGuardrail")
    expect(actions).not.toContain("execute-api:ManageConnections")
    for (const action of inspectionActions) expect(actions).not.toContain(action)
  })

  it("name a resource wherever AWS knows one", () => {
    const open = statementsOf(whole, "ChatTaskTaskRole").filter(({ Resource }) => Resource === "*")
    expect(open.map(({ Sid }) => Sid)).toEqual(["WarmUp", "Metrics", "InspectEndpoints"])
  })

  it("never end an action in a star", () => {
    const all = Object.values(whole.findResources("AWS::IAM::Policy")).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Array<Statement>,
    )
    expect(actionsIn(all).filter((action) => action.includes("*"))).toEqual([])
  })

  it("publish metrics in our namespaces alone", () => {
    const metrics = statementsOf(whole, "ChatTaskTaskRole").find(({ Sid }) => Sid === "Metrics")
    expect(metrics).toMatchObject({
      Condition: {
        StringEquals: { "cloudwatch:namespace": ["MangaAssist", "MangaAssist/VPCEndpoints"] },
      },
    })
    const namespaces = [...chat.values()].flatMap((text) =>
      [...text.matchAll(/namespace = "(MangaAssist[^"]*)"/g)].flatMap(([, name]) => name ?? []),
    )
    expect([...new Set(namespaces)].sort()).toEqual(["MangaAssist", "MangaAssist/VPCEndpoints"])
  })
})

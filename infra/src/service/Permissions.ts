/**
 * The IAM permissions of tasks: each action on exactly the resources that the code uses, or on all where AWS supports
 * no narrower resource for the action.
 *
 * The suite compares this list with the calls that the apps can make: a missing or superfluous action fails it.
 */
import { Aws } from "aws-cdk-lib"
import { PolicyStatement } from "aws-cdk-lib/aws-iam"
import type { ITable } from "aws-cdk-lib/aws-dynamodb"
import type { AnswerCache } from "../data/AnswerCache.ts"
import { modelArns, modelId } from "../data/Models.ts"
import type { Gateway } from "../network/Gateway.ts"
import type { Options } from "../options/Options.ts"
import type { Search } from "../data/Search.ts"
import type { SinkTargets } from "../data/SinkTargets.ts"
import type { TableName } from "../data/Tables.ts"

export interface Resources {
  readonly tables: Readonly<Record<TableName, ITable>>
  readonly search: Search
  readonly cache: AnswerCache
  readonly sinks: SinkTargets
  readonly gateway: Gateway | undefined
}

/** Table → what the apps do with it. `GetItem` on products is the warm-up's. */
export const tableActions: Readonly<Record<TableName, ReadonlyArray<string>>> = {
  Products: ["BatchGetItem", "GetItem"],
  Users: ["GetItem"],
  Orders: ["Query"],
  Sessions: ["BatchWriteItem", "GetItem", "Query", "UpdateItem"],
  Feedback: ["PutItem"],
}

/** What `endpoint-health` asks about endpoints; read-only calls that know no resources. */
export const inspectionActions: ReadonlyArray<string> = [
  "aoss:BatchGetVpcEndpoint",
  "aoss:ListVpcEndpoints",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcs",
]

const metricNamespaces: ReadonlyArray<string> = ["MangaAssist", "MangaAssist/VPCEndpoints"]

const allow = (actions: ReadonlyArray<string>, resources: ReadonlyArray<string>, sid: string) =>
  new PolicyStatement({ sid, actions: [...actions], resources: [...resources] })

const embeddings = (options: Options): PolicyStatement =>
  allow(
    ["bedrock:InvokeModel"],
    modelArns(modelId(options, "BEDROCK_EMBEDDING_MODEL")),
    "EmbedTexts",
  )

const modelStatements = (options: Options): ReadonlyArray<PolicyStatement> => [
  allow(
    ["bedrock:InvokeModelWithResponseStream"],
    [
      ...new Set([
        ...modelArns(modelId(options, "BEDROCK_MODEL_COMPLEX")),
        ...modelArns(modelId(options, "BEDROCK_MODEL_SIMPLE")),
      ]),
    ],
    "AnswerByModel",
  ),
  embeddings(options),
  // Opens and holds the connections to the model without buying a token.
  allow(["bedrock:ListAsyncInvokes"], ["*"], "WarmUp"),
  ...(options.guardrailId === undefined
    ? []
    : [
        allow(
          ["bedrock:ApplyGuardrail"],
          [
            `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${options.guardrailId}`,
          ],
          "Guardrail",
        ),
      ]),
]

export const taskStatements = (
  { tables, search, cache, gateway, sinks }: Resources,
  options: Options,
  { answers, inspects }: { readonly answers: boolean; readonly inspects: boolean },
): ReadonlyArray<PolicyStatement> => [
  ...modelStatements(options),
  ...(Object.keys(tableActions) as Array<TableName>).map((name) =>
    allow(
      tableActions[name].map((action) => `dynamodb:${action}`),
      [tables[name].tableArn],
      `Table${name}`,
    ),
  ),
  allow(["aoss:APIAccessAll"], [search.collection.attrArn], "Search"),
  allow(["elasticache:Connect"], cache.arns, "AnswerCache"),
  allow(["kinesis:PutRecords"], [sinks.analytics.streamArn], "Analytics"),
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], [sinks.audit.logGroupArn], "Audit"),
  allow(["sqs:SendMessage"], [sinks.deadLetters.queueArn], "DeadLetters"),
  new PolicyStatement({
    sid: "Metrics",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": [...metricNamespaces] } },
  }),
  ...(answers && gateway !== undefined
    ? [allow(["execute-api:ManageConnections"], gateway.connections, "Gateway")]
    : []),
  ...(inspects ? [allow(inspectionActions, ["*"], "InspectEndpoints")] : []),
]

/** The tables that the catalogue writer fills; conversations and feedback are none of its business. */
const catalogueTables: ReadonlyArray<TableName> = ["Products", "Users", "Orders"]

export const catalogueStatements = (
  { tables, search }: Resources,
  options: Options,
): ReadonlyArray<PolicyStatement> => [
  allow(
    ["dynamodb:BatchWriteItem"],
    catalogueTables.map((name) => tables[name].tableArn),
    "Catalogue",
  ),
  embeddings(options),
  allow(["aoss:APIAccessAll"], [search.collection.attrArn], "Search"),
]

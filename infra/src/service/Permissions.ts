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
import type { CalledModels } from "../data/Models.ts"
import type { Gateway } from "../network/Gateway.ts"
import type { Options } from "../options/Options.ts"
import type { Search } from "../data/Search.ts"
import type { SinkTargets } from "../data/SinkTargets.ts"
import type { TableName } from "../data/Tables.ts"

export interface Resources {
  readonly models: CalledModels
  readonly tables: Readonly<Record<TableName, ITable>>
  readonly search: Search
  readonly cache: AnswerCache
  readonly sinks: SinkTargets
  readonly gateway: Gateway | undefined
}

/** Table → what the apps do with it. `GetItem` on products is the warm-up's. */
export const tableActions: Readonly<Record<TableName, ReadonlyArray<string>>> = {
  Products: ["BatchGetItem", "GetItem", "Query"],
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

const embeddings = ({ models }: Resources): PolicyStatement =>
  allow(["bedrock:InvokeModel"], models.BEDROCK_EMBEDDING_MODEL.arns, "EmbedTexts")

const modelStatements = (
  resources: Resources,
  options: Options,
): ReadonlyArray<PolicyStatement> => [
  allow(
    ["bedrock:InvokeModelWithResponseStream"],
    [
      ...new Set([
        ...resources.models.BEDROCK_MODEL_COMPLEX.arns,
        ...resources.models.BEDROCK_MODEL_SIMPLE.arns,
      ]),
    ],
    "AnswerByModel",
  ),
  embeddings(resources),
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

const tableStatements = (
  { tables }: Resources,
  actions: Partial<typeof tableActions>,
): ReadonlyArray<PolicyStatement> =>
  Object.values(tables).flatMap((table) => {
    const name = table.node.id as TableName // As `Tables.ts` names them.
    const own = actions[name]
    if (own === undefined) return []
    return [
      allow(
        own.map((action) => `dynamodb:${action}`),
        // Products are queried by the index of names alone.
        name === "Products" ? [table.tableArn, `${table.tableArn}/index/names`] : [table.tableArn],
        `Table${name}`,
      ),
    ]
  })

const searches = ({ search }: Resources) =>
  allow(["aoss:APIAccessAll"], [search.collection.attrArn], "Search")

const caches = ({ cache }: Resources) => allow(["elasticache:Connect"], cache.arns, "AnswerCache")

/** Whatever has sinks writes to all of their targets. */
const sinkStatements = ({ sinks }: Resources): ReadonlyArray<PolicyStatement> => [
  allow(["kinesis:PutRecords"], [sinks.analytics.streamArn], "Analytics"),
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], [sinks.audit.logGroupArn], "Audit"),
  allow(["sqs:SendMessage"], [sinks.deadLetters.queueArn], "DeadLetters"),
]

const inspections = () => allow(inspectionActions, ["*"], "InspectEndpoints")

export const chatStatements = (
  resources: Resources,
  options: Options,
): ReadonlyArray<PolicyStatement> => [
  ...modelStatements(resources, options),
  // Opens and holds the connections to the model without buying a token.
  allow(["bedrock:ListAsyncInvokes"], ["*"], "WarmUp"),
  ...tableStatements(resources, tableActions),
  searches(resources),
  caches(resources),
  ...sinkStatements(resources),
  new PolicyStatement({
    sid: "Metrics",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": [...metricNamespaces] } },
  }),
  ...(resources.gateway === undefined
    ? []
    : [allow(["execute-api:ManageConnections"], resources.gateway.connections, "Gateway")]),
  ...(options.inspectEndpoints ? [inspections()] : []),
]

/** Reads what answers are made of and keeps them; it has no sinks, and no customer's rows are its business. */
export const workerStatements = (
  resources: Resources,
  options: Options,
): ReadonlyArray<PolicyStatement> => [
  ...modelStatements(resources, options),
  ...tableStatements(resources, { Products: ["BatchGetItem", "Query"] }),
  searches(resources),
  caches(resources),
]

/** Of the tables, those that sinks write. */
const recordActions: Partial<typeof tableActions> = {
  Sessions: ["BatchWriteItem", "UpdateItem"],
  Feedback: ["PutItem"],
}

/** `sinks`: looks into the dead-letter queue, and writes from it what the server's sinks would have written. */
export const sinksStatements = (resources: Resources): ReadonlyArray<PolicyStatement> => [
  allow(
    ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:PurgeQueue", "sqs:ReceiveMessage"],
    [resources.sinks.deadLetters.queueArn],
    "EmptyDeadLetters",
  ),
  ...tableStatements(resources, recordActions),
  caches(resources),
  ...sinkStatements(resources),
]

/** `endpoint-health` measures without a permission; where the stack has the endpoints to ask, it asks. */
export const endpointHealthStatements = (options: Options): ReadonlyArray<PolicyStatement> =>
  options.inspectEndpoints ? [inspections()] : []

/** `customer`: finds, reads and removes one customer's rows, and reads their audit records. */
export const customerStatements = (resources: Resources): ReadonlyArray<PolicyStatement> => [
  ...tableStatements(resources, {
    Sessions: ["DeleteItem", "GetItem", "Scan", "UpdateItem"],
    Feedback: ["DeleteItem", "GetItem"],
  }),
  allow(
    ["dynamodb:Query"],
    [resources.tables.Sessions, resources.tables.Feedback].map(
      ({ tableArn }) => `${tableArn}/index/user`,
    ),
    "ByCustomer",
  ),
  allow(["logs:FilterLogEvents"], [resources.sinks.audit.logGroupArn], "ReadAudit"),
]

/** The tables that the catalogue writer fills; conversations and feedback are none of its business. */
const catalogueTables: ReadonlyArray<TableName> = ["Products", "Users", "Orders"]

export const catalogueStatements = (resources: Resources): ReadonlyArray<PolicyStatement> => [
  allow(
    ["dynamodb:BatchWriteItem"],
    catalogueTables.map((name) => resources.tables[name].tableArn),
    "Catalogue",
  ),
  allow(["dynamodb:Scan"], [resources.tables.Products.tableArn], "CompareCatalogue"),
  embeddings(resources),
  searches(resources),
]

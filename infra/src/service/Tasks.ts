/**
 * One image, six task definitions: the chat server, the precompute worker, and what an operator runs by hand, the
 * catalogue writer and the tools of the runbook. Tasks run as a user without privileges on a root that cannot be
 * written, with one folder of their own for `DATA_DIR`.
 */
import { Aws, Duration, Fn, RemovalPolicy, Size as DataSize } from "aws-cdk-lib"
import { Repository } from "aws-cdk-lib/aws-ecr"
import {
  AwsLogDriverMode,
  type ContainerDefinition,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  Secret as ContainerSecret,
  UlimitName,
} from "aws-cdk-lib/aws-ecs"
import type { PolicyStatement } from "aws-cdk-lib/aws-iam"
import { LogGroup } from "aws-cdk-lib/aws-logs"
import { Secret } from "aws-cdk-lib/aws-secretsmanager"
import type { Construct } from "constructs"
import { repositoryName } from "./ImagesStack.ts"
import { chatPort, endpointServices, type Network, operatorPorts } from "../network/Network.ts"
import { budgetSettings } from "../cost/HourlyBudget.ts"
import type { Options } from "../options/Options.ts"
import { modelSettingsOf } from "../data/Models.ts"
import {
  catalogueStatements,
  chatStatements,
  customerStatements,
  endpointHealthStatements,
  type Resources,
  sinksStatements,
  workerStatements,
} from "./Permissions.ts"
import { searchIndex } from "../data/Search.ts"
import { tablePrefix } from "../data/Tables.ts"

export interface App {
  readonly definition: FargateTaskDefinition
  /** Of the image, the first word of its command. */
  readonly script: string
  readonly container: ContainerDefinition
  readonly logs: LogGroup
}

export interface Apps {
  readonly chat: App
  readonly worker: App
  readonly catalogueWriter: App
  /** Tools of the runbook, run by hand: nothing else reaches what is in the network. */
  readonly sinks: App
  readonly endpointHealth: App
  readonly customer: App
  /** Of what is run by hand. */
  readonly toolLogs: LogGroup
}

/** User of the image; root owns everything but `DATA_DIR`. */
const imageUser = "10001"
const dataDir = "/data"

/** How long running turns may finish after SIGTERM. */
export const drainTimeoutMs = 25_000
/** Draining, then the sinks' five seconds, then the sockets; Fargate gives at most 120 s. */
export const stopTimeoutSeconds = 60

/** Before `options.settings` are those that may be set otherwise; beyond these the names are those of `ownSettings`, which the suite holds. */
const settingsOf = (
  { cache, models, search, sinks }: Resources,
  options: Options,
): Readonly<Record<string, string>> => ({
  // Who reaches these ports, the security group of the tasks says.
  ADMIN_HOST: "0.0.0.0",
  ADMIN_PORT: String(operatorPorts.chat),
  // Said, because the tasks listen on all addresses; the options let nobody in from outside without an identity.
  AUTH: "off",
  AWS_REGION: Aws.REGION,
  DATA_DIR: dataDir,
  DRAIN_TIMEOUT_MS: String(drainTimeoutMs),
  DYNAMODB_TABLE_PREFIX: tablePrefix(options),
  EMBEDDED_METRICS_STAGE: options.stage,
  HOST: "0.0.0.0",
  LOG_FORMAT: "json",
  METRICS_HOST: "0.0.0.0",
  METRICS_PORT: String(operatorPorts.worker),
  MAX_CONNECTIONS: String(options.size.maxConnections),
  OPENSEARCH_INDEX: searchIndex,
  OPENSEARCH_SERVICE: "aoss",
  OPENSEARCH_URL: search.collection.attrCollectionEndpoint,
  PORT: String(chatPort),
  REDIS_IAM_CACHE: cache.name,
  REDIS_IAM_SERVERLESS: "true",
  REDIS_IAM_USER: cache.userId,
  REDIS_URL: cache.url,
  SINK_ANALYTICS_STREAM: sinks.analytics.streamName,
  SINK_AUDIT_LOG_GROUP: sinks.audit.logGroupName,
  SINK_DEAD_LETTER_QUEUE_URL: sinks.deadLetters.queueUrl,
  SINK_METRICS: "embedded",
  TRUSTED_PROXIES: "1",
  ...(options.guardrailId === undefined ? {} : { BEDROCK_GUARDRAIL_ID: options.guardrailId }),
  ...budgetSettings(options),
  ...options.settings,
  ...modelSettingsOf(options, models),
})

interface Made {
  readonly id: "Chat" | "Worker" | "CatalogueWriter" | "Sinks" | "EndpointHealth" | "Customer"
  readonly program:
    | "orchestrator"
    | "precompute"
    | "catalogue-writer"
    | "sinks"
    | "endpoint-health"
    | "customer"
  readonly cpu: number
  readonly memoryMiB: number
  readonly command: ReadonlyArray<string>
  readonly statements: ReadonlyArray<PolicyStatement>
  /** Serves customers, and so answers what comes through a gateway. */
  readonly answers: boolean
  readonly checks: boolean
  /** Else a group of its own. */
  readonly logs?: LogGroup
}

/** The same for all tasks, and in no template. */
const secretsOf = (scope: Construct, options: Options, { answers, id: app }: Made) => {
  const named = [
    ["SINK_HASH_KEY", "HashKey", options.hashKeySecret],
    ["SESSION_KEY", "SessionKey", options.sessionKeySecret],
    ["GATEWAY_SECRET", "GatewaySecret", answers ? options.gatewaySecret : undefined],
  ] as const
  return Object.fromEntries(
    named.flatMap(([setting, id, name]) =>
      name === undefined
        ? []
        : [
            [
              setting,
              ContainerSecret.fromSecretsManager(
                Secret.fromSecretNameV2(scope, `${app}${id}`, name),
              ),
            ] as const,
          ],
    ),
  )
}

const addLogs = (scope: Construct, id: string, { size }: Options): LogGroup =>
  new LogGroup(scope, `${id}Logs`, {
    retention: size.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  })

const addApp = (scope: Construct, resources: Resources, options: Options, made: Made): App => {
  const definition = new FargateTaskDefinition(scope, `${made.id}Task`, {
    family: `manga-assist-${options.stage}-${made.program}`,
    cpu: made.cpu,
    memoryLimitMiB: made.memoryMiB,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.X86_64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: "data" }],
  })
  for (const statement of made.statements) definition.addToTaskRolePolicy(statement)
  const logs = made.logs ?? addLogs(scope, made.id, options)
  const script = `${made.program}.js`
  const repository = Repository.fromRepositoryName(scope, `${made.id}Repository`, repositoryName)
  const container = definition.addContainer(made.program, {
    image: ContainerImage.fromEcrRepository(repository, options.image),
    command: [script, ...made.command],
    user: imageUser,
    readonlyRootFilesystem: true,
    environment: {
      ...settingsOf(resources, options),
      // Half of the task: buffers, code and threads lie beside V8's heap, and a process that ends at its own limit says why.
      NODE_OPTIONS: `--max-old-space-size=${made.memoryMiB / 2}`,
      ...(made.answers && resources.gateway !== undefined
        ? { GATEWAY_ENDPOINT: resources.gateway.endpoint }
        : {}),
    },
    secrets: secretsOf(scope, options, made),
    // A driver that waits would stop the event loop with it.
    logging: LogDrivers.awsLogs({
      streamPrefix: made.program,
      logGroup: logs,
      mode: AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: DataSize.mebibytes(25),
    }),
    stopTimeout: Duration.seconds(stopTimeoutSeconds),
    ulimits: [{ name: UlimitName.NOFILE, softLimit: 65_536, hardLimit: 65_536 }],
    ...(made.answers ? { portMappings: [{ containerPort: chatPort }] } : {}),
    ...(made.checks
      ? {
          healthCheck: {
            command: ["CMD", "node", "healthcheck.js"],
            interval: Duration.seconds(10),
            timeout: Duration.seconds(5),
            retries: 3,
            startPeriod: Duration.seconds(60),
          },
        }
      : {}),
  })
  container.addMountPoints({ containerPath: dataDir, sourceVolume: "data", readOnly: false })
  return { definition, script, container, logs }
}

/** What a task measures from inside: the services' endpoints, the index and the cache. */
const measured = (
  { cache, search }: Resources,
  { vpc, taskSubnets }: Network,
  { inspectEndpoints }: Options,
): ReadonlyArray<string> => {
  const place = [
    ["--vpc-id", vpc.vpcId],
    ...vpc.selectSubnets(taskSubnets).subnetIds.map((id) => ["--subnet-id", id]),
  ]
  return [
    ["--services", endpointServices.join(",")],
    ["--host", `${hostOf(search.collection.attrCollectionEndpoint)}:443:opensearch-serverless`],
    ["--host", `${cache.host}:${cache.port}:in-vpc:tls`],
    ["--vpc-cidr", vpc.vpcCidrBlock],
    ...(inspectEndpoints ? place : [["--offline"]]),
  ].flat()
}

/** Of an `https:` address that is not known yet. */
const hostOf = (url: string): string => Fn.select(2, Fn.split("/", url))

export const addApps = (
  scope: Construct,
  network: Network,
  resources: Resources,
  options: Options,
): Apps => {
  const toolLogs = addLogs(scope, "Tool", options)
  const tool = { ...options.size.worker, answers: false, checks: false, logs: toolLogs }
  return {
    chat: addApp(scope, resources, options, {
      id: "Chat",
      program: "orchestrator",
      ...options.size.chat,
      command: [],
      statements: chatStatements(resources, options),
      answers: true,
      checks: true,
    }),
    worker: addApp(scope, resources, options, {
      id: "Worker",
      program: "precompute",
      ...options.size.worker,
      command: options.worker === "schedule" ? ["run", "--once"] : [],
      statements: workerStatements(resources, options),
      answers: false,
      // A pass of a schedule ends by itself.
      checks: options.worker !== "schedule",
    }),
    catalogueWriter: addApp(scope, resources, options, {
      ...tool,
      id: "CatalogueWriter",
      program: "catalogue-writer",
      command: options.isProduction ? [] : ["--demo-customers"],
      statements: catalogueStatements(resources),
    }),
    sinks: addApp(scope, resources, options, {
      ...tool,
      id: "Sinks",
      program: "sinks",
      command: ["inspect"],
      statements: sinksStatements(resources),
    }),
    endpointHealth: addApp(scope, resources, options, {
      ...tool,
      id: "EndpointHealth",
      program: "endpoint-health",
      command: measured(resources, network, options),
      statements: endpointHealthStatements(options),
    }),
    customer: addApp(scope, resources, options, {
      ...tool,
      id: "Customer",
      program: "customer",
      command: [],
      statements: customerStatements(resources),
    }),
    toolLogs,
  }
}

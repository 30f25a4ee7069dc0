/** What the templates promise, read from the templates. */
import { awsEndpoints } from "@manga-assist/endpoint-health"
import { Match, Template } from "aws-cdk-lib/assertions"
import { describe, expect, it } from "vitest"
import { build } from "../src/Build.ts"
import { deregistrationDelay } from "../src/network/Balancer.ts"
import { drainTimeoutMs, stopTimeoutSeconds } from "../src/service/Tasks.ts"
import { endpointServices, interfaceEndpointCount, operatorPorts } from "../src/network/Network.ts"
import { appSources, readRoot } from "./appSources.ts"
import { production } from "./stages.ts"

const gatewayPaths = ["/gateway/connect", "/gateway/default", "/gateway/disconnect"]

const certificateArn = "arn:aws:acm:ap-northeast-1:123456789012:certificate/abc"
const signIn = JSON.stringify({
  issuer: "https://id.example.jp",
  authorizationEndpoint: "https://id.example.jp/authorize",
  tokenEndpoint: "https://id.example.jp/token",
  userInfoEndpoint: "https://id.example.jp/user",
  clientId: "chat",
  clientSecretName: "chat-client",
})

const plain = build(production)
const template = Template.fromStack(plain.store)
const publicOne = build({
  ...production,
  domain: "chat.example.jp",
  certificateArn,
  hostedZoneId: "Z1",
  signIn,
  settings: '{"AUTH":"alb"}',
})
const publicTemplate = Template.fromStack(publicOne.store)
const small = Template.fromStack(
  build({ stage: "staging", size: "small", worker: "schedule" }).store,
)

const serviceNames = (of: Template): ReadonlyArray<string> =>
  Object.values(of.findResources("AWS::EC2::VPCEndpoint"))
    .map(({ Properties }) => JSON.stringify(Properties.ServiceName))
    .map((name) => /\.([a-z-]+(?:\.[a-z]+)?|s3)"(?:\]\]\})?$/.exec(name)?.[1] ?? name)
    .sort()

describe("network", () => {
  it("has no NAT gateway and no way out unless one is needed", () => {
    template.resourceCountIs("AWS::EC2::NatGateway", 0)
    template.resourceCountIs("AWS::EC2::InternetGateway", 0)
    publicTemplate.resourceCountIs("AWS::EC2::NatGateway", 2)
  })

  it("reaches every service by an endpoint, DynamoDB and S3 by gateways", () => {
    expect(serviceNames(template)).toEqual([
      "bedrock-runtime",
      "dynamodb",
      "ecr.api",
      "ecr.dkr",
      "kinesis-streams",
      "logs",
      "monitoring",
      "s3",
      "sqs",
    ])
    template.resourceCountIs("AWS::OpenSearchServerless::VpcEndpoint", 1)
    for (const { Properties } of Object.values(template.findResources("AWS::EC2::VPCEndpoint"))) {
      const isGateway = /dynamodb|\.s3/.test(JSON.stringify(Properties.ServiceName))
      expect(Properties.VpcEndpointType).toBe(isGateway ? "Gateway" : "Interface")
      if (!isGateway) expect(Properties.PrivateDnsEnabled).toBe(true)
    }
  })

  it("bills as many interface endpoints as there are", () => {
    const interfaces = template.findResources("AWS::EC2::VPCEndpoint", {
      Properties: { VpcEndpointType: "Interface" },
    })
    expect(Object.keys(interfaces).length + 1).toBe(interfaceEndpointCount(plain.options))
  })

  it("lets nobody but the load balancer to tasks, and nobody but tasks to endpoints and cache", () => {
    const rules = Object.values(template.findResources("AWS::EC2::SecurityGroupIngress"))
    expect(rules.length).toBeGreaterThanOrEqual(3)
    for (const { Properties } of rules) {
      expect(Properties.SourceSecurityGroupId).toBeDefined()
      expect(Properties.CidrIp).toBeUndefined()
    }
  })

  it("names its endpoints as endpoint-health knows them", () => {
    const known = awsEndpoints("ap-northeast-1").map(({ name }) => name)
    expect(endpointServices).toEqual(known.toSorted())
    const there = serviceNames(template).map((name) => name.replace("kinesis-streams", "kinesis"))
    expect(there).toEqual(expect.arrayContaining([...endpointServices]))
    template.hasOutput("EndpointServices", { Value: endpointServices.join(",") })
    for (const name of ["VpcId", "VpcCidr", "TaskSubnetIds", "SearchUrl", "CacheUrl", "Region"]) {
      template.hasOutput(name, {})
    }
  })

  it("opens the operators' pages to the readers of them alone", () => {
    const groups = Object.entries(template.findResources("AWS::EC2::SecurityGroup"))
    const named = (description: string) =>
      groups.find(([, { Properties }]) => Properties.GroupDescription === description)?.[0]
    const from = (port: number) =>
      Object.values(template.findResources("AWS::EC2::SecurityGroupIngress"))
        .filter(({ Properties }) => Properties.FromPort <= port && Properties.ToPort >= port)
        .map(({ Properties }) => Properties.SourceSecurityGroupId["Fn::GetAtt"][0])
    for (const port of Object.values(operatorPorts)) {
      expect(from(port)).toEqual([named("Readers of pages for operators")])
    }
    const ports = [template, publicTemplate, small].flatMap((of) =>
      containersOf(of).map(({ Environment }) =>
        ["ADMIN_HOST", "ADMIN_PORT", "METRICS_HOST", "METRICS_PORT"].map(
          (name) => Environment.find(({ Name }) => Name === name)?.Value,
        ),
      ),
    )
    expect(ports.length).toBeGreaterThanOrEqual(6)
    for (const set of ports) expect(set).toEqual(["0.0.0.0", "8081", "0.0.0.0", "9464"])
  })
})

it("watches the containers that serve, the worker among them, by the image's own check", () => {
  const checked = containersOf(template).map(({ Command, HealthCheck }) => [
    Command?.[0],
    HealthCheck?.Command,
  ])
  const check = ["CMD", "node", "healthcheck.js"]
  expect(checked).toContainEqual(["orchestrator.js", check])
  expect(checked).toContainEqual(["precompute.js", check])
  expect(checked).toContainEqual(["catalogue-writer.js", undefined])
})

describe("data", () => {
  it("has the five tables with the keys that the emulators' have", () => {
    const local = readRoot("tooling/local-aws/src/seed/Tables.ts")
    const tables = Object.values(template.findResources("AWS::DynamoDB::Table"))
    expect(tables).toHaveLength(5)
    for (const { Properties } of tables) {
      const name = String(Properties.TableName).split("-").at(-1)
      const keys = (Properties.KeySchema as Array<{ AttributeName: string }>).map(
        ({ AttributeName }) => JSON.stringify(AttributeName),
      )
      expect(local).toContain(`${name}: [${keys.join(", ")}]`)
    }
  })

  it("lets conversations and feedback expire, and nothing else", () => {
    const expiring = Object.values(template.findResources("AWS::DynamoDB::Table"))
      .filter(({ Properties }) => Properties.TimeToLiveSpecification?.Enabled === true)
      .map(({ Properties }) => [
        String(Properties.TableName),
        String(Properties.TimeToLiveSpecification.AttributeName),
      ])
    expect(Object.fromEntries(expiring)).toEqual({
      "MangaAssist-production-Feedback": "ttl",
      "MangaAssist-production-Sessions": "ttl",
    })
  })

  it("streams no table, because no app reads a stream", () => {
    const reads = [...appSources("orchestrator"), ...appSources("precompute")].filter(([, text]) =>
      /client-dynamodb-streams|GetShardIterator/.test(text),
    )
    expect(reads).toEqual([])
    for (const { Properties } of Object.values(template.findResources("AWS::DynamoDB::Table"))) {
      expect(Properties.StreamSpecification).toBeUndefined()
      expect(Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true)
    }
  })

  it("keeps production's tables when the stack goes, and staging's not", () => {
    template.allResources("AWS::DynamoDB::Table", { DeletionPolicy: "RetainExceptOnCreate" })
    small.allResources("AWS::DynamoDB::Table", { DeletionPolicy: "Delete" })
  })

  it("opens the collection to its endpoint alone and to the roles by name", () => {
    const network = template.findResources("AWS::OpenSearchServerless::SecurityPolicy", {
      Properties: { Type: "network" },
    })
    const [policy] = Object.values(network).map(({ Properties }) =>
      JSON.stringify(Properties.Policy),
    )
    expect(policy).toContain(String.raw`\"AllowFromPublic\":false`)
    expect(policy).toContain("SearchEndpoint")
    const access = JSON.stringify(template.findResources("AWS::OpenSearchServerless::AccessPolicy"))
    for (const role of ["ChatTaskTaskRole", "WorkerTaskTaskRole", "CatalogueWriter"]) {
      expect(access).toContain(role)
    }
  })

  it("signs in to the cache by IAM, without a password", () => {
    template.hasResourceProperties("AWS::ElastiCache::User", {
      AuthenticationMode: { Type: "iam" },
      Passwords: Match.absent(),
      NoPasswordRequired: Match.absent(),
    })
    template.hasResourceProperties("AWS::ElastiCache::ServerlessCache", { Engine: "valkey" })
  })
})

interface Container {
  readonly Command?: ReadonlyArray<string>
  readonly HealthCheck?: { readonly Command: ReadonlyArray<string> }
  readonly Environment: Array<{ readonly Name: string; readonly Value: unknown }>
  readonly [name: string]: unknown
}

const containersOf = (of: Template): ReadonlyArray<Container> =>
  Object.values(of.findResources("AWS::ECS::TaskDefinition")).map(
    ({ Properties }) => Properties.ContainerDefinitions[0] as Container,
  )

describe("tasks", () => {
  it("run without privileges on a root that cannot be written", () => {
    for (const container of containersOf(template)) {
      expect(container).toMatchObject({
        User: "10001",
        ReadonlyRootFilesystem: true,
        MountPoints: [{ ContainerPath: "/data", ReadOnly: false }],
      })
      expect(container["Privileged"]).toBeUndefined()
    }
  })

  it("tell V8 half of their memory", () => {
    const tasks = Object.values(template.findResources("AWS::ECS::TaskDefinition"))
    expect(tasks.length).toBeGreaterThan(1)
    for (const { Properties } of tasks) {
      const { Environment } = Properties.ContainerDefinitions[0] as Container
      const options = `--max-old-space-size=${Number(Properties.Memory) / 2}`
      expect(Environment).toContainEqual({ Name: "NODE_OPTIONS", Value: options })
    }
  })

  it("have longer to stop than they need to drain", () => {
    for (const { StopTimeout } of containersOf(template))
      expect(StopTimeout).toBe(stopTimeoutSeconds)
    // Draining, five seconds for the sinks, and as much again for sockets and a busy machine.
    expect(stopTimeoutSeconds * 1_000).toBeGreaterThanOrEqual(drainTimeoutMs + 15_000)
    expect(stopTimeoutSeconds).toBeLessThanOrEqual(120)
  })

  it("have more files than sockets", () => {
    for (const container of containersOf(template)) {
      const sockets = container.Environment.find(({ Name }) => Name === "MAX_CONNECTIONS")?.Value
      expect(container["Ulimits"]).toEqual([
        { Name: "nofile", SoftLimit: 65_536, HardLimit: 65_536 },
      ])
      expect(Number(sockets)).toBeLessThan(65_536 / 2)
    }
  })

  it("do not wait for the log", () => {
    for (const container of containersOf(template)) {
      expect(container["LogConfiguration"]).toMatchObject({ Options: { mode: "non-blocking" } })
    }
  })

  it("scale on the processor and on sockets", () => {
    const policies = Object.values(
      template.findResources("AWS::ApplicationAutoScaling::ScalingPolicy"),
    ).map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration)
    expect(policies).toHaveLength(2)
    expect(policies).toContainEqual(
      expect.objectContaining({
        PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      }),
    )
    const sockets = policies.find(
      ({ CustomizedMetricSpecification }) => CustomizedMetricSpecification,
    )
    expect(sockets.TargetValue).toBe(9_000)
    expect(JSON.stringify(sockets)).toContain("ActiveConnectionCount")
  })

  it("are none until there is a catalogue, where that is chosen", () => {
    const idle = Template.fromStack(build({ ...production, serve: "false" }).store)
    idle.allResourcesProperties("AWS::ECS::Service", { DesiredCount: 0 })
    idle.resourceCountIs("AWS::ApplicationAutoScaling::ScalableTarget", 0)
    template.hasResourceProperties("AWS::ApplicationAutoScaling::ScalableTarget", {
      MinCapacity: 2,
    })
  })

  it("roll back a version that never gets ready", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::ECS::Service"))) {
      expect(Properties.DeploymentConfiguration).toMatchObject({
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
      })
    }
    template.resourceCountIs("AWS::ECS::Service", 2)
    small.resourceCountIs("AWS::ECS::Service", 1)
    small.resourceCountIs("AWS::Scheduler::Schedule", 1)
  })
})

describe("load balancer", () => {
  it("sends nothing to a task that is not ready", () => {
    template.hasResourceProperties("AWS::ElasticLoadBalancingV2::TargetGroup", {
      HealthCheckPath: "/readyz",
      Matcher: { HttpCode: "200" },
      TargetGroupAttributes: Match.arrayWith([
        {
          Key: "deregistration_delay.timeout_seconds",
          Value: String(deregistrationDelay.toSeconds()),
        },
      ]),
    })
  })

  it("keeps silent sockets for longer than the server lets them be silent", () => {
    template.hasResourceProperties("AWS::ElasticLoadBalancingV2::LoadBalancer", {
      Scheme: "internal",
      LoadBalancerAttributes: Match.arrayWith([
        { Key: "idle_timeout.timeout_seconds", Value: "120" },
      ]),
    })
  })

  it("hides the operator's pages", () => {
    for (const of of [template, publicTemplate]) {
      of.hasResourceProperties("AWS::ElasticLoadBalancingV2::ListenerRule", {
        Priority: 1,
        Conditions: [
          {
            Field: "path-pattern",
            PathPatternConfig: { Values: ["/metrics", "/endpoints", "/readyz", "/healthz"] },
          },
        ],
        Actions: [Match.objectLike({ Type: "fixed-response" })],
      })
    }
  })

  it("speaks TLS 1.2 or newer to the internet and signs customers in", () => {
    publicTemplate.hasResourceProperties("AWS::ElasticLoadBalancingV2::LoadBalancer", {
      Scheme: "internet-facing",
    })
    publicTemplate.hasResourceProperties("AWS::ElasticLoadBalancingV2::Listener", {
      Port: 443,
      SslPolicy: Match.stringLikeRegexp("^ELBSecurityPolicy-TLS13-1-2"),
      DefaultActions: [
        Match.objectLike({ Type: "authenticate-oidc" }),
        Match.objectLike({ Type: "forward" }),
      ],
    })
    publicTemplate.hasResourceProperties("AWS::ElasticLoadBalancingV2::Listener", {
      Port: 80,
      DefaultActions: [Match.objectLike({ Type: "redirect" })],
    })
    publicTemplate.resourceCountIs("AWS::Route53::RecordSet", 1)
  })
})

describe("a gateway", () => {
  const gateway = Template.fromStack(
    build({ gatewaySecret: "chat-gateway", settings: '{"AUTH":"jwt"}' }).store,
  )

  it("is there only where it is wanted", () => {
    template.resourceCountIs("AWS::ApiGatewayV2::Api", 0)
    template.resourceCountIs("AWS::ApiGateway::VpcLink", 0)
    gateway.resourceCountIs("AWS::ApiGatewayV2::Api", 1)
    gateway.resourceCountIs("AWS::EC2::NatGateway", 2)
    expect(serviceNames(gateway)).toContain("secretsmanager")
    gateway.hasOutput("GatewayUrl", {})
  })

  it("maps into each event what the chat reads, and shows the secret", () => {
    const integrations = Object.values(gateway.findResources("AWS::ApiGatewayV2::Integration")).map(
      ({ Properties }) => Properties,
    )
    const events = integrations.map(({ IntegrationUri }) =>
      /\/gateway\/\w+/.exec(JSON.stringify(IntegrationUri))?.at(0),
    )
    expect(events).toEqual(gatewayPaths)
    for (const properties of integrations) {
      expect(properties).toMatchObject({
        IntegrationType: "HTTP_PROXY",
        IntegrationMethod: "POST",
        ConnectionType: "VPC_LINK",
        RequestParameters: {
          "integration.request.header.x-connection-id": "context.connectionId",
          "integration.request.header.x-source-ip": "context.identity.sourceIp",
          "integration.request.header.x-gateway-secret":
            "'{{resolve:secretsmanager:chat-gateway:SecretString:::}}'",
        },
      })
    }
    const mapped = integrations.flatMap(({ RequestParameters }) =>
      Object.keys(RequestParameters).flatMap((name) => /header\.(.*)/.exec(name)?.[1] ?? []),
    )
    const source = ["GatewayDoor", "GatewayRoutes"]
      .map((file) => readRoot(`apps/orchestrator/src/gateway/${file}.ts`))
      .join("\n")
    for (const name of new Set(mapped.filter((each) => each.startsWith("x-")))) {
      expect(source).toContain(`"${name}"`)
    }
    const keys = Object.values(gateway.findResources("AWS::ApiGatewayV2::Route")).map(
      ({ Properties }) => String(Properties.RouteKey),
    )
    expect(keys.toSorted()).toEqual(["$connect", "$default", "$disconnect"])
  })

  it("reaches tasks by a link and a balancer of its own, and asks them whether they are ready", () => {
    gateway.hasResourceProperties("AWS::ElasticLoadBalancingV2::LoadBalancer", {
      Type: "network",
      Scheme: "internal",
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
    })
    gateway.hasResourceProperties("AWS::ElasticLoadBalancingV2::TargetGroup", {
      Protocol: "TCP",
      HealthCheckProtocol: "HTTP",
      HealthCheckPath: "/readyz",
    })
    gateway.hasResourceProperties("AWS::ECS::Service", {
      LoadBalancers: [Match.objectLike({ ContainerPort: 8080 }), Match.objectLike({})],
    })
  })

  it("may be answered by the chat alone, on its own connections", () => {
    const statements = Object.entries(gateway.findResources("AWS::IAM::Policy")).flatMap(
      ([id, { Properties }]) =>
        (Properties.PolicyDocument.Statement as Array<{ Sid?: string; Resource: unknown }>)
          .filter(({ Sid }) => Sid === "Gateway")
          .map(({ Resource }) => [id, JSON.stringify(Resource)] as const),
    )
    expect(statements).toHaveLength(1)
    const [[role, resources] = ["", ""]] = statements
    expect(role).toMatch(/^ChatTask/)
    expect(resources).toMatch(/chat\/POST\/@connections\/\*.*chat\/DELETE\/@connections\/\*/)
  })
})

describe("alarms", () => {
  const alarms = Object.values(publicTemplate.findResources("AWS::CloudWatch::Alarm")).map(
    ({ Properties }) => Properties,
  )

  it("exist for what can go wrong, each with a threshold, a meaning and what to do", () => {
    const names = alarms.map(({ AlarmName }) => String(AlarmName).split("-").at(-1) ?? "")
    expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual([
      "AnalyticsThrottled",
      "CacheThrottled",
      "CacheWrites",
      "CertificateEnds",
      "DeadLetters",
      "DiskRefuses",
      "FirstContentSlow",
      "Memory",
      "ModelBudget",
      "ModelErrors",
      "ModelQuota",
      "ModelRefuses",
      "ModelThrottled",
      "ModelTokens",
      "ModelTokensRunAway",
      "NoReadyTask",
      "NoWorker",
      "Processor",
      "RecordsLeft",
      "SearchErrors",
      "SearchSlow",
      "ServerErrors",
      "ServiceAway",
      "SinksLate",
      "SinksLose",
      "SinksRefuse",
      "SocketsUsed",
      "TablesThrottled",
      "TurnsDegrade",
      "TurnsFail",
      "UnreadyTasks",
    ])
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        Threshold: expect.any(Number),
        AlarmActions: [expect.anything()],
      })
      expect(alarm.AlarmDescription).toMatch(/ Customers: .+ Do: .+/)
      expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1_024)
    }
  })

  it("look at the metrics of sinks that the code has", () => {
    const source = [...appSources("orchestrator").values()].join("\n")
    const ours = alarms
      .flatMap(({ Metrics, MetricName, Namespace }) =>
        Namespace === undefined
          ? (
              Metrics as Array<{
                MetricStat?: { Metric: { Namespace: string; MetricName: string } }
              }>
            ).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
          : [{ Namespace, MetricName }],
      )
      .filter(({ Namespace }) => Namespace === "MangaAssist")
      .map(({ MetricName }) => String(MetricName))
    expect(new Set(ours).size).toBe(14)
    for (const name of new Set(ours)) expect(source).toContain(`"${name}"`)
  })

  it("hear of records that a task left, by the line of its log", () => {
    const [filter] = Object.values(template.findResources("AWS::Logs::MetricFilter")).map(
      ({ Properties }) => Properties,
    )
    const { FilterPattern, LogGroupName, MetricTransformations } = filter ?? {}
    expect(LogGroupName.Ref).toMatch(/^ChatLogs/)
    const words = JSON.parse(FilterPattern) as string
    expect(readRoot("packages/assistant/src/record/StopSinks.ts")).toContain(`\`${words}: `)
    const alarm = alarms.find(({ AlarmName }) => String(AlarmName).endsWith("-RecordsLeft"))
    expect(MetricTransformations).toEqual([
      {
        MetricName: alarm?.MetricName,
        MetricNamespace: alarm?.Namespace,
        MetricValue: "1",
      },
    ])
    expect(alarm?.Namespace).toBe("MangaAssist/production")
  })

  it("look at their own stage alone, of what stages of an account write side by side", () => {
    const text = JSON.stringify(alarms)
    const metrics = text.match(/"Namespace":"MangaAssist"/g) ?? []
    expect(metrics.length).toBeGreaterThan(34)
    expect(text.match(/{"Name":"Stage","Value":"production"}/g)).toHaveLength(metrics.length)
  })

  it("look at every sink that the code has", () => {
    const source = [...appSources("orchestrator")].find(([file]) => file.endsWith("/StoreSinks.ts"))
    const names = [...(source?.[1] ?? "").matchAll(/^ +name: "([a-z-]+)",$/gm)].map(
      ([, name]) => name,
    )
    const late = alarms.find(({ AlarmName }) => String(AlarmName).endsWith("SinksLate"))
    const watched = (
      (late?.Metrics ?? []) as Array<{
        MetricStat?: { Metric: { Dimensions: Array<{ Value: string }> } }
      }>
    ).flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions[0]?.Value ?? [])
    expect(new Set(watched)).toEqual(new Set(names))
    expect(names.length).toBeGreaterThan(5)
  })

  it("tell somebody, whose subscription is in the template", () => {
    template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: production.alarmEmail,
    })
  })

  it("compare tokens with a busy hour of the turns that are expected", () => {
    const thresholds = (of: Template) =>
      ["ModelTokens", "ModelTokensRunAway"].map(
        (id) =>
          Object.values(of.findResources("AWS::CloudWatch::Alarm")).find(({ Properties }) =>
            String(Properties.AlarmName).endsWith(`-${id}`),
          )?.Properties.Threshold,
      )
    // A tenth of 20,000 turns, half of them by the model, 1,800 tokens in and 160 out.
    expect(thresholds(template)).toEqual([2 * 1_960_000, 5 * 1_960_000])
    const busy = Template.fromStack(build({ turnsPerDay: "200000" }).store)
    expect(thresholds(busy)).toEqual([2 * 19_600_000, 5 * 19_600_000])
  })

  it("roll a new version back, those on what customers feel", () => {
    template.hasResourceProperties("AWS::ECS::Service", {
      DeploymentConfiguration: {
        Alarms: { AlarmNames: Match.anyValue(), Enable: true, Rollback: true },
      },
    })
    const [names] = Object.values(template.findResources("AWS::ECS::Service")).flatMap(
      ({ Properties }) => {
        const alarms = Properties.DeploymentConfiguration.Alarms?.AlarmNames
        return alarms === undefined ? [] : [JSON.stringify(alarms)]
      },
    )
    for (const id of ["FirstContentSlow", "TurnsFail", "TurnsDegrade", "ModelRefuses"]) {
      expect(names).toContain(`${id}Alarm`)
    }
    expect(names).not.toContain("Budget")
  })

  it("tell of deployments that failed and of the budget", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: Match.objectLike({ detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] } }),
    })
    template.hasResourceProperties("AWS::Budgets::Budget", {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 3_000, Unit: "USD" } }),
      NotificationsWithSubscribers: [
        Match.objectLike({ Notification: Match.objectLike({ Threshold: 80 }) }),
        Match.objectLike({ Notification: Match.objectLike({ NotificationType: "FORECASTED" }) }),
      ],
    })
  })
})

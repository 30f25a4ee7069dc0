/**
 * What each interface endpoint lets through: the calls of this stack's tasks, by callers of this account. A key of another
 * account carries nothing out through them, and a task that was taken over reaches nothing that the stack does not use.
 *
 * The suite compares these actions with those of the roles.
 */
import { Aws } from "aws-cdk-lib"
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam"

const describe = (...names: ReadonlyArray<string>) => names.map((name) => `ec2:Describe${name}`)

/** Which of the two endpoints carries which of them is ECR's to change. */
const pulls = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
]

/** Id of the endpoint → actions, and the kind of resource where the service names one. */
const passes: Readonly<
  Record<string, { readonly actions: ReadonlyArray<string>; readonly of?: string }>
> = {
  BedrockRuntime: {
    actions: [
      "bedrock:ApplyGuardrail",
      "bedrock:InvokeModel",
      "bedrock:InvokeModelWithResponseStream",
      "bedrock:ListAsyncInvokes",
    ],
  },
  Logs: {
    actions: ["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
    of: "logs",
  },
  Monitoring: { actions: ["cloudwatch:PutMetricData"] },
  Kinesis: { actions: ["kinesis:PutRecords"], of: "kinesis" },
  Sqs: {
    actions: [
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:PurgeQueue",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ],
    of: "sqs",
  },
  EcrApi: { actions: pulls },
  EcrDocker: { actions: pulls },
  Secrets: {
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    of: "secretsmanager",
  },
  Ec2: {
    actions: describe("NetworkInterfaces", "RouteTables", "Subnets", "VpcEndpoints", "Vpcs"),
  },
  SearchControl: { actions: ["aoss:BatchGetVpcEndpoint", "aoss:ListVpcEndpoints"] },
}

/** @throws Error for an endpoint that nobody has thought of here. */
export const endpointPolicy = (id: string): PolicyStatement => {
  const found = passes[id]
  if (found === undefined) throw new Error(`EndpointPolicies.ts has no actions of ${id}`)
  const { actions, of } = found
  return new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources:
      of === undefined ? ["*"] : [`arn:${Aws.PARTITION}:${of}:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`],
    conditions: { StringEquals: { "aws:PrincipalAccount": Aws.ACCOUNT_ID } },
  })
}

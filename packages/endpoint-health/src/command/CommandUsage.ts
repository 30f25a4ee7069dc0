/** The text that `endpoint-health --help` prints. */
import { serviceNames } from "../checks/Endpoint.ts"

export const usage = `endpoint-health [options]

Are the VPC endpoints used, and fast? Measures DNS, TCP and TLS to every address, asks EC2 for the endpoints.

What is looked at
  --region REGION             the AWS services of this region (default: AWS_REGION)
  --outputs FILE              the endpoints, network and region that a stack names in its outputs: what
                              cdk deploy --outputs-file or aws cloudformation describe-stacks wrote
                              (EndpointServices, SearchUrl, CacheUrl, Region, VpcId, VpcCidr,
                              TaskSubnetIds); other options come first
  --services NAME,NAME        only these: ${serviceNames.join(", ")}
  --host NAME:PORT:KIND[:TLS] look at this instead of the region's services, or beside those of
                              --services; may be repeated. KIND: interface, gateway,
                              opensearch-serverless, in-vpc. TLS: tls or plain (default: tls,
                              for in-vpc plain)
  AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, … lead to another host, as in the AWS SDK.

How
  --samples N                 5 to 100 rounds (default 10)
  --vpc-cidr CIDR             a range of the VPC; may be repeated
  --vpc-id ID, --subnet-id ID where this runs (default: found by its address); --subnet-id may be
                              repeated
  --dns-server ADDRESS[:PORT] ask this server; may be repeated (default: the system's)
  --offline                   do not ask AWS about the endpoints
  --watch [SECONDS]           a window every 1 to 86400 s (default 60) until interrupted; what is said
                              changes after three windows in a row
  --metrics                   publish to CloudWatch
  --namespace NAME            for --metrics (default VPCEndpoints)
  --json                      one JSON object a line: endpoints, then notes, then cost

Cost section
  --gb-per-month N            traffic that interface endpoints would carry; prints the section
  --gateway-gb-per-month N    traffic to DynamoDB and S3 (default 0)
  --zones N                   availability zones (default 2)
  --interface-endpoints N     (default: those looked at)
  --gateway-endpoints N       (default: those looked at)
  --nat-gateways N            (default: one for each zone)
  --keep-nat                  the NAT gateways stay for other traffic
  --prices FILE               price list (default: the package's for the region)

Exit codes: 0 healthy, 1 degraded, 2 unhealthy, 64 wrong option or price list; the worst one counts.`

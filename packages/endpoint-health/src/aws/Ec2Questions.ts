/**
 * The EC2 queries behind the checks of an endpoint's health: VPC endpoints, network interfaces, subnets, VPCs and route
 * tables. Each returns all pages, or the reason why its result is unknown.
 */
import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2"
import { askAll } from "./AwsCall.ts"

/** EC2 takes at most 200 values in one filter. */
const filterLimit = 200

const filter = (name: string, values: ReadonlyArray<string>): Filter => ({
  Name: name,
  Values: values.slice(0, filterLimit),
})

const page = (token: string | undefined) => (token === undefined ? {} : { NextToken: token })

export const ec2Questions = (ec2: EC2Client) => ({
  vpcEndpoints: (serviceNames: ReadonlyArray<string>, vpcId: string | undefined) =>
    askAll("ec2:DescribeVpcEndpoints", async (token, abortSignal) => {
      const Filters = [
        filter("service-name", serviceNames),
        ...(vpcId === undefined ? [] : [filter("vpc-id", [vpcId])]),
      ]
      const command = new DescribeVpcEndpointsCommand({ Filters, ...page(token) })
      const { VpcEndpoints = [], NextToken } = await ec2.send(command, { abortSignal })
      return { items: VpcEndpoints, next: NextToken }
    }),

  /** By id, or by an address that one of them has. */
  networkInterfaces: (
    by: "network-interface-id" | "addresses.private-ip-address",
    values: ReadonlyArray<string>,
  ) =>
    askAll("ec2:DescribeNetworkInterfaces", async (token, abortSignal) => {
      const Filters = [filter(by, values)]
      const command = new DescribeNetworkInterfacesCommand({ Filters, ...page(token) })
      const { NetworkInterfaces = [], NextToken } = await ec2.send(command, { abortSignal })
      return { items: NetworkInterfaces, next: NextToken }
    }),

  subnets: (by: "vpc-id" | "subnet-id", values: ReadonlyArray<string>) =>
    askAll("ec2:DescribeSubnets", async (token, abortSignal) => {
      const command = new DescribeSubnetsCommand({ Filters: [filter(by, values)], ...page(token) })
      const { Subnets = [], NextToken } = await ec2.send(command, { abortSignal })
      return { items: Subnets, next: NextToken }
    }),

  vpc: (vpcId: string) =>
    askAll("ec2:DescribeVpcs", async (token, abortSignal) => {
      const Filters = [filter("vpc-id", [vpcId])]
      const command = new DescribeVpcsCommand({ Filters, ...page(token) })
      const { Vpcs = [], NextToken } = await ec2.send(command, { abortSignal })
      return { items: Vpcs, next: NextToken }
    }),

  routeTables: (vpcId: string) =>
    askAll("ec2:DescribeRouteTables", async (token, abortSignal) => {
      const Filters = [filter("vpc-id", [vpcId])]
      const command = new DescribeRouteTablesCommand({ Filters, ...page(token) })
      const { RouteTables = [], NextToken } = await ec2.send(command, { abortSignal })
      return { items: RouteTables, next: NextToken }
    }),
})

export type Ec2Questions = ReturnType<typeof ec2Questions>

/**
 * Reads by the EC2 and OpenSearch Serverless APIs the facts about a VPC by which its AWS services' endpoints are
 * judged healthy or not: its address ranges, its availability zones, and its VPC endpoints with their state and
 * routes.
 *
 * Each fact may be unknown by itself: without the permission `ec2:DescribeRouteTables`, for example, only the routes.
 */
import type { NetworkInterface, Subnet, Vpc, VpcEndpoint as Ec2Endpoint } from "@aws-sdk/client-ec2"
import { Effect } from "effect"
import { plainAddress } from "../probe/Address.ts"
import type { ClassicEndpoint } from "./ClassicEndpoints.ts"
import type { Ec2Questions } from "./Ec2Questions.ts"
import { isRouted } from "./GatewayRoute.ts"
import { ownPlace, type Place } from "./OwnPlace.ts"
import { type Service, serviceOfVpcName, vpcServiceNames } from "./ServiceName.ts"
import { type Known, known, unknown, valueOr, type VpcEndpoint, type VpcFacts } from "./VpcFacts.ts"

const typeOf = (type: string | undefined): VpcEndpoint["type"] | undefined =>
  type === "Gateway" ? "gateway" : type === "Interface" ? "interface" : undefined

const addressesOf = (found: NetworkInterface): ReadonlyArray<string> =>
  [
    found.PrivateIpAddress,
    ...(found.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
    ...(found.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
  ].flatMap((address) => (address === undefined ? [] : [plainAddress(address)]))

const cidrsOfSubnet = (subnet: Subnet): ReadonlyArray<string> =>
  [
    subnet.CidrBlock,
    ...(subnet.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ].filter((cidr) => cidr !== undefined)

const cidrsOfVpc = (vpc: Vpc): ReadonlyArray<string> =>
  [
    vpc.CidrBlock,
    ...(vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ].filter((cidr) => cidr !== undefined)

const distinct = (values: ReadonlyArray<string | undefined>): ReadonlyArray<string> => [
  ...new Set(values.filter((value) => value !== undefined)),
]

const onlyOne = (values: ReadonlyArray<string>): string | undefined =>
  values.length === 1 ? values[0] : undefined

const noEndpoints: Known<ReadonlyArray<never>> = { value: [] }

interface Answers {
  readonly endpoints: Known<ReadonlyArray<Ec2Endpoint>>
  readonly interfaces: Known<ReadonlyArray<NetworkInterface>>
  readonly routed: (endpoint: Ec2Endpoint) => Known<boolean>
}

const endpointsOf = ({
  endpoints,
  interfaces,
  routed,
}: Answers): Known<ReadonlyArray<VpcEndpoint>> => {
  if ("unknown" in endpoints) return endpoints
  const byId = new Map(
    valueOr(interfaces, []).map((found) => [found.NetworkInterfaceId, addressesOf(found)]),
  )
  return known(
    endpoints.value.flatMap((endpoint): ReadonlyArray<VpcEndpoint> => {
      const service = serviceOfVpcName(endpoint.ServiceName ?? "")
      const type = typeOf(endpoint.VpcEndpointType)
      const {
        VpcEndpointId: id,
        State: state = "unknown",
        PrivateDnsEnabled: privateDns,
      } = endpoint
      if (id === undefined || service === undefined || type === undefined) return []
      const ids = endpoint.NetworkInterfaceIds ?? []
      const base = {
        id,
        service,
        type,
        state,
        addresses: ids.flatMap((own) => byId.get(own) ?? []),
      }
      if (type === "gateway") return [{ ...base, routed: routed(endpoint) }]
      return [privateDns === undefined ? base : { ...base, privateDns }]
    }),
  )
}

export const readAwsFacts = Effect.fnUntraced(function* (
  ec2: Ec2Questions,
  classic: Effect.Effect<Known<ReadonlyArray<ClassicEndpoint>>>,
  services: ReadonlyArray<Service>,
  given: Place,
) {
  const usesCollections = services.some(({ name }) => name.startsWith("aoss"))
  const [own, managed] = yield* Effect.all(
    [ownPlace(ec2, given), usesCollections ? classic : Effect.succeed(noEndpoints)],
    { concurrency: "unbounded" },
  )
  const place: Place = valueOr(own, given)
  const names = distinct(services.flatMap(vpcServiceNames))
  const endpoints = yield* ec2.vpcEndpoints(names, place.vpcId)
  const found = valueOr(endpoints, [])
  const vpcId = place.vpcId ?? onlyOne(distinct(found.map(({ VpcId }) => VpcId)))
  const ourClassic = valueOr(managed, []).filter(
    (endpoint) => vpcId === undefined || endpoint.vpcId === vpcId,
  )
  const subnetIds = distinct([
    ...found.flatMap(({ SubnetIds = [] }) => SubnetIds),
    ...ourClassic.flatMap((endpoint) => endpoint.subnetIds),
  ])
  const interfaceIds = distinct(
    found.flatMap(({ NetworkInterfaceIds = [] }) => NetworkInterfaceIds),
  )
  const hasGateway = found.some(({ VpcEndpointType }) => VpcEndpointType === "Gateway")
  const whichVpc = unknown("which VPC is ours is unknown")
  const [interfaces, subnets, vpcs, tables] = yield* Effect.all(
    [
      interfaceIds.length === 0
        ? Effect.succeed(noEndpoints)
        : ec2.networkInterfaces("network-interface-id", interfaceIds),
      vpcId !== undefined
        ? ec2.subnets("vpc-id", [vpcId])
        : subnetIds.length === 0
          ? Effect.succeed(noEndpoints)
          : ec2.subnets("subnet-id", subnetIds),
      vpcId === undefined ? Effect.succeed(whichVpc) : ec2.vpc(vpcId),
      !hasGateway
        ? Effect.succeed(noEndpoints)
        : vpcId === undefined
          ? Effect.succeed(whichVpc)
          : ec2.routeTables(vpcId),
    ],
    { concurrency: "unbounded" },
  )
  const all = endpointsOf({
    endpoints,
    interfaces,
    routed: ({ VpcEndpointId = "" }) => isRouted(VpcEndpointId, tables, place.subnetIds ?? []),
  })
  const byService = (name: string): Known<ReadonlyArray<VpcEndpoint>> =>
    "unknown" in all ? all : known(all.value.filter(({ service }) => service === name))
  const facts: VpcFacts = {
    cidrs: distinct(valueOr(vpcs, []).flatMap(cidrsOfVpc)),
    subnets: valueOr(subnets, []).flatMap((subnet) =>
      subnet.AvailabilityZone === undefined
        ? []
        : [{ cidrs: cidrsOfSubnet(subnet), zone: subnet.AvailabilityZone }],
    ),
    interfaceZones: new Map(
      valueOr(interfaces, []).flatMap((one) =>
        addressesOf(one).flatMap((address) =>
          one.AvailabilityZone === undefined ? [] : [[address, one.AvailabilityZone] as const],
        ),
      ),
    ),
    endpoints: new Map([
      ...distinct(services.map(({ name }) => name)).map((name) => [name, byService(name)] as const),
      ...(usesCollections
        ? [["aoss-classic", "unknown" in managed ? managed : known(ourClassic)] as const]
        : []),
    ]),
    notes: distinct(
      [own, endpoints, managed, interfaces, subnets, vpcs, tables].map((fact) =>
        "unknown" in fact ? fact.unknown : undefined,
      ),
    ),
  }
  return facts
})

/**
 * Determines whether a route leads from this process's subnets to a gateway endpoint. Pure.
 *
 * A gateway endpoint is a prefix-list route in a route table, and only subnets of that table use it. Of several subnets
 * each must have the route; if the subnets are unknown, the answer is no or unknown, never yes.
 */
import type { RouteTable } from "@aws-sdk/client-ec2"
import { known, type Known, unknown } from "./VpcFacts.ts"

/** A subnet without a table of its own uses the VPC's main one. */
const tableOf = (tables: ReadonlyArray<RouteTable>, subnetId: string): RouteTable | undefined =>
  tables.find(({ Associations = [] }) =>
    Associations.some((association) => association.SubnetId === subnetId),
  ) ?? tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true))

const leadsTo = (table: RouteTable, endpointId: string): boolean =>
  (table.Routes ?? []).some(
    ({ GatewayId, DestinationPrefixListId, State }) =>
      GatewayId === endpointId && DestinationPrefixListId !== undefined && State === "active",
  )

/** Of several subnets every one must be routed. */
export const isRouted = (
  endpointId: string,
  tables: Known<ReadonlyArray<RouteTable>>,
  subnetIds: ReadonlyArray<string>,
): Known<boolean> => {
  if ("unknown" in tables) return tables
  if (subnetIds.length > 0) {
    const own = subnetIds.map((subnetId) => tableOf(tables.value, subnetId))
    if (own.includes(undefined)) return unknown("no route table of our subnet was found")
    return known(own.every((table) => table !== undefined && leadsTo(table, endpointId)))
  }
  const some = tables.value.some((table) => leadsTo(table, endpointId))
  return some
    ? unknown("a route table leads to it, but which subnet is ours is unknown")
    : known(false)
}

/**
 * Finds the VPC and subnet of this process by asking EC2 for the network interface that has this host's IPv4 address.
 *
 * Two VPCs may use the same addresses; then the result is unknown rather than guessed.
 */
import { Effect } from "effect"
import { networkInterfaces } from "node:os"
import type { Ec2Questions } from "./Ec2Questions.ts"
import { known, type Known, unknown } from "./VpcFacts.ts"

export interface Place {
  readonly vpcId?: string | undefined
  readonly subnetIds?: ReadonlyArray<string> | undefined
}

const ownAddresses = (): ReadonlyArray<string> =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(
      ({ address, family, internal }) =>
        family === "IPv4" && !internal && !address.startsWith("169.254."),
    )
    .map(({ address }) => address)

/** What was given wins; the rest is looked up once. */
export const ownPlace = Effect.fnUntraced(function* (
  ec2: Ec2Questions,
  given: Place,
): Effect.fn.Return<Known<Place>> {
  if (given.vpcId !== undefined && given.subnetIds !== undefined) return known(given)
  const addresses = ownAddresses()
  if (addresses.length === 0) return unknown("this host has no address of a network interface")
  const found = yield* ec2.networkInterfaces("addresses.private-ip-address", addresses)
  if ("unknown" in found) return found
  const here = found.value.filter(({ VpcId }) => given.vpcId === undefined || VpcId === given.vpcId)
  const vpcIds = new Set(here.map(({ VpcId }) => VpcId))
  const [vpcId] = vpcIds
  if (vpcId === undefined) return unknown("no network interface has an address of this host")
  if (vpcIds.size > 1) return unknown("network interfaces of several VPCs have this host's address")
  const subnetIds = here.flatMap(({ SubnetId }) => (SubnetId === undefined ? [] : [SubnetId]))
  return known({ vpcId, subnetIds: given.subnetIds ?? [...new Set(subnetIds)] })
})

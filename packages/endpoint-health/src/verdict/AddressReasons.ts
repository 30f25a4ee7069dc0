/**
 * Judges the addresses of a name: whether they are private or public, and whether that is right for the kind of
 * endpoint.
 *
 * A gateway endpoint keeps public addresses by design, so its addresses prove nothing.
 */
import { type AddressPlace, placeOf } from "../probe/Address.ts"
import { type Reason, reason } from "./Reason.ts"
import type { Facts } from "./Facts.ts"

const whyPublic = (kind: Facts["kind"], mixed: boolean): string => {
  if (kind === "in-vpc") return "is public: a node in the VPC has a private address"
  return mixed
    ? "is public while others are private: part of the traffic passes the endpoint by"
    : "is public: traffic may leave by the NAT gateway instead of the endpoint"
}

export const addressReasons = ({ kind, window, vpc, service }: Facts): ReadonlyArray<Reason> => {
  const at = (...places: ReadonlyArray<AddressPlace>): ReadonlyArray<string> =>
    window.addresses.filter((address) => places.includes(placeOf(address, vpc)))
  const about = (
    weight: Reason["weight"],
    code: string,
    addresses: ReadonlyArray<string>,
    text: string,
  ): ReadonlyArray<Reason> =>
    addresses.length === 0 ? [] : [reason(weight, code, `${addresses.join(", ")} ${text}`)]

  const anyKind = [
    ...about("unhealthy", "unusable-address", at("unusable"), "cannot be an endpoint"),
    ...about(
      "note",
      "loopback",
      at("loopback"),
      "is loopback, not a VPC endpoint; its times are not judged",
    ),
    ...about("note", "not-tried", window.untried ?? [], "was not connected to"),
  ]
  const near = at("vpc", "private")
  if (kind === "gateway") {
    const text = "is private: an interface endpoint answers for this name, not the gateway"
    return [...anyKind, ...about("note", "private-address", near, text)]
  }
  const open = at("public")
  const outside = at("vpc").length > 0 ? at("private") : []
  return [
    ...anyKind,
    ...about("degraded", "public-address", open, whyPublic(kind, near.length > 0)),
    ...about("note", "outside-vpc", outside, "is private, but not in the VPC's CIDRs"),
    ...(kind === "opensearch-serverless" && service?.name === "aoss"
      ? [
          reason(
            "degraded",
            "control-plane-name",
            "this name is the control plane's: no collection answers there",
          ),
        ]
      : []),
  ]
}

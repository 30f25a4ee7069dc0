import { expect, it } from "vitest"
import { Cidrs, placeOf, plainAddress } from "../src/probe/Address.ts"

const vpc = new Cidrs(["10.1.0.0/16", "3.112.0.0/20", "2406:da14:1::/48"])

it.each([
  ["10.1.2.3", "vpc"],
  ["10.2.2.3", "private"],
  ["10.255.255.255", "private"],
  ["11.0.0.0", "public"],
  ["172.15.255.255", "public"],
  ["172.16.0.0", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["192.168.255.1", "private"],
  ["100.63.255.255", "public"],
  ["100.64.0.1", "private"],
  ["100.127.255.255", "private"],
  ["100.128.0.0", "public"],
  ["3.112.15.255", "vpc"],
  ["3.112.16.0", "public"],
  ["fd00:ec2::1", "private"],
  ["fc00::1", "private"],
  ["fe00::1", "public"],
  ["2406:da14:1:ffff::9", "vpc"],
  ["2406:da14:2::9", "public"],
  ["::ffff:10.1.0.1", "vpc"],
  ["::ffff:192.168.0.1", "private"],
  ["::FFFF:a02:1", "private"],
  ["::ffff:8.8.8.8", "public"],
  ["127.0.0.1", "loopback"],
  ["::1", "loopback"],
  ["0.0.0.0", "unusable"],
  ["::", "unusable"],
  ["169.254.169.254", "unusable"],
  ["fe80::1%eth0", "unusable"],
  ["224.0.0.1", "unusable"],
  ["255.255.255.255", "unusable"],
  ["example.com", "unusable"],
  ["010.1.1.1", "unusable"],
  ["", "unusable"],
])("%s is %s", (address, place) => {
  expect(placeOf(address, vpc)).toBe(place)
})

it("reads IPv4-mapped IPv6 as IPv4, in both spellings", () => {
  expect(plainAddress("::ffff:c0a8:1")).toBe("192.168.0.1")
  expect(plainAddress("::ffff:192.168.0.1")).toBe("192.168.0.1")
  expect(plainAddress("64:ff9b::a00:1")).toBe("64:ff9b::a00:1")
})

it("leaves out what is no CIDR and says which", () => {
  const wrong = ["10.0.0.0", "10.0.0.0/33", "nonsense/8", "fd00::/129", "fe80::1%eth0/64", "/8"]
  expect(new Cidrs([...wrong, "10.0.0.0/8"]).invalid).toEqual(wrong)
})

import { describe, expect, it } from "vitest"
import { peerAddress } from "../src/transport/PeerAddress.ts"
import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { addressSuite } from "./addressSuite.ts"

addressSuite("uws", layerUws)
addressSuite("ws", layerWs)

describe("the address of a visitor", () => {
  it.each([
    ["127.0.0.1", "", 0, "127.0.0.1"],
    ["::ffff:10.0.0.1", "", 0, "10.0.0.1"],
    ["0000:0000:0000:0000:0000:ffff:0a00:0001", "", 0, "10.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::"],
    ["2001:db8:1:2:9:9:9:9", "", 0, "2001:db8:1:2::"],
    ["10.0.0.1", "1.2.3.4", 0, "10.0.0.1"],
    ["10.0.0.1", "1.2.3.4", 1, "1.2.3.4"],
    ["10.0.0.1", "9.9.9.9, 1.2.3.4", 1, "1.2.3.4"],
    ["10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.7", 2, "1.2.3.4"],
    ["10.0.0.1", "1.2.3.4", 2, "1.2.3.4"],
    ["10.0.0.1", "2001:db8:1:2:9:9:9:9", 1, "2001:db8:1:2::"],
    ["10.0.0.1", "", 1, "10.0.0.1"],
    ["10.0.0.1", "hello", 1, "10.0.0.1"],
    ["", "", 0, "unknown"],
  ])("from %s, forwarded for %j behind %i: %s", (address, forwarded, proxies, expected) => {
    const header = (name: string) => (name === "x-forwarded-for" ? forwarded : "")
    const target = { method: "GET", path: "/", query: "", address, headBytes: 0, header }
    expect(peerAddress(target, proxies)).toBe(expected)
  })
})

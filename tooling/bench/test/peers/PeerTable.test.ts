import { describe, expect, it } from "vitest"
import { figure } from "../../src/measure/Figure.ts"
import { cutServedName, cutToldName, silenceNames } from "../../src/peers/Faults.ts"
import { peers } from "../../src/peers/Peer.ts"
import { peerTable } from "../../src/peers/PeerTable.ts"
import { addedName, cpuName } from "../../src/peers/TrafficFigures.ts"

const ours = peers.ours.label
const other = peers["sdk-reused"].label

const lineOf = (text: string, start: string) =>
  text.split("\n").find((line) => line.startsWith(start))

describe("peerTable", () => {
  it("has a row for each peer that was measured and a dash where it was not", () => {
    const text = peerTable(
      [
        figure(cpuName(ours), "ms", [1.5]),
        figure(cpuName(other), "ms", [3]),
        figure(addedName(50, 95, "loopback", other), "ms", [7]),
      ],
      [],
    )
    expect(lineOf(text, ours)).toMatch(/ - +1\.50$/)
    expect(lineOf(text, other)).toMatch(/ 7 +3$/)
    expect(text).not.toContain(peers.nginx.label)
  })

  it("says where ours is worse, by how much, and counts the rest", () => {
    const text = peerTable(
      [
        figure(cpuName(ours), "ms", [1]),
        figure(cpuName(other), "ms", [2]),
        figure(addedName(50, 95, "loopback", ours), "ms", [9]),
        figure(addedName(50, 95, "loopback", other), "ms", [4]),
        figure(addedName(1, 50, "loopback", ours), "ms", [2]),
        figure(addedName(1, 50, "loopback", other), "ms", [2.1]),
      ],
      [],
    )
    expect(text).toContain("better 1 times, no different 1, worse 1.")
    expect(text).toContain(`worse: ${addedName(50, 95, "loopback", other)} 4 ms, ours 9`)
  })

  it("takes a difference within the noise for none, also where both are next to nothing", () => {
    const text = peerTable(
      [
        figure(cpuName(ours), "ms", [2.3]),
        figure(cpuName(other), "ms", [2]),
        figure(addedName(1, 50, "loopback", ours), "ms", [0.4]),
        figure(addedName(1, 50, "loopback", other), "ms", [0.1]),
      ],
      [],
    )
    expect(text).toContain("better 0 times, no different 2, worse 0.")
  })

  it("prefers a cut answer that is told, and one that is never served again", () => {
    const text = peerTable(
      [
        figure(cutToldName(ours), "of 5", [5]),
        figure(cutToldName(other), "of 5", [0]),
        figure(cutServedName(ours), "of 5", [0]),
        figure(cutServedName(other), "of 5", [5]),
      ],
      [],
    )
    expect(lineOf(text, ours)).toMatch(/ 5 of 5 +0 of 5$/)
    expect(lineOf(text, other)).toMatch(/ 0 of 5 +5 of 5$/)
    expect(text).toContain("better 2 times, no different 0, worse 0.")
  })

  it.each([0, 1])("shows a wait that nothing ended as longer than that, setting %i", (setting) => {
    const nameOf = (label: string) => silenceNames("next question", label)[setting] ?? ""
    const text = peerTable(
      [
        figure(nameOf(ours), "s", [1.5], { note: "connection: timeout" }),
        figure(nameOf(other), "s", [10], { note: "no error within 10 s" }),
      ],
      [],
    )
    expect(lineOf(text, ours)).toMatch(/ 1\.50$/)
    expect(lineOf(text, other)).toMatch(/ > 10$/)
  })

  it("names who was not run, and why", () => {
    expect(peerTable([], [{ label: "LiteLLM", reason: "not installed" }])).toContain(
      "not run: LiteLLM, not installed",
    )
  })
})

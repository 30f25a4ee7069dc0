/** The model's certificate is replaced, ends, and is replaced again. */
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { readFileSync } from "node:fs"
import { canCertify, certificateFor } from "./Certificates.ts"
import { openTlsFront } from "./Front.ts"
import { allOk, bedrockUrl, ofAbsence, ofCut, probed, reportsOf, trusting } from "./Reached.ts"
import { type Asked, endProblems, openSteadfast } from "../processes/Steadfast.ts"
import {
  afterMs,
  beforeMs,
  customers,
  nextCase,
  outcomeOf,
  type Trouble,
  waitingAt,
  wholeAgain,
} from "./Trouble.ts"

const seenWithinMs = 20_000

const certificatesEnd: Trouble["play"] = async (place) => {
  const { environment } = place.services
  const names = ["IP:127.0.0.1"]
  const first = certificateFor(names, 30)
  const another = certificateFor(names, 30)
  const ended = certificateFor(names, -1)
  await using front = await openTlsFront({
    to: new URL(environment[bedrockUrl] ?? ""),
    ca: readFileSync(environment["NODE_EXTRA_CA_CERTS"] ?? "", "utf8"),
    certificate: first,
  })
  await using server = await place.start(0, {
    ...probed,
    ...trusting(place, [first, another, ended]),
    [bedrockUrl]: `https://127.0.0.1:${front.port}`,
  })
  const asked: Array<Asked> = []
  const told: Array<string> = []
  const chatting = async (may: ReadonlyArray<string>, meanwhile: () => Promise<unknown>) => {
    await using chat = openSteadfast(nextCase(), customers, () => server.url)
    await pause(beforeMs)
    await meanwhile()
    const those = await chat.stop()
    asked.push(...those)
    told.push(...endProblems(those, may))
  }
  const seen = (isEnough: Parameters<typeof reportsOf>[2]) =>
    reportsOf(server.operator, /bedrock/i, isEnough, seenWithinMs)
  const isNamed: typeof allOk = (reports) =>
    reports.some(({ detail, ok }) => !ok && detail.includes("certificate"))

  await chatting(ofCut, async () => {
    front.use(another)
    const before = front.opened()
    front.cut()
    await pause(afterMs)
    if (front.opened() === before) told.push("nobody came with the other certificate")
  })
  await chatting([], async () => {
    front.use(ended)
    await pause(afterMs)
  })
  await chatting(ofAbsence, async () => {
    front.cut()
    const reports = await seen(isNamed)
    if (!isNamed(reports)) told.push(`the cause is not named: ${JSON.stringify(reports)}`)
    await pause(afterMs)
  })
  front.use(first)
  const healed = await seen(allOk)
  if (!allOk(healed)) told.push(`it is not well again: ${JSON.stringify(healed)}`)
  told.push(...(await wholeAgain(server.url)), ...(await waitingAt(server.operator)))
  return outcomeOf(place, asked, ofAbsence, told)
}

export const endedCertificates: ReadonlyArray<Trouble> = [
  {
    name: "Bedrock's certificate is replaced, and ends",
    what: "another authority's is taken up; beside one that has ended open connections go on, new ones are refused and `certificate` is named; all is well when the first one is back",
    needs: canCertify,
    play: certificatesEnd,
  },
]

/** Plays troubles one after the other over one place, and writes their section of the page. */
import { table } from "../OwnPage.ts"
import { openPlace } from "../processes/Place.ts"
import type { Outcome, Trouble } from "./Trouble.ts"

export interface Played extends Outcome, Pick<Trouble, "name" | "what"> {
  /** This machine cannot have it. */
  readonly isLeftOut?: true
}

/** One after the other over one place; what this machine cannot have is left out, and told. */
export const playTroubles = async (
  planned: ReadonlyArray<Trouble>,
  step: (text: string) => void,
): Promise<ReadonlyArray<Played>> => {
  const played: Array<Played> = []
  await using place = await openPlace()
  for (const { name, needs, play, what } of planned) {
    if (needs?.() === false) {
      step(`${name}: this machine cannot have it`)
      played.push({ name, what, messages: 0, broken: [], isLeftOut: true })
      continue
    }
    const outcome = await play(place).catch((error: unknown) => ({
      messages: 0,
      broken: [String(error).trim().replaceAll("\n", " ")],
    }))
    played.push({ name, what, ...outcome })
    step(`${name}: ${outcome.messages} messages, ${outcome.broken.join("; ") || "held"}`)
  }
  return played
}

export const troublesText = (played: ReadonlyArray<Played>): string =>
  [
    table([
      ["trouble", "what is done, and what may come of it", "messages", "outcome"],
      ...played.map(({ broken, isLeftOut, messages, name, what }) => [
        name,
        what,
        `${messages}`,
        isLeftOut ? "not here" : broken.length === 0 ? "held" : `BROKE: ${broken.join("; ")}`,
      ]),
    ]),
    `Every message ends once, every turn whose end said nothing of \`not-recorded\` is in the table of sessions once and in the audit, and no
record waits in the end. Tests prove more, and are not repeated here: a disk that is full or read-only and a process without files
(\`Disk.e2e.test.ts\`), torn and altered lines of a journal (\`MustKeep.test.ts\`, \`DiskFaults.test.ts\`), a worker that is killed, paused or
cut off while it leads (\`Workers.integration.test.ts\`), a stop while the table is away (\`Stop.integration.test.ts\`), clocks of workers and
of keys (\`Clocks.integration.test.ts\`, \`KeySetClock.test.ts\`), and ways of abuse on both socket layers: half-open sockets, slow
requests, slow readers (the rows \`abuse\` of \`bench limits\`).`,
  ].join("\n\n")

/** Writes docs/reliability.md from the verdicts of a run. Pure, but for the machine and the date that it is given. */
import { type Cell, cellText } from "./Cells.ts"
import { perSecond, sockets } from "./Customers.ts"
import { dependencies, faults, faultText, names, pairs } from "./Dependencies.ts"
import { table } from "./OwnPage.ts"
import { budgetMs, marginMs, recoveryMsOf, slack, starvedMs, type Verdict } from "./Judge.ts"

export interface Judged extends Verdict {
  readonly cell: Cell
}

export interface Run {
  readonly judged: ReadonlyArray<Judged>
  readonly command: string
  readonly date: string
  readonly machine: string
  readonly repeatedEvents: number
}

export const mendedHeading = "## Found and mended"

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** Beyond this share of its messages, what was excused hides what the cell is to show. */
const mostExcused = 0.05

const outcome = ({ broken, excused, isBusy, recoveryMs, sent }: Judged): string => {
  if (broken.length > 0) return "BROKE"
  if (isBusy || excused > mostExcused * sent) return "held\\*"
  return recoveryMs < 50 ? "held" : `held, ${seconds(recoveryMs)}`
}

const code = (words: ReadonlyArray<string>): string =>
  words.length === 0 ? "none" : words.map((word) => `\`${word}\``).join(", ")

export const linesOf = (judged: Judged): ReadonlyArray<string> =>
  judged.broken.map((line) => `${cellText(judged.cell)}: ${line}`)

const list = (lines: ReadonlyArray<string>, none: string): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join("\n")

/** `mended`: what stands under the last heading, which people write. */
export const page = (
  { command, date, judged, machine, repeatedEvents }: Run,
  mended: string,
): string => {
  const single = judged.filter(({ cell }) => cell.down.length === 1)
  const broken = judged.filter((each) => each.broken.length > 0)
  const matrix = names.map((name) => [
    dependencies[name].title,
    ...faults.map((fault) => {
      if (dependencies[name].without[fault] !== undefined) return "–"
      return single
        .filter(({ cell }) => cell.down[0] === name && cell.fault === fault)
        .map(outcome)
        .join("; ")
    }),
  ])
  const together = judged.filter(({ cell }) => cell.down.length > 1)
  const titles = (down: ReadonlyArray<(typeof names)[number]>) =>
    down.map((name) => dependencies[name].title).join(" and ")
  const sent = judged.reduce((sum, each) => sum + each.sent, 0)
  const excused = judged.reduce((sum, each) => sum + each.excused, 0)
  return `# Reliability

What customers and records suffer while a dependency of the chat server is broken. This page is written by
\`pnpm faults --all\`; \`pnpm faults --cells 40\` runs a choice of it. Last run: ${date}, \`${command}\`, ${machine}.
${judged.length - broken.length} of ${judged.length} cells held, with ${sent} messages. Of ${excused} of them a late part was not
judged, because the store had waited ${starvedMs} ms or more for cores.

A cell is one dependency, one fault and one socket layer (\`uws\` or \`ws\`, in turn). ${sockets} customers chat over a socket each, ${perSecond}
messages a second: hits, misses, orders. The dependency is well for 2 s, broken for 5 s, and healed; then nobody asks any more.
Emulated services play the source document's times; Redis and its replica are real; SQS, Kinesis and CloudWatch Logs are moto.
Faults are a TCP proxy's; those of embeddings, and garbage of Bedrock, are the emulator's. A cell holds if

- every message has exactly one end, and none that the second table below does not allow; before the fault every answer is whole;
- no first content comes later than ${budgetMs + marginMs} ms (the budget and ${marginMs} ms), what the machine kept the store waiting taken off: the
  longest that one of its processes waited for a core, or an idle one's timer for its time;
- ${recoveryMsOf({ down: [] }) / 1_000} s after it healed, messages lose nothing any more; ${recoveryMsOf({ down: ["bedrock"] }) / 1_000} s after Bedrock, as first tokens of the last half minute say
  how much a prompt may hold;
- afterwards no socket, message, stream of the model or waiting record is left, and no more than ${slack.fibers} fibers, ${slack.timers} timers and
  ${slack.connections} connections (which pools keep) more than before;
- in the end every turn whose end did not say \`not-recorded\` is in the table of sessions once, and in the audit. CloudWatch Logs keeps
  events that are written again, which share an \`id\`: ${repeatedEvents} in this run.

## Cells

"held, 1.2 s": the last message that lost anything was sent 1.2 s after the dependency healed. "held\\*": others kept the machine busy
(more than 15 % of it), so that what is a matter of time was not judged: first contents, recovery, and what a late answer costs; or
that was not judged of more than ${mostExcused * 100} % of the messages. Empty: not run this time. "–": no cell, for the reason below.

${table([["dependency", ...faults], ...matrix])}

${list(
  faults.map((fault) => `**${fault}**: ${faultText[fault]}`),
  "",
)}

No cells: ${names
    .flatMap((name) =>
      Object.entries(dependencies[name].without).map(
        ([fault, why]) => `${dependencies[name].title} with ${fault} (${why})`,
      ),
    )
    .join("; ")}.

## What may be lost

A whole answer of the model, a cache (past its time, too, while it is made anew) or the store's own words may always come, and one that
leaves out prices because more volumes were asked for than one answer reads (\`facts-cut\`). Beside it messages may end with these codes of
[\`degraded\`](protocol.md#fields-of-turn-end), sources and errors, and with no other:

${table([
  ["broken", "allowed", "seen, in messages"],
  ...names.map((name) => {
    const ends = single
      .filter(({ cell }) => cell.down[0] === name)
      .flatMap((each) => Object.entries(each.ends))
    const sums = [...Map.groupBy(ends, ([end]) => end)].map(
      ([end, all]) => `\`${end}\` ${all.reduce((sum, [, times]) => sum + times, 0)}`,
    )
    return [dependencies[name].title, code(dependencies[name].may), sums.join(", ")]
  }),
])}

While replies of a gateway cannot leave, their time begins when they can. Letters are only written to SQS while a target fails: its cells
have Redis refused as well.

## Two at once

${table([
  ["down", "fault", "why it is likely", "outcome"],
  ...pairs.map(({ down, fault, why }) => [
    titles(down),
    fault,
    why,
    together
      .filter(({ cell }) => cell.down.join() === down.join())
      .map(outcome)
      .join("; "),
  ]),
])}

## What broke

${list(broken.flatMap(linesOf), "Nothing.")}

${mendedHeading}

${mended}
`
}

/** Writes the section of the page on a soak. Pure. */
import { table } from "../OwnPage.ts"
import { filledMinutes, mib, taskMib } from "./Flat.ts"
import { customersOfLayer, flags, type Soaked } from "./Soak.ts"

const most = (values: ReadonlyArray<number>): string => (Math.max(...values) / mib).toFixed(0)

export const soakText = (
  { broken, counted, faults, losses, programs, recorded, repeated }: Soaked,
  minutes: number,
): string => {
  const samples = programs[0]?.samples.length ?? 0
  const reasons = new Set(
    programs.flatMap(({ figures }) => figures.map(({ name, why }) => `- ${name}: ${why}`)),
  )
  const lost = Object.entries(losses).map(([loss, times]) => `\`${loss}\` ${times}`)
  return `Two chat servers, one of each socket layer with ${customersOfLayer} customers each, and a worker, for ${minutes} minutes; real Redis, moto, and ${faults} faults:
one dependency after the other is refused for a second and well for a second, or falls silent, for 5 s each. In ${samples} quiet windows
nobody was there, and samples were taken after a forced collection. The median of the last third is compared with that of the second:

${table([
  ["program", "figure", "second third", "last third", "may gain", "outcome"],
  ...programs.flatMap(({ figures, name }) =>
    figures.map((figure) => [
      name,
      figure.unit === "MiB" ? `${figure.name}, MiB` : figure.name,
      figure.before.toFixed(1),
      figure.after.toFixed(1),
      figure.tolerance.toFixed(1),
      figure.holds === undefined ? "not judged" : figure.holds ? "held" : "BROKE",
    ]),
  ),
])}

What each may gain is

${[...reasons].join("\n")}

Memory is judged of soaks of ${filledMinutes} minutes and more: finished turns are kept for ten. Resident memory was at most
${programs.map(({ name, samples: all }) => `${most(all.map(({ resident }) => resident))} MiB (${name})`).join(", ")}, of the ${taskMib} MiB of the smallest task
(\`infra/src/options/Sizes.ts\`), with \`${flags}\`. The image names the first alone; the second is half of the
task, which Node takes by itself where the container's control group has the task's limit.

${table([
  ["program", "messages sent", "ended once", "counted by the server"],
  ...counted.map(({ endedOnce, layer, sent, told }) => [
    `chat server, ${layer}`,
    `${sent}`,
    `${endedOnce}`,
    `${told}`,
  ]),
])}

What messages lost to the faults, by the codes of their ends: ${lost.join(", ")}.

${recorded} turns that were acknowledged were looked for in the table of sessions, where each is to stand once, and in the audit, which keeps
events that are written again, with the same \`id\`: ${repeated}.

${broken.length === 0 ? "Every rule held: in no quiet window was a socket, a message, a stream of the model or a waiting record left." : broken.map((line) => `- ${line}`).join("\n")}`
}

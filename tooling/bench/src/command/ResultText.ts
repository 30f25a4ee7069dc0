/** What a benchmark prints of its result. */
import { type Illustration, type Result } from "../result/Result.ts"
import { figureRows, notesOf, textTable } from "../result/Table.ts"

const illustrationText = ({ remarks = [], table = [], text = "", title }: Illustration) => {
  const told = [textTable(table), text, remarks.map((remark) => `- ${remark}`).join("\n")]
  return told.every((each) => each === "") ? [] : [title, ...told]
}

const share = (value: number | undefined) =>
  value === undefined ? "unknown" : `${(value * 100).toFixed(1)} %`

/** The closing illustration stands at the end, where a terminal is read first. */
export const resultText = (
  { date, figures, illustrations = [], machine, name, noise, rounds, setting }: Result,
  file: string,
  closing: Illustration | undefined,
): string =>
  [
    `${name}, ${setting}, ${rounds} rounds, ${date}\n` +
      `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, ${machine.revision ?? "no revision"}`,
    ...illustrations.flatMap((each) => (each === closing ? [] : illustrationText(each))),
    textTable(figureRows(figures)),
    notesOf(figures).join("\n"),
    ...(closing === undefined ? [] : illustrationText(closing)),
    `Taken from us at worst: stolen ${share(noise.stolen)}, used by others ${share(noise.foreign)}; ` +
      `${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy.\nWritten to ${file}`,
  ]
    .filter((each) => each !== "")
    .join("\n\n")

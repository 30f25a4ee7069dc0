/** What a benchmark prints of its result. */
import { type Illustration, type Result } from "../result/Result.ts"
import { figureTable, notes, textTable } from "../result/Table.ts"

const illustrationText = (illustration: Illustration): ReadonlyArray<string> => {
  const { remarks = [], table, text, title } = illustration
  const told = [
    table === undefined ? "" : textTable(table),
    text ?? "",
    remarks.map((remark) => `* ${remark}`).join("\n"),
  ].filter((each) => each !== "")
  return told.length === 0 ? [] : [title, ...told]
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
    figureTable(figures),
    notes(figures),
    ...(closing === undefined ? [] : illustrationText(closing)),
    `Taken from us at worst: stolen ${share(noise.stolen)}, used by others ${share(noise.foreign)}; ` +
      `${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy.\nWritten to ${file}`,
  ]
    .filter((each) => each !== "")
    .join("\n\n")

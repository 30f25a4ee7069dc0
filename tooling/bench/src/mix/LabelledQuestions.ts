/**
 * Questions of the labelled set of the assistant's tests: the half that was written after the cache's rules
 * were frozen, so that nothing was made for them. Read where it lies, each wording once.
 */
import { fileURLToPath } from "node:url"

/** `group`: language and kind, such as `en policy` or `ja recommend lists`. */
export interface LabelledQuestion {
  readonly group: string
  /** Wordings that mean the same. */
  readonly wordings: ReadonlyArray<string>
}

const file = fileURLToPath(
  new URL("../../../../packages/assistant/test/canonical/pairs/secondHalf.ts", import.meta.url),
)

/** `# group` begins a group, "wording => wording" is a line. @throws Error on any other line */
export const parseLabelled = (text: string): ReadonlyArray<LabelledQuestion> => {
  const questions: Array<LabelledQuestion> = []
  let group = ""
  for (const line of text.split("\n")) {
    if (line.startsWith("# ")) group = line.slice(2)
    else if (line !== "") {
      const wordings = line.split(" => ")
      if (wordings.length !== 2) throw new Error(`no pair of questions: "${line}"`)
      questions.push({ group, wordings })
    }
  }
  return questions
}

/** @throws Error when the set is not where it was */
export const labelledQuestions = async (): Promise<ReadonlyArray<LabelledQuestion>> => {
  const loaded: unknown = await import(file)
  const text =
    typeof loaded === "object" && loaded !== null && "secondHalfSame" in loaded
      ? loaded.secondHalfSame
      : undefined
  if (typeof text !== "string") throw new Error(`${file} has no secondHalfSame`)
  return parseLabelled(text)
}

/**
 * Explains how the grammar reads a text, as lines for the terminal: the kind of each word, the tokens after the
 * rewrite rules, the canonical form that all wordings of the question share (or why there is none) with the store's
 * own wordings of it (standard sentences), and the resulting intent, slots (titles, volumes, …) and wish. For people
 * who change the grammar; pure.
 */
import type { Token } from "./kinds/Kind.ts"
import { wordKinds } from "./kinds/Kind.ts"
import type { StoreReader } from "./StoreReader.ts"

const named = ({ kind, value }: Pick<Token, "kind" | "value">): string =>
  value === "" ? kind : `${kind}=${value}`

const defined = (values: object): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")

/** The label stands before the first line alone. */
const labelled = (label: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line, index) => (index === 0 ? label : "").padEnd(10) + line)

const meant = (token: Token): string => `${named(token)}: ${wordKinds.get(token.kind) ?? ""}`

export const explain = (text: string, { read, sentenceOf }: StoreReader): ReadonlyArray<string> => {
  const { reading, slots, wish, ...asked } = read(text)
  const { cut, letters, tokens } = reading
  const written = ({ end, start }: Token) => letters.text.slice(start, end)
  return [
    ...labelled(
      "words",
      cut.map((token) => `${written(token)} → ${meant(token)}`),
    ),
    ...labelled("tokens", tokens.map(meant)),
    ...(reading.known
      ? [
          `form      ${reading.form}`,
          `English   ${sentenceOf(reading, "en") ?? "no sentence"}`,
          `Japanese  ${sentenceOf(reading, "ja") ?? "no sentence"}`,
        ]
      : [`no form   ${reading.reason}`]),
    `asked     ${defined(asked)}`,
    `slots     ${defined(slots)}`,
    `wish      ${defined(wish)}`,
  ]
}

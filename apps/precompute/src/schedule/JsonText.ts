/** Parses JSON; on failure it reports the reason and the line. */
type Parsed = { readonly value: unknown } | { readonly failure: string; readonly line: number }

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)

/** Told without its place: by far the most common mistake. */
const isMisplaced = (message: string): boolean => message.startsWith("Unexpected token")

const failureOf = (text: string): string => {
  try {
    JSON.parse(text)
    return ""
  } catch (cause) {
    return messageOf(cause)
  }
}

/** The beginning of the text that ends with the misplaced character: every longer one has it too. */
const upToMisplaced = (text: string): string => {
  let right = 0
  let wrong = text.length
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2)
    if (isMisplaced(failureOf(text.slice(0, middle)))) wrong = middle
    else right = middle
  }
  return text.slice(0, wrong)
}

const upToFailure = (text: string, message: string): string => {
  if (isMisplaced(message)) return upToMisplaced(text)
  const position = /position (\d+)/u.exec(message)?.[1]
  // It ends too early.
  return position === undefined ? text : text.slice(0, Number(position))
}

export const parseJson = (text: string): Parsed => {
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    const message = messageOf(cause)
    return {
      // The message quotes the text, its line ends as well.
      failure: `must be JSON: ${message.replaceAll(/\s+/gu, " ")}`,
      line: upToFailure(text, message).split("\n").length,
    }
  }
}

/**
 * Normalises a question for a look-up by its exact words: folds only differences of typing.
 *
 * Folded are case, full and half width, runs of white space, and final punctuation. Every other letter, digit and
 * sign stays, so that "10²" and "102" differ (full compatibility normalisation would merge them). A question of
 * punctuation alone stays as it is.
 */
const WIDTH_FORMS = /[\u3000\uFF00-\uFFEF]+/gu
const ENDING = /[\s?!.,;:。、…]/u

/** Sign by sign from behind: a pattern would run over each row of signs in the text once for each of its signs. */
const withoutEnding = (text: string): string => {
  let end = text.length
  while (ENDING.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

export const normalizeQuestion = (text: string): string => {
  const folded = text
    .replaceAll(WIDTH_FORMS, (run) => run.normalize("NFKC"))
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replaceAll(/\s+/gu, " ")
    .trim()
  const stripped = withoutEnding(folded)
  return stripped === "" ? folded : stripped
}

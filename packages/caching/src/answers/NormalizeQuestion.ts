/**
 * The form under which a question is looked up literally: what the hand or the keyboard changes
 * without meaning is folded, nothing else.
 *
 * Folded: case, full and half width, runs of white space, punctuation at the end. Not folded: every
 * other letter, digit and sign, so "10²" stays apart from "102" (full compatibility normalisation
 * would merge them). A question of nothing but punctuation stays as it is.
 */
const WIDTH_FORMS = /[\u3000\uFF00-\uFFEF]+/gu
const TRAILING = /[\s?!.,;:。、…]+$/u

export const normalizeQuestion = (text: string): string => {
  const folded = text
    .replaceAll(WIDTH_FORMS, (run) => run.normalize("NFKC"))
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replaceAll(/\s+/gu, " ")
    .trim()
  const stripped = folded.replace(TRAILING, "")
  return stripped === "" ? folded : stripped
}

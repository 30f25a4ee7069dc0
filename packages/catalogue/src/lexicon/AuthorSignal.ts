/**
 * A surname or a one-word pen name ("Oda", "ONE", "CLAMP") is a person only with a capital, or where
 * a person is expected: after "by", before "'s manga". Full names need nothing.
 */
import type { Named } from "./Names.ts"
import { capitalInside, type Surroundings } from "./TitleSignal.ts"

const window = 30

/** Pen names that are words: a capital alone does not tell. */
const words = new Set(["one", "hero", "fuse", "afro", "mato", "clamp", "kaito", "yuki", "konami"])

const expected =
  /(?:\bby|\bauthors?|\bmangaka|\bartists?|\bwriters?|\bfrom|\bfans? of|\bworks? of|\bworks? by)\s(?:the\s\w+\s)?$/iu
const follows =
  /^(?:['’]s?\s(?:\w+\s)?(?:manga|works?|books?|series|comics?|titles|other|latest|newest|new)|\s(?:manga|works?|books|sensei)\b|\s?(?:先生|作品|の(?:作品|漫画|マンガ|本|新作|他の|代表作|最新作)|(?:が|の)(?:描いた|書いた)|原作|氏))/iu

export const isAuthorHere = (
  named: Named & { readonly kind: "author" },
  around: Surroundings,
  cased: boolean,
): boolean => {
  if (named.part === "whole") return true
  const { text, start, end } = around
  const before = text.slice(Math.max(0, start - window), start)
  const placed = expected.test(before) || follows.test(text.slice(end, end + window))
  const written = text.slice(start, end).normalize("NFKC")
  if (words.has(written.toLowerCase())) return placed && written === named.spelling
  const distinctive = written === named.spelling && written === written.toUpperCase() && cased
  return placed || distinctive || (cased && capitalInside(around)) || text.trim() === written
}

/**
 * Public entry of the store's grammar: the parser of one shop's questions (`makeStoreReader`), the canonical forms (one
 * for all wordings of a known question) with their standard sentences (the store's own wordings), and the decisions whether a text's words
 * may be read by others or cached (`mayBeReadByOthers`, `mayBeKeptLiterally`).
 *
 * A parsed text is asked by kinds of words: `byKind` and `saidIn` group its words by kind, `says` tests for kinds.
 * `tellingWords` picks the words that may describe a story, `tellsOf` tests a text for a theme.
 */
export type { Form } from "./forms/Sentence.ts"
export { kindsIn } from "./kinds/Kind.ts"
export type { Intent, Reads, Slots, StoreReading, Wish } from "./reading/Reading.ts"
export { ruleDetails, type RulesAsked } from "./reading/RulesAsked.ts"
export { byKind, saidIn, says } from "./reading/Said.ts"
export { mayBeKeptLiterally, mayBeReadByOthers } from "./reading/Sharing.ts"
export { tellingWords } from "./reading/TellingWords.ts"
export { wordsAroundTitles } from "./reading/Titles.ts"
export { genresOfThemes } from "./reading/wishes/ThemeGenres.ts"
export { isAbout, tellsOf, themeWords } from "./lists/ThemeWords.ts"
export { makeStoreReader, type StoreReader } from "./StoreReader.ts"

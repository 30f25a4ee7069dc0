/**
 * Public entry of the store's grammar: parsing a customer's text (`read`), the canonical forms (one for all wordings
 * of a known question) with their standard sentences (the store's own wordings), and the decisions whether a text's words
 * may be read by others or cached (`mayBeReadByOthers`, `mayBeKeptLiterally`).
 *
 * A parsed text is asked by kinds of words: `byKind` and `saidIn` group its words by kind, `says` tests for kinds.
 * `tellingWords` picks the words that may describe a story, `tellsOf` tests a text for a theme.
 */
export { formIntents } from "./forms/FormTable.ts"
export { type Form, sentenceOf } from "./forms/Sentence.ts"
export { standardSentences } from "./forms/StandardSentences.ts"
export { filled, slotsIn, type Wording, wordingOf, type WordingSlots } from "./forms/Wording.ts"
export { kindsIn } from "./kinds/Kind.ts"
export { type PolicyTopic, policyTopicsOf } from "./reading/PolicyTopics.ts"
export { read } from "./reading/Read.ts"
export type { Intent, Reads, Slots, StoreReading, Wish } from "./reading/Reading.ts"
export { byKind, saidIn, says } from "./reading/Said.ts"
export { mayBeKeptLiterally, sharedWording } from "./reading/Sharing.ts"
export { tellingWords } from "./reading/TellingWords.ts"
export { titlesIn, wordsAroundTitles } from "./reading/Titles.ts"
export { storeGrammar } from "./StoreGrammar.ts"
export { genresOfThemes } from "./reading/wishes/ThemeGenres.ts"
export { isAbout, tellsOf, themeWords } from "./lists/ThemeWords.ts"
export { grammarVersion, storeWorld } from "./StoreWorld.ts"

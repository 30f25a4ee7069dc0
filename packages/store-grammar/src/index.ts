/**
 * Public entry of the store's grammar: the parser of one shop's questions (`makeStoreReader`), the canonical forms (one
 * for all wordings of a known question) with their standard sentences (the store's own wordings), and what of a text may
 * be counted or cached (`sharedWording`, `mayBeKeptLiterally`). `wordingOf` puts slots in the place of titles and figures,
 * `filled` fills them, `standardSentences` are the forms' own with slots.
 *
 * A parsed text is asked by kinds of words: `byKind` groups its words by kind, `says` tests for kinds.
 * `tellingWords` picks the words that may describe a story, `tellsOf` tests a text for a theme.
 */
export { filled, slotsIn, wordingOf, type WordingSlots } from "./forms/Wording.ts"
export { kindsIn } from "./kinds/Kind.ts"
export type { Intent, Reads, Slots, StoreReading, Wish } from "./reading/Reading.ts"
export { ruleDetails, type RulesAsked } from "./reading/RulesAsked.ts"
export { byKind, says } from "./reading/Said.ts"
export { mayBeKeptLiterally, sharedWording } from "./reading/Sharing.ts"
export { tellingWords } from "./reading/TellingWords.ts"
export { wordsAroundTitles } from "./reading/Titles.ts"
export { genresOfThemes } from "./reading/wishes/ThemeGenres.ts"
export { isAbout, tellsOf, themeWords } from "./lists/ThemeWords.ts"
export { exampleSlots } from "./ExampleSlots.ts"
export { standardSentences } from "./StandardSentences.ts"
export { makeStoreReader, type StoreReader } from "./StoreReader.ts"

export { formIntents, type FormRow, formTable } from "./forms/FormTable.ts"
export { type Form, sentenceOf } from "./forms/Sentence.ts"
export { type PolicyTopic, policyTopicsOf } from "./reading/PolicyTopics.ts"
export { type Pointing, pointingOf } from "./reading/Pointing.ts"
export { read } from "./reading/Read.ts"
export type { Intent, Reads, Reference, Slots, StoreReading, Wish } from "./reading/Reading.ts"
export {
  formSentenceOf,
  nameOfPerson,
  namesOfThings,
  type Thing,
  wordsWithout,
} from "./reading/Restated.ts"
export { byKind, saidIn, says } from "./reading/Said.ts"
export { mayBeKeptLiterally, mayBeReadByOthers } from "./reading/Sharing.ts"
export { tellingWords } from "./reading/TellingWords.ts"
export { titlesIn, wordsAroundTitles } from "./reading/Titles.ts"
export {
  type WishChange,
  wishChangeOf,
  type WishMatter,
  wishMatters,
  furtherWishes,
  wishRead,
  wishSentence,
  type WishSlots,
} from "./reading/WishChange.ts"
export { storeGrammar } from "./StoreGrammar.ts"
export { tellsOf } from "./lists/ThemeWords.ts"
export { grammarVersion, storeWorld } from "./StoreWorld.ts"

export { type FormIntent, type FormReads, type FormRow, formTable } from "./forms/FormTable.ts"
export { type Form, sentenceOf } from "./forms/Sentence.ts"
export { storeGrammar } from "./StoreGrammar.ts"
export { grammarVersion, storeWorld } from "./StoreWorld.ts"

export { storeGrammar } from "./StoreGrammar.ts"
export { grammarVersion, storeWorld } from "./StoreWorld.ts"

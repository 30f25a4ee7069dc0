export { layerLogging } from "./Logging.ts"
export { oneWord, wholeNumber, wrongValue } from "./EnvironmentValue.ts"
export { runMain } from "./RunMain.ts"

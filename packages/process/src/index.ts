/** Starts and stops a program: signals, exit codes, logs, settings of the environment. */
export { missingSettings, type RequiredSetting } from "./MissingSettings.ts"
export { layerLogging } from "./Logging.ts"
export { identifier, oneWord, wholeNumber, wrongValue } from "./EnvironmentValue.ts"
export { ExitCode, runMain } from "./RunMain.ts"

export type { Intent, Question, Slots } from "./Question.ts"
export { Turn, type TurnRequest } from "./Turn.ts"
export type { TurnEnd, TurnEvent, TurnFailure } from "./TurnEvent.ts"

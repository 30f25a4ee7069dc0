/** The size of the replayed mix: questions in all, and questions for each second of the simulated clock. */
export const size = { quick: 3_000, full: 20_000 }
export const perSecond = 1

/** How many questions the mix replays, and how many a second of the clock that is moved. */
export const size = { quick: 3_000, full: 20_000 }
export const perSecond = 1

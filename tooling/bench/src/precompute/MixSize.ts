/**
 * The size of the question mix that `MixPart.ts` replays, drawn after the traffic table of the source document
 * ("Latency Reduction Techniques for FM Systems"): questions in all, and questions for each second of the simulated
 * clock.
 */
export const size = { quick: 3_000, full: 20_000 }
export const perSecond = 1

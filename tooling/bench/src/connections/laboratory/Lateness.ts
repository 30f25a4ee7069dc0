/**
 * How late the stub of Bedrock wrote the first piece of an answer, told in that piece: it is one process, and what it
 * cannot write in time is not to be charged to the client.
 */
export const firstText = (lateMs: number): string =>
  ` (${lateMs.toFixed(2)} ms late) and the sea was still`

/** 0 where the text does not begin so. */
export const latenessIn = (text: string): number =>
  Number(/^ \((\d+\.\d+) ms late\)/u.exec(text)?.[1] ?? 0)

/** What an audit says of one answer; `Settle.ts` reaches it. Pure. */
export type Verdict =
  | { readonly verdict: "right" }
  | { readonly verdict: "wrong"; readonly reason: string }
  /** Nothing was decided. `changed`: what the answer rests on did. `failed`: nothing fresh could be had. */
  | { readonly verdict: "changed" | "failed" | "unsettled"; readonly reason: string }

export const changedAsWell = (reason: string): Verdict => ({
  verdict: "changed",
  reason: `${reason}, but its own question is answered otherwise now as well`,
})

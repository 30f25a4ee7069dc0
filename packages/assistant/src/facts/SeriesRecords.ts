// stub
import type { Fact } from "../products/ProductFacts.ts"
import { Context, Effect, Layer } from "effect"
export interface Topic { readonly series: string; readonly detail: "full" | "brief" }
export interface SeriesRows { readonly series: string; readonly detail: Topic["detail"]; readonly rows: ReadonlyMap<string, Fact>; readonly complete: boolean }
export class SeriesRecords extends Context.Service<SeriesRecords, {
  readonly known: (topics: ReadonlyArray<Topic>) => { readonly found: ReadonlyArray<SeriesRows>; readonly missing: ReadonlyArray<Topic> }
  readonly read: (topics: ReadonlyArray<Topic>, deadlineMs: number) => Effect.Effect<{ readonly found: ReadonlyArray<SeriesRows>; readonly unread: ReadonlyArray<{ readonly series: string; readonly part: "record" | "prices" }> }>
  readonly ahead: (series: ReadonlyArray<string>) => void
}>()("@manga-assist/assistant/SeriesRecords") {
  static readonly layer: Layer.Layer<SeriesRecords> = Layer.succeed(SeriesRecords, { known: (t) => ({found: [], missing: t}), read: () => Effect.succeed({found: [], unread: []}), ahead: () => undefined })
}

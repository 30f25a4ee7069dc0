import type * as protocol from "@manga-assist/protocol"
import { expectTypeOf, it } from "vitest"
import type {
  AnswerSource,
  ClientFrame,
  ErrorCode,
  Locale,
  ProductCard,
  ServerFrame,
  TimelineEntry,
  TokenUsage,
  TurnCost,
} from "../src/index.ts"

/** Equal in what may be read and written, however each is put together. */
type Same<A, B> = [A, B] extends [B, A] ? true : false

it("has the frames of the protocol's schemas", () => {
  expectTypeOf<Same<ServerFrame, protocol.ServerFrame>>().toEqualTypeOf<true>()
  expectTypeOf<Same<ClientFrame, protocol.ClientFrame>>().toEqualTypeOf<true>()
  expectTypeOf<Same<ProductCard, protocol.ProductCard>>().toEqualTypeOf<true>()
  expectTypeOf<Same<TimelineEntry, protocol.TimelineEntry>>().toEqualTypeOf<true>()
  expectTypeOf<Same<TokenUsage, protocol.TokenUsage>>().toEqualTypeOf<true>()
  expectTypeOf<Same<TurnCost, protocol.TurnCost>>().toEqualTypeOf<true>()
  expectTypeOf<Same<AnswerSource, protocol.AnswerSource>>().toEqualTypeOf<true>()
  expectTypeOf<Same<ErrorCode, protocol.ErrorCode>>().toEqualTypeOf<true>()
  expectTypeOf<Same<Locale, protocol.Locale>>().toEqualTypeOf<true>()
})

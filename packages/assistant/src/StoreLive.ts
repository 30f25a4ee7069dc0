/**
 * The layer of the store's services (search, products, records of series, customers, sessions, models, cached answers, and learned
 * wordings) for the chat server and the precompute worker, over the
 * connections of `StoreConnections.ts`.
 */
import { Layer } from "effect"
import { CachedAnswers } from "./answers/CachedAnswer.ts"
import { Customers } from "./products/Customers.ts"
import { FollowedNames } from "./products/FollowedNames.ts"
import { Models } from "./model/Models.ts"
import { layerStoreTimeZone } from "./model/StoreClock.ts"
import { ProductFacts } from "./products/ProductFacts.ts"
import { SeriesRecords } from "./facts/SeriesRecords.ts"
import { ProductSearch } from "./products/ProductSearch.ts"
import { SessionStore } from "./conversation/session/SessionStore.ts"
import { layerWordings } from "./answers/StoreWordings.ts"
import { StoreTables } from "./conversation/session/StoreTables.ts"

export const layerStore = Layer.mergeAll(
  CachedAnswers.layer,
  Customers.layer,
  Models.layer,
  SeriesRecords.layer.pipe(Layer.provideMerge(ProductFacts.layer)),
  ProductSearch.layer,
  SessionStore.layer,
  layerWordings,
).pipe(
  Layer.provideMerge(FollowedNames.layer),
  Layer.provideMerge(Layer.merge(StoreTables.layer, layerStoreTimeZone)),
)

/**
 * The store's ports over live connections: what both apps see of OpenSearch, DynamoDB and the cache.
 */
import { type Config, Layer } from "effect"
import type { CacheStore, TagClock } from "@manga-assist/caching"
import type { DynamoDocuments, OpenSearchConnection } from "@manga-assist/connections"
import { CachedAnswers } from "./CachedAnswer.ts"
import { Customers } from "./Customers.ts"
import { Models } from "./Models.ts"
import { ProductFacts } from "./ProductFacts.ts"
import { ProductSearch } from "./ProductSearch.ts"
import { SessionStore } from "./SessionStore.ts"
import { StoreTables } from "./StoreTables.ts"

type Ports =
  | CachedAnswers
  | Customers
  | Models
  | ProductFacts
  | ProductSearch
  | SessionStore
  | StoreTables

export const layerStore: Layer.Layer<
  Ports,
  Config.ConfigError,
  CacheStore | DynamoDocuments | OpenSearchConnection | TagClock
> = Layer.mergeAll(
  CachedAnswers.layer,
  Customers.layer,
  Models.layer,
  ProductFacts.layer,
  ProductSearch.layer,
  SessionStore.layer,
).pipe(Layer.provideMerge(StoreTables.layer))

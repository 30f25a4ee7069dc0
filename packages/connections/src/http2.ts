/**
 * The pool without Effect, AWS clients or Redis: nothing outside this package and Node is loaded.
 */
export { DnsCache, type DnsCacheOptions, type DnsStats } from "./DnsCache.ts"
export { type Incoming, type PoolRequest } from "./Incoming.ts"
export { type PoolEvent, type PoolListener, type SessionEnd } from "./PoolEvent.ts"
export { type PooledFetch, pooledFetch, type PooledFetchOptions } from "./PooledFetch.ts"
export { type FetchStats } from "./FetchStats.ts"
export {
  type HandleOptions,
  type HandleOutput,
  type PooledHttp2Handler,
  pooledHttp2Handler,
  type PooledRequestOptions,
} from "./PooledHttp2Handler.ts"
export { type PooledHttp2HandlerOptions } from "./PoolOptions.ts"
export { type PoolStats } from "./PoolStats.ts"
export { TransportError, type TransportReason } from "./TransportError.ts"
export { type WarmedOrigin } from "./WarmOrigin.ts"

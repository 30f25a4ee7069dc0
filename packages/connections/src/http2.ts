/**
 * Entry without Effect, AWS clients and Redis: the HTTP/2 connection pool, as a `fetch` and as a request handler for
 * AWS SDK v3 clients, and the DNS cache. It loads nothing beside this package, its check of options and Node.
 */
import "@manga-assist/options/node"
export { DnsCache, type DnsCacheOptions, type DnsStats } from "./dns/DnsCache.ts"
export { type Incoming, type PoolRequest } from "./http/Incoming.ts"
export { type PoolEvent, type PoolListener, type SessionEnd } from "./pool/PoolEvent.ts"
export { type PooledFetch, pooledFetch, type PooledFetchOptions } from "./http/PooledFetch.ts"
export { type FetchStats } from "./http/FetchStats.ts"
export {
  type HandleOptions,
  type HandleOutput,
  type PooledHttp2Handler,
  pooledHttp2Handler,
  type PooledRequestOptions,
} from "./http/PooledHttp2Handler.ts"
export { type PooledHttp2HandlerOptions } from "./pool/PoolOptions.ts"
export { type PoolStats } from "./pool/PoolStats.ts"
export { TransportError, type TransportReason } from "./pool/TransportError.ts"
export { type WarmedOrigin } from "./pool/WarmOrigin.ts"

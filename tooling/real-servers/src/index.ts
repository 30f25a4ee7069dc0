/**
 * Starts real servers for integration tests, each in a scope and killed when it closes. `turnedProxy` is a TCP proxy
 * whose target server can be exchanged while it runs, as when the record of a host name changes.
 */
export { elasticMqServer } from "./ElasticMq.ts"
export { kinesisServer } from "./KinesisLocal.ts"
export { loopbackCertificate, loopbackKey } from "./LoopbackCertificate.ts"
export { motoServer } from "./Moto.ts"
export { type RedisCluster, redisCluster } from "./RedisCluster.ts"
export { redisReplica } from "./RedisReplica.ts"
export { type RedisServer, redisServer } from "./RedisServer.ts"
export { turnedProxy } from "./TurnedProxy.ts"

/**
 * Starts local server programs for integration tests, as child processes that are killed when their scope closes:
 * Redis, OpenSearch, and other projects' imitations of AWS services (moto, ElasticMQ, kinesis-local). They are called
 * real because none is written by this project, unlike its emulators; AWS itself is never called. `turnedProxy` is a TCP
 * proxy whose target server can be exchanged while it runs, as when the record of a host name changes.
 */
export { elasticMqServer } from "./ElasticMq.ts"
export { EmulatedDns } from "./EmulatedDns.ts"
export { kinesisServer } from "./KinesisLocal.ts"
export { loopbackCertificate, loopbackKey } from "./LoopbackCertificate.ts"
export { motoServer } from "./Moto.ts"
export { openSearchServer } from "./OpenSearch.ts"
export { type RedisCluster, redisCluster } from "./RedisCluster.ts"
export { redisReplica } from "./RedisReplica.ts"
export { type RedisServer, redisServer } from "./RedisServer.ts"
export { turnedProxy } from "./TurnedProxy.ts"

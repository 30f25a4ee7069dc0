/** Imports every published package and uses a little of each. */
import { polarityOf } from "@manga-assist/answer-audit"
import { fileWriter, makeSink } from "@manga-assist/async-sinks"
import { makeAnswerCache, TieredCacheStore } from "@manga-assist/caching"
import { ChatClient } from "@manga-assist/client"
import { BedrockChat, pooledHttp2Handler } from "@manga-assist/connections"
import { judge, probe } from "@manga-assist/endpoint-health"
import { makeQuestionReader } from "@manga-assist/language"
import { Ledger } from "@manga-assist/latency-budget"
import { leadAlone } from "@manga-assist/leader"
import { encode, pruneHistory } from "@manga-assist/payload"
import { makePrefetch } from "@manga-assist/prefetch"

const handler = pooledHttp2Handler()
const { handshakes } = handler.stats()
handler.destroy()
const ledger = new Ledger({ totalMs: 2_000 })
const used = [
  BedrockChat,
  ChatClient,
  encode,
  fileWriter,
  judge,
  leadAlone,
  polarityOf,
  makeAnswerCache,
  makePrefetch,
  makeQuestionReader,
  makeSink,
  probe,
  pruneHistory,
  TieredCacheStore,
]
console.log(
  `Node ${process.versions.node}: ${used.length} names, ${handshakes} handshakes, ${ledger.totalMs} ms`,
)

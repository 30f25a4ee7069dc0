/**
 * The source document's table "Where the 340ms savings come from" as data, in its order, with reasons why a measurement
 * here may differ from the claim. The table's nine figures add up to 274, not to the 340 that it puts below them.
 */
import { type Technique } from "../laboratory/Technique.ts"

export interface SourceSaving {
  readonly name: string
  readonly claimedMs: number
  /** Absent: not switched in a running server, see `why`. */
  readonly technique?: Technique
  /** What explains the difference, whichever way it goes. */
  readonly why: string
}

export const sourceSavings: ReadonlyArray<SourceSaving> = [
  {
    name: "VPC endpoints (all services)",
    claimedMs: 50,
    technique: "endpoints",
    why: "The 50 are the sum over five services. S3 and CloudWatch (13) are on no turn's path; Bedrock counts twice, because the query embedding is a call to it as well; of DynamoDB's 10 the document's own bars (12 and 8) leave 4. What lies beside a longer read costs nothing.",
  },
  {
    name: "OpenSearch filter + source selection",
    claimedMs: 85,
    technique: "filtered-search",
    why: "The 85 are the whole bar, 150 to 65, which the document's own flow explains by filter, fields and VPC; the VPC's 12 are in its first row already. Played: 73 for the filter. Measured besides: the whole documents on the wire.",
  },
  {
    name: "DynamoDB prefetch on connect",
    claimedMs: 12,
    technique: "prefetch",
    why: "Parallel, only the longest read and the look into Redis before it are saved; one after the other, a session's two reads are. Worth nothing to a question that comes with the opening of its socket.",
  },
  {
    name: "Parallel data retrieval",
    claimedMs: 12,
    technique: "parallel-reads",
    why: "The same 12 ms as the row above: with the session at hand there is nothing left that search could overlap but the look-up in Redis. Reads that need each other's answer (embedding, search, prices) stay in a row.",
  },
  {
    name: "Async post-processing",
    claimedMs: 55,
    technique: "sinks-off-path",
    why: "Guardrails 40, cache write, session update. Counted where all is awaited before the first word leaves; the document's 'before' also bills the whole answer there, its 'after' the first token.",
  },
  {
    name: "Connection pre-warming",
    claimedMs: 30,
    why: "Paid once by a process, not by a turn: it is in no percentile of a warm process. Measured as the first turn of a process that was ready at once, less that of one that warmed up; on loopback, where a handshake has no round trip (2 of them at a real one, besides).",
  },
  {
    name: "Smaller prompt payload",
    claimedMs: 5,
    technique: "pruning",
    why: "Building, signing and sending 9 KB more takes a fraction of a millisecond. That a real model reads them is not in the document's figure and not played; what is saved is tokens.",
  },
  {
    name: "HTTP keep-alive",
    claimedMs: 15,
    technique: "keep-alive",
    why: "Without it the embedding and the model each open a connection (TCP 7.5, TLS 20 by the document's section 1), which is what the AWS SDK does by default; and the edge 4. Measured besides: opening and closing the connection's pool, 1.3 ms of processor time a call more than the SDK's own way.",
  },
  {
    name: "DNS caching",
    claimedMs: 10,
    technique: "dns-cache",
    why: "A kept connection asks for no name: after keep-alive nothing is left to save. Without it each new connection asks, twice a turn.",
  },
]

export const claimedTotalMs = 340

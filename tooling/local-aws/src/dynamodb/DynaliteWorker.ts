/**
 * Worker thread that runs dynalite, a DynamoDB emulator, so that its work does not block the other services and a crash
 * ends only this thread.
 *
 * Requests come as messages; no port is opened. A table is usable once its making is answered, and gone once its dropping
 * is: dynalite answers before, and leaves a table unusable for ever when it is closed between.
 */
import { EventEmitter } from "node:events"
import { createRequire } from "node:module"
import { parentPort, workerData } from "node:worker_threads"
import { type DynaliteReply, type DynaliteRequest } from "./DynaliteThread.ts"

interface Table {
  readonly TableStatus: string
}

interface Range {
  readonly gte: string
  readonly lt: string
}

type Found = (error: unknown, table?: Table) => void

/** `false`: a table in the making, or being dropped, is one too. */
type GetTable = (name: string, ...rest: readonly [Found] | readonly [false, Found]) => void

interface Store {
  readonly db: {
    readonly open: () => Promise<void>
    readonly iterator: (range: Range) => AsyncIterable<readonly [key: string, value: Table]>
    readonly clear: (range: Range) => Promise<void>
    readonly del: (key: string) => Promise<void>
  }
  getTable: GetTable
  readonly lifecycleManager: { readonly gracefulClose: () => Promise<void> }
}

// dynalite has no types; what is used of it is written down here.
const require = createRequire(import.meta.url)
const database: { create: (options: object) => Store } = require("dynalite/db")
const dynalite: (options: object) => EventEmitter = require("dynalite")

const port = parentPort
if (port === null) throw new Error("DynaliteWorker.ts is not started by itself")

const made: Array<Store> = []
const create = database.create
database.create = (options) => {
  const store = create(options)
  made.push(store)
  return store
}
// workerData is what `DynaliteThread.ts` gave.
const { path } = workerData as { readonly path: string }
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
const store = made[0]
const reply = (message: DynaliteReply) => port.postMessage(message)

const serializationException = JSON.stringify({
  __type: "com.amazon.coral.service#SerializationException",
})

const isUnsettled = ({ TableStatus }: Table): boolean =>
  TableStatus === "CREATING" || TableStatus === "DELETING"

/** All keys of one part of the database, which dynalite names. */
const keysOf = (part: string): Range => ({ gte: `${part}~`, lt: `${part}~\xFF` })

const dropUnsettled = async ({ db }: Store): Promise<void> => {
  for await (const [key, table] of db.iterator(keysOf("table"))) {
    if (!isUnsettled(table)) continue
    await db.clear(keysOf(`item-${key.slice("table~".length)}`))
    await db.del(key)
  }
}

/** Of a request that dynalite accepted. */
const tableIn = (body: Uint8Array): string => {
  const { TableName } = JSON.parse(Buffer.from(body).toString()) as { readonly TableName: string }
  return TableName
}

/**
 * Tables that can be used, since the last request that was not of items alone. By itself dynalite reads the table anew
 * for each item, which takes longer than the item.
 */
let usable = new Map<string, Table>()

const keepUsable = (store: Store): void => {
  const getTable: GetTable = store.getTable
  store.getTable = (name, ...rest) => {
    const [found] = rest
    if (found === false) {
      getTable(name, ...rest)
      return
    }
    const kept = usable
    const known = kept.get(name)
    if (known !== undefined) {
      process.nextTick(found, undefined, known)
      return
    }
    getTable(name, (error, table) => {
      if (table?.TableStatus === "ACTIVE") kept.set(name, table)
      found(error, table)
    })
  }
}

const ofItems = /Item$|\.(?:Query|Scan)$/

const changesTables = /\.(?:Create|Delete)Table$/

/** Calls back once no table of this name is in the making or being dropped. */
const whenSettled = (name: string, settled: () => void): void => {
  store?.getTable(name, false, (_, table) => {
    if (table !== undefined && isUnsettled(table)) setImmediate(whenSettled, name, settled)
    else settled()
  })
}

const handle = ({ id, method, url, headers, body }: DynaliteRequest): void => {
  const request = Object.assign(new EventEmitter(), { method, url, headers })
  const sent: Record<string, string> = {}
  const operation = String(headers["x-amz-target"])
  const isOfItems = ofItems.test(operation)
  const response = {
    statusCode: 200,
    setHeader: (name: string, value: unknown) => {
      sent[name.toLowerCase()] = String(value)
    },
    end: (text?: string) => {
      if (!isOfItems) usable = new Map()
      delete sent["content-length"]
      const status = response.statusCode
      const answer = () => reply({ type: "response", id, status, headers: sent, body: text ?? "" })
      if (status !== 200 || !changesTables.test(operation)) answer()
      else whenSettled(tableIn(body), answer)
    },
  }
  try {
    server.emit("request", request, response)
    request.emit("data", Buffer.from(body))
    request.emit("end")
  } catch {
    // What dynalite does not foresee (a body of `null`) throws before it holds a lock.
    reply({ type: "response", id, status: 400, headers: sent, body: serializationException })
  }
}

try {
  if (store === undefined) throw new Error("dynalite made no store")
  keepUsable(store)
  await store.db.open()
  await dropUnsettled(store)
  reply({ type: "open" })
  port.on("message", (message: DynaliteRequest | "close") => {
    if (message !== "close") handle(message)
    else void store.lifecycleManager.gracefulClose().finally(() => port.close())
  })
} catch (error) {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown"
  reply({ type: "failed", code, message: cause instanceof Error ? cause.message : String(error) })
  port.close()
}

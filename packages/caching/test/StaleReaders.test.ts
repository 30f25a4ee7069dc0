import { Effect } from "effect"
import { storesOf } from "../src/Stores.ts"
import { staleReadersSuite, staleReadsSuite } from "./staleReadersSuite.ts"

staleReadsSuite("memory", Effect.succeed(storesOf({})))
staleReadersSuite("memory", Effect.succeed(undefined))

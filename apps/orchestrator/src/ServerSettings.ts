/** The settings of the server as a service: addresses to listen on and limits. */
import { Context } from "effect"
import type { BrowserRules } from "./transport/BrowserRules.ts"
import type { ChatLimits } from "./messages/ChatServices.ts"
import type { VisitorLimitSettings } from "./sessions/VisitorLimits.ts"
import type { ListenOptions } from "./transport/SocketServer.ts"

export class ServerSettings extends Context.Service<
  ServerSettings,
  {
    readonly customers: ListenOptions
    readonly operators: ListenOptions
    /** Under which resume tokens are made and checked: the same for all instances. */
    readonly sessionKey: Uint8Array
    /** Of the built console; undefined: none is served. */
    readonly consoleDirectory: string | undefined
    /** Where the emulators of AWS take faults; undefined where none run. */
    readonly emulatorsUrl: string | undefined
    /** Where the source document's configurations are replayed; undefined where nobody does that. */
    readonly replaysUrl: string | undefined
    readonly drainTimeoutMs: number
    readonly visitorLimits: VisitorLimitSettings
    readonly limits: ChatLimits
    readonly browsers: BrowserRules
  }
>()("orchestrator/ServerSettings") {}

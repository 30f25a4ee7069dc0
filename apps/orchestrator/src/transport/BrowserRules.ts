/**
 * Protects against pages of other sites that use a visitor's browser.
 *
 * A browser sends the page's origin (`Origin`) and the name it was given for this server (`Host`). The origin must be
 * this server's or allowed; the host must be a configured name, an IP address or loopback, so that nobody can point a
 * foreign name here. Clients other than browsers send no `Origin`; the rule for `Host` holds for them too.
 */
import { jsonReply } from "./JsonReply.ts"
import type { HttpExchange, HttpHeaders, HttpReply, Target } from "./SocketServer.ts"

export interface BrowserRules {
  /** Names of this server; `*.shop.example` stands for all below it. */
  readonly hosts: ReadonlyArray<string>
  /** Origins of other pages that may speak to it, such as `https://shop.example`. */
  readonly origins: ReadonlyArray<string>
  /** The cookie that may hold a token; empty: none may. */
  readonly cookieName: string
}

const loopback = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/
/** No name: nobody's DNS can make it mean another machine. */
const addressLiteral = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/

export const isLoopback = (host: string): boolean => loopback.test(host.toLowerCase())

/** `name:port` without the port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d{1,5}$/, "")

const isOurs = (rules: BrowserRules, name: string): boolean =>
  loopback.test(name) ||
  addressLiteral.test(name) ||
  rules.hosts.some((host) => (host.startsWith("*.") ? name.endsWith(host.slice(1)) : name === host))

const refusal = (status: number, code: string, message: string): HttpReply =>
  jsonReply(status, { error: { type: "error", code, message, retryable: false } })

const otherHost = refusal(
  421,
  "unauthorized",
  "this server does not go by that name; its operator may add it to ALLOWED_HOSTS",
)
const otherOrigin = refusal(
  403,
  "unauthorized",
  "pages of this origin may not speak to this server; its operator may add it to ALLOWED_ORIGINS",
)
const notJson = refusal(415, "bad-frame", "the content type must be application/json")

/** Of an origin: the host with its port, unless that is the scheme's own. */
const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

const isSameHost = (target: Target, origin: string): boolean => {
  const host = target.header("host").toLowerCase()
  const from = hostOf(origin)
  if (from === undefined) return false
  const isLocal = loopback.test(nameOf(host)) && loopback.test(nameOf(from))
  return isLocal || from === host || from === host.replace(/:(80|443)$/, "")
}

/** The refusal of a connection or a request; undefined when nothing speaks against it. */
export const refusedByHost = (rules: BrowserRules, target: Target): HttpReply | undefined =>
  isOurs(rules, nameOf(target.header("host"))) ? undefined : otherHost

export const refusedByOrigin = (rules: BrowserRules, target: Target): HttpReply | undefined => {
  const origin = target.header("origin")
  if (origin === "" || rules.origins.includes(origin)) return undefined
  return isSameHost(target, origin) ? undefined : otherOrigin
}

/** A picture or a script of another page is asked for without an origin, and with this visitor's cookies. */
export const refusedAcross = (rules: BrowserRules, target: Target): HttpReply | undefined => {
  const isAcross = target.header("sec-fetch-site") === "cross-site"
  return isAcross && target.header("origin") === "" ? otherOrigin : refusedByOrigin(rules, target)
}

/** For what only pages of this very port may do: those of another port of this machine are others. */
export const refusedToOthers = (target: Target): HttpReply | undefined => {
  const origin = target.header("origin")
  const host = target.header("host").toLowerCase()
  return origin === "" || hostOf(origin) === host.replace(/:80$/, "") ? undefined : otherOrigin
}

/** A form or a plain text can be sent by any page without asking first. */
export const refusedByType = (target: Target): HttpReply | undefined =>
  /^application\/json\s*(;|$)/i.test(target.header("content-type")) ? undefined : notJson

const secure: HttpHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}

/** For every reply; those of the reply itself win. Pages of an allowed origin may read it. */
export const browserHeaders = (rules: BrowserRules, target: Target): HttpHeaders => {
  const origin = target.header("origin")
  if (!rules.origins.includes(origin)) return secure
  return {
    ...secure,
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "x-session, x-resume-token, x-conversation, server-timing",
    ...(rules.cookieName === "" ? {} : { "access-control-allow-credentials": "true" }),
    vary: "origin",
  }
}

/** The same exchange, whose replies tell a browser how to treat them. */
export const withBrowserHeaders = (rules: BrowserRules, exchange: HttpExchange): HttpExchange => {
  const always = browserHeaders(rules, exchange)
  return {
    ...exchange,
    respond: (reply) => exchange.respond({ ...reply, headers: { ...always, ...reply.headers } }),
    stream: (status, headers) => exchange.stream(status, { ...always, ...headers }),
  }
}

/** The answer to a browser that asks whether a page of an allowed origin may do this. */
export const preflight = (
  rules: BrowserRules,
  target: Target,
  allowed: "GET" | "POST",
): HttpReply | undefined => {
  const isAsked = target.header("access-control-request-method") !== ""
  if (target.method !== "OPTIONS" || !isAsked) return undefined
  if (!rules.origins.includes(target.header("origin"))) return otherOrigin
  return {
    status: 204,
    headers: {
      "access-control-allow-methods": allowed,
      "access-control-allow-headers":
        "content-type, authorization, x-resume-token, x-session, traceparent",
      "access-control-max-age": "600",
    },
    body: "",
  }
}

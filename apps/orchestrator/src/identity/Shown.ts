/**
 * Extracts the credentials of a request from the `Authorization` header, a subprotocol, a cookie, or the load
 * balancer's header; never from the URL: URLs end up in logs. What its client understands beyond the first frames is
 * no secret, and is told there (`accepts=retract`).
 */
import { headerList } from "../transport/HeaderList.ts"
import type { Target } from "../transport/SocketServer.ts"
import type { Credentials } from "./Identity.ts"

export interface Shown {
  readonly credentials: Credentials
  /** Proof of an earlier session. */
  readonly resume: string | undefined
  readonly mayRetract: true | undefined
}

const acceptsRetract = ({ query }: Target): true | undefined =>
  new URLSearchParams(query).getAll("accepts").includes("retract") || undefined

const subprotocol = (target: Target, prefix: string): string | undefined =>
  headerList(target.header("sec-websocket-protocol"))
    .find((offered) => offered.startsWith(prefix))
    ?.slice(prefix.length)

const cookie = (target: Target, name: string): string | undefined => {
  if (name === "") return undefined
  const pair = target
    .header("cookie")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
  return pair?.slice(name.length + 1).replace(/^"(.*)"$/, "$1")
}

const bearer = (target: Target): string | undefined => {
  const header = target.header("authorization")
  // Another scheme, or two of them, is a token that no issuer has signed.
  return header === "" ? undefined : header.replace(/^bearer +/i, "")
}

const present = (value: string | undefined): value is string => value !== undefined && value !== ""

/** `cookieName` is empty where cookies are not looked at. */
export const shownBy = (target: Target, cookieName: string): Shown => {
  const token = [bearer(target), subprotocol(target, "bearer."), cookie(target, cookieName)].find(
    present,
  )
  const loadBalancer = target.header("x-amzn-oidc-data")
  const resume = [subprotocol(target, "resume."), target.header("x-resume-token")].find(present)
  return {
    credentials: {
      ...(token === undefined ? {} : { token }),
      ...(loadBalancer === "" ? {} : { loadBalancer }),
    },
    resume,
    mayRetract: acceptsRetract(target),
  }
}

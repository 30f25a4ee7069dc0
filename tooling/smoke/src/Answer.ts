/**
 * The outcome of one question of the smoke test, as a client sees it. `failureOf` classifies the error of a failed
 * connection or request by its cause: certificate, identity, unreachable or refused.
 */
export interface Answer {
  readonly text: string
  readonly products: number
  /** Text came although neither products nor a look-up had. */
  readonly wordsFirst: boolean
  /** From the question to the first products or word; undefined: none came. */
  readonly firstContentMs: number | undefined
  readonly source: string | undefined
  readonly degraded: ReadonlyArray<string>
  /** Stage → how it ended. */
  readonly stages: ReadonlyMap<string, string>
  /** What took longest of it in the server, and when the first content left there; undefined: not told. */
  readonly slowest: { readonly stage: string; readonly usedMs: number } | undefined
  /** Why there is no answer. */
  readonly failure: Failure | undefined
}

/** What is wrong, and where to look. */
export interface Finding {
  readonly what: string
  readonly look: string
}

export interface Failure {
  readonly kind: "certificate" | "identity" | "unreachable" | "refused" | "late"
  readonly detail: string
  /** Of an error that the server answered. */
  readonly code?: string
}

const certificates =
  /^(?:ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_SSL|HOSTNAME_MISMATCH)/

/** What a failed connection or request means. */
export const failureOf = (error: unknown): Failure => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const { code = "", message = String(cause) } = (
    typeof cause === "object" && cause !== null ? cause : {}
  ) as { readonly code?: string; readonly message?: string }
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1]
  const detail = code === "" ? message : `${code}: ${message}`
  if (certificates.test(code)) return { kind: "certificate", detail }
  if (status === "401" || status === "403") return { kind: "identity", detail }
  return { kind: status === undefined ? "unreachable" : "refused", detail }
}

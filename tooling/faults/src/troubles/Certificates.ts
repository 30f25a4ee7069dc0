/** Certificates that are their own authority, made by `openssl`, which names when they end since its version 3.4. */
import { execFileSync, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Certificate } from "./Front.ts"

export const canCertify = (): boolean => {
  const { stderr, stdout } = spawnSync("openssl", ["req", "-help"], { encoding: "utf8" })
  // Nothing where there is no such program.
  return `${stdout ?? ""}${stderr ?? ""}`.includes("-not_after")
}

const day = 86_400_000
/** As `openssl` wants it: `20261202120000Z`. */
const stamp = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replaceAll(/\D/g, "")}Z`

/** `names`: as of a certificate's alternative names, `DNS:…` or `IP:…`. It began 30 days ago and ends in so many. */
export const certificateFor = (names: ReadonlyArray<string>, endsInDays: number): Certificate => {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"))
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")]
  const now = Date.now()
  try {
    const kind = "-x509 -noenc -newkey ec -pkeyopt ec_paramgen_curve:prime256v1".split(" ")
    const files = ["-keyout", key, "-out", cert]
    const [from, until] = [stamp(now - 30 * day), stamp(now + endsInDays * day)]
    const dates = ["-not_before", from, "-not_after", until]
    const who = ["-subj", `/CN=${randomUUID()}`, "-addext", `subjectAltName=${names.join()}`]
    execFileSync("openssl", ["req", ...kind, ...files, ...dates, ...who], { stdio: "pipe" })
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Creates the local certificate authority and the server certificate it signs.
 *
 * The authority is created once for each data folder and kept until 30 days before it expires: `ca.pem` is public and
 * goes into `NODE_EXTRA_CA_CERTS`; `ca-authority.pem` has its key (mode 0600). The server certificate is created at
 * each start and lives only in memory. Files are written atomically; of several processes that start at once, one
 * creates the authority and the others use it.
 */
import "reflect-metadata"
import { createPrivateKey, randomUUID, webcrypto, X509Certificate } from "node:crypto"
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509"

/** What the TLS server needs, in PEM. */
export interface ServerCertificate {
  readonly key: string
  /** Leaf, then authority. */
  readonly certificate: string
  /** Path of `ca.pem`. */
  readonly authorityFile: string
}

interface Authority {
  readonly certificate: string
  readonly key: string
}

const day = 86_400_000
const authorityLifetime = 3_650 * day
/** Browsers and Node accept more, but Apple's limit for leaves is the strictest known: 825 days. */
const leafLifetime = 397 * day
/** An authority with less time left than this is replaced at start. */
const renewBefore = 30 * day
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }

/**
 * Reads or makes the authority under `folder` and signs a certificate for `127.0.0.1` and
 * `localhost`. Rejects with the file system's error when the folder cannot be written.
 */
export const serverCertificate = async (
  folder: string,
  now: number = Date.now(),
): Promise<ServerCertificate> => {
  await mkdir(folder, { recursive: true })
  const authority = await loadAuthority(folder, now)
  const authorityFile = join(folder, "ca.pem")
  await publish(authorityFile, authority.certificate)
  const leaf = await signLeaf(authority, now)
  return {
    key: leaf.key,
    certificate: `${leaf.certificate}\n${authority.certificate}\n`,
    authorityFile,
  }
}

const loadAuthority = async (folder: string, now: number): Promise<Authority> => {
  const file = join(folder, "ca-authority.pem")
  const kept = await readAuthority(file, now)
  if (kept !== undefined) return kept
  const made = await makeAuthority(now)
  const temporary = join(folder, `.ca-${randomUUID()}`)
  await writeFile(temporary, `${made.certificate}\n${made.key}\n`, { mode: 0o600 })
  try {
    // A hard link fails when the name exists, so the first of several starters wins.
    await link(temporary, file)
  } catch {
    const winner = await readAuthority(file, now)
    if (winner !== undefined) return winner
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
  return made
}

/** Nothing when the file is absent, damaged, about to expire, or its parts do not fit. */
const readAuthority = async (file: string, now: number): Promise<Authority | undefined> => {
  try {
    const [certificate, key] = PemConverter.decodeWithHeaders(await readFile(file, "utf8"))
    if (certificate?.type !== "CERTIFICATE" || key?.type !== "PRIVATE KEY") return undefined
    const pem = {
      certificate: PemConverter.encode(certificate.rawData, "CERTIFICATE"),
      key: PemConverter.encode(key.rawData, "PRIVATE KEY"),
    }
    const parsed = new X509Certificate(pem.certificate)
    const fits = parsed.checkPrivateKey(createPrivateKey(pem.key))
    if (!fits || !parsed.ca || Date.parse(parsed.validTo) - now < renewBefore) return undefined
    await chmod(file, 0o600)
    return pem
  } catch {
    return undefined
  }
}

const makeAuthority = async (now: number): Promise<Authority> => {
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=local-aws authority ${randomUUID().slice(0, 8)}`,
    serialNumber: serialNumber(),
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityLifetime),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) }
}

const signLeaf = async (authority: Authority, now: number): Promise<Authority> => {
  const keys = await generateKeys()
  const issuer = new Certificate(authority.certificate)
  const [key] = PemConverter.decode(authority.key)
  if (key === undefined) throw new Error("The kept authority has no key")
  const signingKey = await webcrypto.subtle.importKey("pkcs8", key, algorithm, false, ["sign"])
  const certificate = await X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: new Date(now - day),
    notAfter: new Date(Math.min(now + leafLifetime, issuer.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
    ],
  })
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) }
}

const generateKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])

const exportKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")

/** 16 random bytes with the first bit clear, so that the number is positive. */
const serialNumber = (): string => `1${randomUUID().replaceAll("-", "").slice(1)}`

/** Replaces the file in one step; left alone when it already says the same. */
const publish = async (file: string, text: string): Promise<void> => {
  const wanted = `${text}\n`
  const current = await readFile(file, "utf8").catch(() => undefined)
  if (current === wanted) return
  const temporary = `${file}.${randomUUID()}`
  await writeFile(temporary, wanted, { mode: 0o644 })
  await rename(temporary, file)
}

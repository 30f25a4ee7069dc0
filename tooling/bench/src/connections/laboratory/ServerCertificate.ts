/**
 * A fresh key and a self-signed certificate for `localhost` and `127.0.0.1`, valid for some days.
 *
 * RSA of 2,048 bits, as the certificates of AWS endpoints: the cost of a handshake is part of what is measured.
 */
import "reflect-metadata"
import { webcrypto } from "node:crypto"
import { writeFileSync } from "node:fs"
import path from "node:path"
import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509"

export interface ServerCertificate {
  readonly key: string
  readonly certificate: string
}

const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2_048,
  publicExponent: Uint8Array.of(1, 0, 1),
}
const names = new SubjectAlternativeNameExtension([
  { type: "dns", value: "localhost" },
  { type: "ip", value: "127.0.0.1" },
])
const day = 86_400_000

export const serverCertificate = async (now: number): Promise<ServerCertificate> => {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    notBefore: new Date(now - day),
    notAfter: new Date(now + 7 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [names],
  })
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)
  return { key: PemConverter.encode(key, "PRIVATE KEY"), certificate: certificate.toString("pem") }
}

export interface CertificateFiles {
  readonly key: string
  /** What a client must trust. */
  readonly authority: string
}

/** A new one, as files. */
export const writeCertificate = async (folder: string): Promise<CertificateFiles> => {
  const { key, certificate } = await serverCertificate(Date.now())
  const files = { key: path.join(folder, "key.pem"), authority: path.join(folder, "ca.pem") }
  writeFileSync(files.key, key, { mode: 0o600 })
  writeFileSync(files.authority, certificate)
  return files
}

/**
 * A fresh key and a self-signed certificate for `localhost` and `127.0.0.1`, valid for some days.
 *
 * RSA of 2,048 bits, as the certificates of AWS endpoints: the cost of a handshake is part of what is
 * measured. Written as DER here because Node can sign but not make certificates.
 */
import { writeFileSync } from "node:fs"
import path from "node:path"
import { generateKeyPairSync, randomBytes, sign } from "node:crypto"

export interface ServerCertificate {
  readonly key: string
  readonly certificate: string
}

const der = (tag: number, ...content: ReadonlyArray<Buffer>): Buffer => {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const digits = length.subarray(length.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.of(tag, 0x80 | digits.length), digits, body])
}

const sequence = (...content: ReadonlyArray<Buffer>) => der(0x30, ...content)
const objectId = (hex: string) => der(0x06, Buffer.from(hex, "hex"))
const octets = (...content: ReadonlyArray<Buffer>) => der(0x04, ...content)
const yes = der(0x01, Buffer.of(0xff))

const name = sequence(
  der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from("localhost")))), // commonName
)
const sha256WithRsa = sequence(objectId("2a864886f70d01010b"), der(0x05))

const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`))

const day = 86_400_000

export const serverCertificate = (now: number): ServerCertificate => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  const serialNumber = Buffer.concat([Buffer.of(1), randomBytes(15)])
  const extensions = sequence(
    // basicConstraints: it is its own authority.
    sequence(objectId("551d13"), yes, octets(sequence(yes))),
    // subjectAltName: dNSName [2], iPAddress [7].
    sequence(
      objectId("551d11"),
      octets(sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.of(127, 0, 0, 1)))),
    ),
  )
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, serialNumber),
    sha256WithRsa,
    name,
    sequence(time(new Date(now - day)), time(new Date(now + 7 * day))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  )
  const signature = sign("sha256", content, privateKey)
  const certificate = sequence(content, sha256WithRsa, der(0x03, Buffer.of(0), signature))
  const lines = certificate.toString("base64").replaceAll(/.{64}/g, "$&\n").trimEnd()
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

export interface CertificateFiles {
  readonly key: string
  /** What a client must trust. */
  readonly authority: string
}

/** A new one, as files. */
export const writeCertificate = (folder: string): CertificateFiles => {
  const { key, certificate } = serverCertificate(Date.now())
  const files = { key: path.join(folder, "key.pem"), authority: path.join(folder, "ca.pem") }
  writeFileSync(files.key, key, { mode: 0o600 })
  writeFileSync(files.authority, certificate)
  return files
}

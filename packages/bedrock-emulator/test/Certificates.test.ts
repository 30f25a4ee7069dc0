/** The authority: made once, kept, never torn, replaced when it can serve no longer. */
import { X509Certificate } from "node:crypto"
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, expect, it } from "vitest"
import { serverCertificate } from "../src/signing/Certificates.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-"))
})
const authority = async () => new X509Certificate(await readFile(join(folder, "ca.pem")))

it("signs for loopback names, keeps its key private, and stays the same", async () => {
  const made = await serverCertificate(folder)
  const leaf = new X509Certificate(made.certificate)
  const first = await authority()
  expect(leaf.verify(first.publicKey)).toBe(true)
  expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1")
  expect(leaf.checkHost("localhost")).toBe("localhost")
  expect((await stat(join(folder, "ca-authority.pem"))).mode & 0o777).toBe(0o600)
  await serverCertificate(folder)
  expect((await authority()).fingerprint256).toBe(first.fingerprint256)
})

it("lets one of many concurrent starters make the authority", async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => serverCertificate(folder)))
  const kept = await authority()
  for (const { certificate } of made)
    expect(new X509Certificate(certificate).verify(kept.publicKey)).toBe(true)
  expect((await readdir(folder)).toSorted()).toEqual(["ca-authority.pem", "ca.pem"])
})

it("replaces a damaged and an expiring authority", async () => {
  await serverCertificate(folder)
  const first = await authority()
  await writeFile(join(folder, "ca-authority.pem"), "damaged")
  await serverCertificate(folder)
  const second = await authority()
  expect(second.fingerprint256).not.toBe(first.fingerprint256)
  await serverCertificate(folder, Date.now() + 3_640 * 86_400_000)
  expect((await authority()).fingerprint256).not.toBe(second.fingerprint256)
})

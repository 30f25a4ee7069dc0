import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { installPeers } from "../../src/peers/Installation.ts"

let folder = ""

/** An `npm` that does what the script says, in the folder where it is started. */
const npmDoes = async (script: string) => {
  const file = path.join(folder, "bin/npm")
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

const install = () => installPeers(folder)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "bench-installation-"))
  await mkdir(path.join(folder, "bin"))
  await writeFile(path.join(folder, "package-lock.json"), "{}")
  vi.stubEnv("PATH", `${folder}/bin:/usr/bin:/bin`)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

it("installs once, and again for another lockfile", async () => {
  await npmDoes("mkdir -p node_modules; touch node_modules/.package-lock.json")
  await install()
  await npmDoes("exit 1")
  await install()
  const later = Date.now() / 1_000 + 60
  await utimes(path.join(folder, "package-lock.json"), later, later)
  await expect(install()).rejects.toThrow("npm ci failed")
})

it("says in npm's words why not, without the address of a registry", async () => {
  await npmDoes(
    'echo "npm error code E404" >&2; echo "npm error 404 no ai at https://registry.example/ai" >&2; exit 1',
  )
  await expect(install()).rejects.toThrow("npm ci failed: 404 no ai at the registry")
})

it("says that there is no npm", async () => {
  vi.stubEnv("PATH", path.join(folder, "nowhere"))
  await expect(install()).rejects.toThrow("npm ci failed: spawn npm ENOENT")
})

it("takes an interrupted installation for none", async () => {
  await npmDoes("mkdir node_modules; kill -9 $$")
  await expect(install()).rejects.toThrow("npm ci failed")
  await npmDoes("echo again >&2; exit 1")
  await expect(install()).rejects.toThrow("npm ci failed: again")
})

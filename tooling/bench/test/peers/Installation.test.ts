import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
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

const cached = async () => (await readdir(path.join(folder, "cache/manga-assist"))).toSorted()

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "bench-installation-"))
  await mkdir(path.join(folder, "bin"))
  vi.stubEnv("TMPDIR", folder)
  vi.stubEnv("XDG_CACHE_HOME", path.join(folder, "cache"))
  vi.stubEnv("PATH", `${folder}/bin:/usr/bin:/bin`)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

it("installs once, and finds that again", async () => {
  await npmDoes(`echo "$@" >> ${folder}/asked; mkdir node_modules`)
  const first = await installPeers()
  await npmDoes("exit 1")
  const second = await installPeers()
  expect(first.seconds).toBeGreaterThan(0)
  expect(second.seconds).toBe(0)
  expect(await cached()).toHaveLength(1)
  expect(second.server("AwsSdk.mjs")).toMatch(/^file:.*\/peers\/AwsSdk\.mjs$/)
})

it("says in npm's words why not, without the address of a registry, and keeps no half of it", async () => {
  await npmDoes(
    'echo "npm error code E404" >&2; echo "npm error 404 no ai at https://registry.example/ai" >&2; exit 1',
  )
  await expect(installPeers()).rejects.toThrow("npm ci failed: 404 no ai at the registry")
  expect(await cached()).toEqual([])
})

it("says that there is no npm", async () => {
  vi.stubEnv("PATH", path.join(folder, "nowhere"))
  await expect(installPeers()).rejects.toThrow("npm cannot be started")
})

it("takes an interrupted installation for none", async () => {
  await npmDoes("mkdir node_modules; kill -9 $$")
  await expect(installPeers()).rejects.toThrow("npm ci failed")
  await npmDoes("mkdir node_modules")
  expect((await installPeers()).seconds).toBeGreaterThan(0)
})

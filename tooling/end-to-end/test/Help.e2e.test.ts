/** Every command of the workspace, and both apps, explain themselves: `--help` prints something, starts nothing, exits 0. */
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>
}

const commands = [
  ...Object.entries(scripts).flatMap(([name, script]) => {
    const words = script.split(" ")
    return words[0] === "node" && script.endsWith("main.ts")
      ? [[name, words.slice(1)] as const]
      : []
  }),
  ["orchestrator", ["apps/orchestrator/src/main.ts"]] as const,
]

it("finds the commands", () => {
  expect(commands.map(([name]) => name)).toEqual(
    expect.arrayContaining(["start", "chat", "infra", "smoke", "bundle", "real-servers", "bench"]),
  )
})

it.each(commands)("%s --help", async (_, words) => {
  const ended = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [...words, "--help"],
      // Nothing that a command would need is set.
      { cwd: root, env: { PATH: process.env["PATH"] } },
      (__, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
  expect(ended).toMatchObject({ code: 0, err: "" })
  expect(ended.out.trim().length).toBeGreaterThan(40)
})

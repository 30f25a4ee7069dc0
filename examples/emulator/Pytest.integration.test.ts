/** The program for pytest, as it stands, with the emulator of this repository. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"

it("passes with Python's own client", async () => {
  const main = fileURLToPath(import.meta.resolve("../../packages/bedrock-emulator/src/main.ts"))
  const { stdout } = await promisify(execFile)(
    "python3",
    ["-m", "pytest", "-q", "-p", "no:cacheprovider", "pytest"],
    {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      env: {
        ...process.env,
        BEDROCK_EMULATOR: `'${process.execPath}' '${main}'`,
        PYTHONDONTWRITEBYTECODE: "1",
      },
      timeout: 120_000,
    },
  )
  expect(stdout).toMatch(/3 passed/)
})

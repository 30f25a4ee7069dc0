/**
 * Answers by a real Bedrock Runtime, and writes each whole answer as a rule of a script, found again by the digest of its
 * request. Nothing else of a request is written: no header, no key, no prompt. Errors and answers that broke off are
 * passed on and not written.
 *
 * The file is written anew, at once as a whole, after each answer. It is bounded: what is more is passed on.
 */
import { readFile, rename, writeFile } from "node:fs/promises"
import { InvalidSetting } from "../../wire/InvalidSetting.ts"
import { parsedJson } from "../../wire/Json.ts"
import type { ModelCall, ModelPart } from "../ModelAnswer.ts"
import { hear, type Heard, inputOf, nothingHeard } from "../Part.ts"
import { readScript } from "../ReadScript.ts"
import type { ScriptRule } from "../Script.ts"
import { digestOf } from "./Digest.ts"
import { askUpstream, type Upstream } from "./Upstream.ts"

export interface RecordOptions extends Upstream {
  /** A script; what it holds already is answered by it. */
  readonly file: string
}

const mostRules = 1_000
const mostBytes = 16 * 1_024 * 1_024

const ruleOf = (digest: string, { stopReason, text, toolUses }: Heard): ScriptRule => ({
  digest,
  text,
  ...(toolUses.length > 0 && {
    toolUses: toolUses.map(({ json, name }) => ({ name, input: inputOf(json) })),
  }),
  ...(stopReason !== undefined && { stopReason }),
})

/** As it is written. */
const sizeOf = (rule: ScriptRule): number =>
  Buffer.byteLength(JSON.stringify(rule, undefined, 2), "utf8")

const readKept = async (file: string): Promise<ReadonlyArray<ScriptRule>> => {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "[]"
    throw new InvalidSetting("record.file", `cannot be read (${error.message})`)
  })
  return readScript(parsedJson(text))
}

/** `keep` hears of each rule, those of the file first. */
export const makeRecorder = async (
  { file, ...upstream }: RecordOptions,
  keep: (rule: ScriptRule) => void,
) => {
  const rules = [...(await readKept(file))]
  for (const rule of rules) keep(rule)
  const digests = new Set(rules.map(({ digest }) => digest))
  let bytes = rules.reduce((sum, rule) => sum + sizeOf(rule), 0)
  let isFull = false
  let failed: Error | undefined
  let written = Promise.resolve()
  const write = async () => {
    const next = `${file}.next`
    await writeFile(next, `${JSON.stringify(rules, undefined, 2)}\n`, { mode: 0o600 })
    await rename(next, file)
  }
  // A place that cannot be written is told before anything is paid for.
  await write().catch((error: Error) => {
    throw new InvalidSetting("record.file", `cannot be written (${error.message})`)
  })
  const add = (digest: string, heard: Heard) => {
    if (digests.has(digest)) return
    const rule = ruleOf(digest, heard)
    const size = sizeOf(rule)
    if (rules.length >= mostRules || bytes + size > mostBytes) {
      if (!isFull) process.emitWarning(`${file} is full: further answers are not recorded`)
      isFull = true
      return
    }
    digests.add(digest)
    bytes += size
    rules.push(rule)
    keep(rule)
    written = written.then(write).catch((error: Error) => {
      if (failed === undefined) process.emitWarning(`not recorded: ${error.message}`)
      failed = error
    })
  }
  async function* answers(call: ModelCall): AsyncGenerator<ModelPart> {
    const heard = nothingHeard()
    for await (const part of askUpstream(upstream, call)) {
      hear(heard, part.type === "text" || part.type === "input" ? { ...part, tokens: 0 } : part)
      yield part
    }
    add(digestOf(call), heard)
  }
  return {
    answers,
    /** Once all is written. Rejects with the file system's error where something could not be. */
    close: async (): Promise<void> => {
      await written
      if (failed !== undefined) throw failed
    },
  }
}

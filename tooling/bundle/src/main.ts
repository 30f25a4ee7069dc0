/**
 * Makes the entries of a published package that need no Effect: each together with all that it uses of Effect and of
 * others, so that their users install none of it. What needs nothing of others is a file of its own, `dist/plain-alone.js`.
 *
 * They are what `publishConfig` names `dist/<name>-alone.js`, made from `dist/<name>.js`. Left out are the package's
 * `dependencies`, which are installed with it, but those that need Effect.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs"
import { builtinModules } from "node:module"
import { join, resolve } from "node:path"
import { type OutputChunk, rolldown } from "rolldown"
import { esmExternalRequirePlugin } from "rolldown/plugins"
import { licencesOf } from "./Licences.ts"

interface Manifest {
  readonly publishConfig: {
    readonly exports: Readonly<Record<string, { readonly default: string }>>
    readonly bin?: Readonly<Record<string, string>>
  }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

const { dependencies = {}, publishConfig } = manifestIn(".")
const aloneIn = (files: ReadonlyArray<string>) =>
  files.flatMap((file) => /^\.\/dist\/(.+)-alone\.js$/u.exec(file)?.[1] ?? [])
const entries = aloneIn(Object.values(publishConfig.exports).map((entry) => entry.default))
const commands = aloneIn(Object.values(publishConfig.bin ?? {}))
const installed = Object.keys(dependencies).filter(
  (name) => manifestIn(join("node_modules", name)).peerDependencies?.effect === undefined,
)

const build = await rolldown({
  input: Object.fromEntries([...entries, ...commands].map((name) => [name, `dist/${name}.js`])),
  platform: "node",
  external: (id) => installed.some((name) => id === name || id.startsWith(`${name}/`)),
  // Of Vite, which Effect reads beside the environment: a bundler for CommonJS would warn of it.
  transform: { define: { "import.meta.env": "undefined" } },
  plugins: [
    // A `require` of Node's modules becomes an import, which a user's bundler can turn into either.
    esmExternalRequirePlugin({ external: [...builtinModules, /^node:/u] }),
    {
      name: "licences",
      generateBundle(_, bundle) {
        const chunks = Object.values(bundle).filter(
          (file): file is OutputChunk => file.type === "chunk",
        )
        const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules))
        const source = licencesOf(modules)
        this.emitFile({ type: "asset", fileName: "alone.LICENSES.txt", source })
      },
    },
  ],
})
const starts = new Set([...entries, ...commands].map((name) => resolve("dist", `${name}.js`)))
const known = new Map<string, boolean>()
/** A module that uses none of others, however deep, and that nothing begins with. */
const isPlain = (id: string, importsOf: (id: string) => ReadonlyArray<string>): boolean => {
  const judged = known.get(id)
  if (judged !== undefined) return judged
  // What imports each other is as the rest of it.
  known.set(id, true)
  const plain =
    !starts.has(id) &&
    !id.includes("/node_modules/") &&
    importsOf(id).every((each) => isPlain(each, importsOf))
  known.set(id, plain)
  return plain
}

// What an earlier build named otherwise would be published, too.
for (const file of readdirSync("dist")) {
  if (/-alone\.(?:js|LICENSES\.txt)$/u.test(file)) rmSync(join("dist", file))
}
const { output } = await build.write({
  dir: "dist",
  entryFileNames: "[name]-alone.js",
  chunkFileNames: "[name]-alone.js",
  // What needs nothing of Effect is a file of its own: who uses only that has a bundle without the rest, because an
  // entry itself only hands on what its files have.
  codeSplitting: {
    groups: [
      {
        debugName: "plain",
        priority: 1 + entries.length,
        name: (id, context) =>
          isPlain(id, (each) => context.getModuleInfo(each)?.importedIds ?? []) ? "plain" : null,
      },
      // What the last entry has, the others take from it: `promise` stands behind `ai-sdk`, and has less of its own.
      ...entries.map((name, at) => ({
        name: `${name}-inner`,
        test: (id: string) => id === resolve("dist", `${name}.js`),
        priority: 1 + at,
      })),
    ],
  },
  // Half of the bytes of Effect are its comments.
  comments: { legal: true, annotation: true, jsdoc: false },
})
await build.close()
for (const file of output) {
  if (file.type === "chunk")
    console.log(`${file.fileName}: ${Math.ceil(file.code.length / 1024)} KB`)
}

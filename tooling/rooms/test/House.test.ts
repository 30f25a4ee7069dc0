import { describe, expect, it } from "vitest"
import { houseProblems } from "../src/House.ts"
import type { Plan } from "../src/Plan.ts"
import { sourceOf } from "../src/Sources.ts"

const plan: Plan = {
  packages: { "packages/shop": ["ShopError.ts", "shelves", "tills"] },
  imports: {},
  exceptions: [],
}

/** A package in order; `changed` replaces or adds files of it. */
const shop = (changed: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    "ShopError.ts": "export class ShopError extends Error {}",
    "shelves/Shelf.ts":
      'import { ShopError } from "../ShopError.ts"\nexport const shelf = ShopError',
    "tills/Till.ts": 'import { shelf } from "../shelves/Shelf.ts"\nexport const till = shelf',
    "index.ts": 'export { till } from "./tills/Till.ts"',
    ...changed,
  }).map(([file, text]) => sourceOf(`packages/shop/src/${file}`, text))

const problems = (changed: Readonly<Record<string, string>> = {}, changes: Partial<Plan> = {}) =>
  houseProblems(shop(changed), { ...plan, ...changes })

describe("the house", () => {
  it("is in order where imports point down", () => {
    expect(problems()).toEqual([])
  })

  it.each([
    ["a value", 'import { till } from "../tills/Till.ts"'],
    ["a type", 'import type { till } from "../tills/Till.ts"'],
    ["one name as a type", 'import { type till } from "../tills/Till.ts"'],
    ["an export of a type", 'export type { till } from "../tills/Till.ts"'],
    ["everything again", 'export * from "../tills/Till.ts"'],
    ["a module that is loaded later", 'export const late = () => import("../tills/Till.ts")'],
    ["the type of a module", 'export type Late = import("../tills/Till.ts").Till'],
  ])("refuses an import upwards of %s", (_, text) => {
    expect(problems({ "tills/Till.ts": "export const till = 1", "shelves/Up.ts": text })).toEqual([
      "packages/shop/src/shelves/Up.ts: imports packages/shop/src/tills/Till.ts, up from shelves to tills",
    ])
  })

  it("takes the files of src for the top, and a named one for a room", () => {
    expect(problems({ "shelves/Up.ts": 'export { till } from "../index.ts"' })).toContain(
      "packages/shop/src/shelves/Up.ts: imports packages/shop/src/index.ts, up from shelves to src",
    )
    expect(problems({ "ShopError.ts": 'export { shelf } from "./shelves/Shelf.ts"' })).toContain(
      "packages/shop/src/ShopError.ts: imports packages/shop/src/shelves/Shelf.ts, up from ShopError.ts to shelves",
    )
  })

  it("refuses a circle that types alone close", () => {
    const found = problems({
      "shelves/Board.ts":
        'import { type Nail } from "./Nail.ts"\nexport interface Board { nail: Nail }',
      "shelves/Nail.ts":
        'import type { Wood } from "./Wood.ts"\nexport interface Nail { wood: Wood }',
      "shelves/Wood.ts": 'import type { Board } from "./Board.ts"\nexport type Wood = Board',
    })
    expect(found).toEqual([
      "a circle of imports: packages/shop/src/shelves/Board.ts, packages/shop/src/shelves/Nail.ts, packages/shop/src/shelves/Wood.ts",
    ])
  })

  it("does not take two ways to one file for a circle", () => {
    expect(
      problems({
        "shelves/Board.ts": "export const board = 1",
        "shelves/Left.ts": 'export { board } from "./Board.ts"',
        "shelves/Right.ts": 'export { board } from "./Board.ts"',
        "shelves/Both.ts": 'export * from "./Left.ts"\nexport * from "./Right.ts"',
      }),
    ).toEqual([])
  })

  it("refuses a room that is not in the plan, and one that is not there", () => {
    expect(problems({ "cellar/Box.ts": "export const box = 1" })).toEqual([
      "packages/shop: rooms.json has no room cellar",
    ])
    expect(
      problems(
        {},
        { packages: { "packages/shop": ["ShopError.ts", "attic", "shelves", "tills"] } },
      ),
    ).toEqual(["packages/shop: rooms.json names attic, which is not there"])
    expect(problems({}, { packages: { ...plan.packages, "packages/gone": [] } })).toEqual([
      "packages/gone: rooms.json names it, and it has no sources",
    ])
  })

  it("refuses the 21st file of a folder", () => {
    const files = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`shelves/Shelf${at}.ts`, "export const a = 1"]),
      )
    expect(problems(files(19))).toEqual([])
    expect(problems(files(20))).toEqual(["packages/shop/src/shelves: 21 files flat, at most 20"])
    expect(
      problems(files(20), {
        exceptions: [{ path: "packages/shop/src/shelves", limits: ["files"], reason: "a trial" }],
      }),
    ).toEqual([])
  })

  it("refuses a file of more than 20 KB, although it has few lines", () => {
    const line = `// ${"あ".repeat(290)}\n`
    expect(problems({ "shelves/Table.ts": line.repeat(24) })).toEqual([
      "packages/shop/src/shelves/Table.ts: 20976 bytes, at most 20480",
    ])
    expect(problems({ "shelves/Table.ts": line.repeat(23) })).toEqual([])
  })

  it("refuses the 301st line, and a line of 401 characters", () => {
    expect(problems({ "shelves/Long.ts": "//\n".repeat(301) })).toEqual([
      "packages/shop/src/shelves/Long.ts: 301 lines, at most 300",
    ])
    expect(problems({ "shelves/Long.ts": "//\n".repeat(300) })).toEqual([])
    expect(problems({ "shelves/Wide.ts": `//\n//${"x".repeat(399)}\n` })).toEqual([
      "packages/shop/src/shelves/Wide.ts:2: 401 characters, at most 400",
    ])
    expect(problems({ "shelves/Wide.ts": `//${"x".repeat(398)}\n` })).toEqual([])
  })

  it("counts what a named file imports, packages too", () => {
    const text = 'import "effect"\nimport "./tills/Till.ts"\nimport type {} from "effect"\n'
    const imports = { "packages/shop/src/index.ts": 2 }
    expect(problems({ "index.ts": text }, { imports })).toEqual([])
    expect(problems({ "index.ts": `${text}import "./ShopError.ts"` }, { imports })).toEqual([
      "packages/shop/src/index.ts: imports 3 modules, at most 2",
    ])
    expect(problems({}, { imports: { "packages/shop/src/gone.ts": 2 } })).toEqual([
      "packages/shop/src/gone.ts: rooms.json bounds its imports, and it is not there",
    ])
  })

  it("excepts what is named, and only that", () => {
    const path = "packages/shop/src/shelves/Table.ts"
    const table = { "shelves/Table.ts": `//${"x".repeat(30_000)}` }
    const excepted = (limits: ReadonlyArray<string>) => ({
      exceptions: [{ path, limits, reason: "becomes data" }],
    })
    expect(problems(table, excepted(["bytes", "line length"]))).toEqual([])
    expect(problems(table, excepted(["bytes"]))).toEqual([
      `${path}:1: 30002 characters, at most 400`,
    ])
    expect(problems({}, excepted(["bytes"]))).toEqual([
      `${path}: needs no exception for bytes; take it out of rooms.json`,
    ])
  })

  it("does not go on with a file that cannot be parsed", () => {
    expect(() => shop({ "index.ts": "import {" })).toThrow("packages/shop/src/index.ts")
  })
})

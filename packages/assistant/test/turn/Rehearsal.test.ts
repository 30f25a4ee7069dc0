/** What the rehearsal before `ready` leaves for no customer. */
import { Catalogue, genres, mangaShop, series } from "@manga-assist/catalogue"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { expect, it, vi } from "vitest"
import { emptyConversation } from "../../src/conversation/Conversation.ts"
import { read } from "../../src/reading/Read.ts"
import { whatToRead } from "../../src/retrieval/WhatToRead.ts"
import { namesOf } from "../../src/tools/names/CatalogueNames.ts"
import { makeIndexes } from "../../src/turn/Rehearsal.ts"

it("makes every index of the catalogue, so that no turn takes in a series", () => {
  const names = makeStoreReader(new Catalogue([...series()], [...genres()]), mangaShop())
  const { catalogue } = names
  let taken = 0
  const counted = new Proxy(catalogue.changes, {
    get: (list, at) => {
      if (typeof at === "string" && /^\d+$/u.test(at)) taken += 1
      return Reflect.get(list, at) as unknown
    },
  })
  vi.spyOn(catalogue, "changes", "get").mockReturnValue(counted)
  const ask = (question: string) =>
    whatToRead(read(names, question), {
      conversation: {
        ...emptyConversation,
        turns: [
          { turn: "a", question, answer: "Try Monster.", series: [], products: [], at: 1, seq: 1 },
        ],
      },
      orders: undefined,
      isForAll: false,
    })
  makeIndexes(names)
  expect(taken).toBeGreaterThan(0)
  taken = 0
  ask("a gentle story about lighthouse keepers")
  ask("静かな灯台守の話")
  namesOf(catalogue).titles.find("Monster")
  expect(taken).toBe(0)
})

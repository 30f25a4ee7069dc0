/** Conversations in which a question leans on an earlier one, with the product or the wish that each turn is about. */
import type { Search } from "../src/oracle/Need.ts"

interface DialogueTurn {
  readonly ask: string
  /** Product that has to be shown first. */
  readonly first?: string
  /** All that is wished for by then. */
  readonly search?: Search
}

export interface Dialogue {
  readonly language: "en" | "ja"
  readonly turns: ReadonlyArray<DialogueTurn>
}

const turn = (ask: string, first?: string): DialogueTurn => ({
  ask,
  ...(first === undefined ? {} : { first }),
})

const finishedMystery = { genres: ["mystery"], status: "completed" } as const
const shortMystery = { ...finishedMystery, volumes: { max: 10 } } as const

export const dialogues: ReadonlyArray<Dialogue> = [
  {
    language: "en",
    turns: [
      turn("Is volume 12 of Blue Lock in stock as paperback?", "blue-lock-v12-paperback"),
      turn("and volume 13?", "blue-lock-v13-paperback"),
      turn("what about digital?", "blue-lock-v13-digital"),
      turn("who wrote it?", "blue-lock"),
      turn("is there a box set?", "blue-lock-box-1"),
      turn("when does the next one come out?", "blue-lock-v34-paperback"),
      turn("do you ship it to Canada?"),
    ],
  },
  {
    language: "ja",
    turns: [
      turn("ワンピースの105巻はいくら？", "one-piece-v105-paperback"),
      turn("それの作者は？", "one-piece"),
      turn("電子版は？", "one-piece-v105-digital"),
      turn("106巻は？", "one-piece-v106-paperback"),
      turn("次の巻はいつ？", "one-piece-v113-paperback"),
      turn("全何巻？", "one-piece"),
      turn("医龍の1巻いくら"),
      turn("Is Solo Leveling in stock?"),
    ],
  },
  {
    language: "ja",
    turns: [
      turn("今週の人気漫画は？", "one-piece"),
      turn("3番目のはどんな話？", "dandadan"),
      turn("それはいくら？", "dandadan-v1-paperback"),
    ],
  },
  {
    language: "en",
    turns: [
      turn("Compare Monster and Pluto", "monster"),
      turn("which one is cheaper?", "monster-v1-paperback"),
      turn("the second one please", "pluto"),
    ],
  },
  {
    language: "en",
    turns: [
      turn("Who wrote Monster?", "monster"),
      turn("what else did he write?", "monster"),
      // Asked after his other works: of the best known of these.
      turn("how many volumes are there?", "20th-century-boys"),
    ],
  },
  {
    language: "en",
    turns: [
      turn("One Piece volume 999?", "one-piece"),
      turn("ok then 112", "one-piece-v112-paperback"),
      turn("thanks!"),
    ],
  },
  {
    language: "en",
    turns: [
      turn("How much is Swan 4?"),
      turn("And volume 5?", "swan-v5-paperback"),
      turn("And digital?", "swan-v5-digital"),
    ],
  },
  {
    language: "ja",
    turns: [
      turn("SWANの4巻はいくら？"),
      turn("5巻は？", "swan-v5-paperback"),
      turn("電子版は？", "swan-v5-digital"),
    ],
  },
  {
    language: "en",
    turns: [
      turn("recommend a mystery manga"),
      { ask: "only finished ones", search: finishedMystery },
      { ask: "at most ten volumes", search: shortMystery },
    ],
  },
  {
    language: "ja",
    turns: [
      turn("ミステリー漫画のおすすめは？"),
      { ask: "完結してるもの", search: finishedMystery },
      { ask: "10巻以内で", search: shortMystery },
    ],
  },
]

/**
 * The wishes of a conversation (its criteria for recommendations) as an immutable value, to which a turn adds, replaces
 * or drops some. Pure.
 *
 * Of contradicting wishes the last one counts: an upper price replaces an upper price, "at most eight volumes" replaces
 * "long". Genres, themes and refusals accumulate, eight of a kind at most.
 */
import {
  type WishChange,
  type WishMatter,
  wishMatters,
  type WishSlots,
} from "@manga-assist/store-grammar"
import type { Wishes } from "../../reading/Question.ts"

export const noWishes: Wishes = { slots: {}, words: [] }

/** `replace`: the subject gives way to the new one; `anew`: nothing of before holds. */
export type WishMode = "add" | "replace" | "anew"

/** Of each list only one kind holds. */
const sides: ReadonlyArray<ReadonlyArray<string>> = [
  ["PRICEMAX", "PRICEBELOW", "CHEAP"],
  ["PRICEMIN", "PRICEABOVE"],
  ["CHEAPEST", "CHEAP"],
  ["VOLSMAX", "VOLSBELOW", "LENGTH", "NOTLENGTH"],
  ["VOLSMIN", "VOLSABOVE", "LENGTH", "NOTLENGTH"],
  ["FINISHED", "ONGOING"],
  ["DEMO", "READERS", "AGEOF", "KIDS", "ALLAGES"],
]
/** Several of a kind are wished for together. */
const addUp: ReadonlySet<string> = new Set([
  "GENRE",
  "THEME",
  "MOOD",
  "LEANING",
  "NOTGENRE",
  "NOTTHEME",
  "NOTMOOD",
  "NOTDEMO",
  "NOTSERIES",
  "NOTPERSON",
  "PUBLISHERNAME",
  "NOTPUBLISHERNAME",
])
const subject = ["GENRE", "THEME", "MOOD", "LEANING"]
/** Gives way where another subject is named instead. */
const replaced = [...subject, "LIKEOF"]
/** More would be wished for at once by nobody. */
const mostValues = 8

const withoutKinds = (slots: WishSlots, kinds: ReadonlyArray<string>): WishSlots =>
  Object.fromEntries(Object.entries(slots).filter(([kind]) => !kinds.includes(kind)))

/** "Below 700 yen" after "from 800 yen on": the bound that was said last holds. */
const bounds: ReadonlyArray<readonly [most: ReadonlyArray<string>, least: ReadonlyArray<string>]> =
  [
    [
      ["PRICEMAX", "PRICEBELOW"],
      ["PRICEMIN", "PRICEABOVE"],
    ],
    [
      ["VOLSMAX", "VOLSBELOW"],
      ["VOLSMIN", "VOLSABOVE"],
    ],
    [["YEARMAX"], ["YEARMIN"]],
  ]

const figure = (slots: WishSlots, kinds: ReadonlyArray<string>): number | undefined => {
  const [value] = kinds.flatMap((kind) => slots[kind] ?? [])
  return value === undefined ? undefined : Number(value)
}

const upsideDown = (before: WishSlots, said: WishSlots): ReadonlyArray<string> =>
  bounds.flatMap(([most, least]): ReadonlyArray<string> => {
    const [newMost, newLeast] = [figure(said, most), figure(said, least)]
    const [oldMost, oldLeast] = [figure(before, most), figure(before, least)]
    if (newMost !== undefined && oldLeast !== undefined && oldLeast > newMost) return least
    return newLeast !== undefined && oldMost !== undefined && oldMost < newLeast ? most : []
  })

const opposite = (kind: string): string => (kind.startsWith("NOT") ? kind.slice(3) : `NOT${kind}`)

/** "Short" is at most so many volumes. */
const shortVolumes = 8

/** "Still short" after "at most five volumes": the bound holds. */
const isMetBy = (before: WishSlots, kind: string, values: ReadonlyArray<string>): boolean => {
  const most = figure(before, ["VOLSMAX", "VOLSBELOW"])
  return kind === "LENGTH" && values[0] === "short" && most !== undefined && most <= shortVolumes
}

const added = (before: WishSlots, kind: string, values: ReadonlyArray<string>): WishSlots => {
  if (isMetBy(before, kind, values)) return before
  const over = sides
    .filter((side) => side.includes(kind))
    .flat()
    .filter((each) => each !== kind)
  const kept = withoutKinds(before, over)
  const other = opposite(kind)
  if (!addUp.has(kind)) {
    // "Shonen, then", after "not shonen".
    const refused = kept[other]?.every((value) => values.includes(value)) === true ? [other] : []
    return { ...withoutKinds(kept, refused), [kind]: values }
  }
  const left = (kept[other] ?? []).filter((value) => !values.includes(value))
  const rest = kept[other] === undefined ? kept : withoutKinds(kept, [other])
  const all = [...new Set([...(kept[kind] ?? []), ...values])].slice(-mostValues)
  return { ...rest, ...(left.length === 0 ? {} : { [other]: left }), [kind]: all }
}

const dropped = (slots: WishSlots, { drops, unwishes }: WishChange): WishSlots => {
  const kinds = drops.flatMap((matter: WishMatter): ReadonlyArray<string> => wishMatters[matter])
  let left = withoutKinds(slots, kinds)
  for (const [kind, values] of Object.entries(unwishes)) {
    const rest = (left[kind] ?? []).filter((value) => !values.includes(value))
    left = rest.length === 0 ? withoutKinds(left, [kind]) : { ...left, [kind]: rest }
  }
  return left
}

/** 「スポーツは外して」, "drop the romance": refused, whether it was wished for or not. */
const sentAway = (before: WishSlots, { sentAway: gone, unwishes, wishes }: WishChange): WishSlots =>
  Object.fromEntries(
    Object.entries(gone).flatMap(([kind, values]) => {
      const other = `NOT${kind}`
      // "Drop the romance": a mood alone is taken back, and no more.
      const isReplaced = kind !== "MOOD" || subject.some((each) => wishes[each] !== undefined)
      const known = new Set([...(isReplaced ? [] : (before[kind] ?? [])), ...(before[other] ?? [])])
      const refused = values.filter(
        (value) =>
          !known.has(value) &&
          wishes[kind]?.includes(value) !== true &&
          unwishes[kind]?.includes(value) === true,
      )
      return refused.length === 0 ? [] : [[other, refused]]
    }),
  )

/** 「かるたもいいな」 after shogi; 「ホラーもいいよ」, where it was refused, only takes that back. */
const alsoWished = (before: WishSlots, { allowed }: WishChange): WishSlots => {
  const themes = allowed["THEME"]?.filter((theme) => before["NOTTHEME"]?.includes(theme) !== true)
  return themes === undefined || themes.length === 0 ? {} : { THEME: themes }
}

export const changedWishes = (before: Wishes, change: WishChange, mode: WishMode): Wishes => {
  const start = mode === "anew" ? noWishes : before
  const base = dropped(start.slots, change)
  const kept = mode === "replace" ? withoutKinds(base, replaced) : base
  const held = withoutKinds(kept, upsideDown(kept, change.wishes))
  // Words that nothing explains stand for a subject until one is named.
  const keepsWords =
    mode === "add" &&
    !subject.some((kind) => change.wishes[kind] !== undefined) &&
    change.drops.length < Object.keys(wishMatters).length
  const words = keepsWords ? start.words : []
  let slots = held
  // What one text says at once is not weighed against itself.
  const own: Array<string> = []
  for (const [kind, values] of Object.entries({
    ...sentAway(start.slots, change),
    ...alsoWished(start.slots, change),
    ...change.wishes,
  })) {
    const now = added(slots, kind, values)
    const again = own.filter((each) => now[each] === undefined && slots[each] !== undefined)
    slots = { ...now, ...Object.fromEntries(again.map((each) => [each, slots[each] ?? []])) }
    own.push(kind)
  }
  return { slots, words: [...new Set([...words, ...change.words])].slice(-mostValues) }
}

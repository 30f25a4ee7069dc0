/**
 * Reads English words that are written with a slip ("volums", "wich", "retrun") as the words that questions of a
 * bookshop are asked with. A word that is right as it is, or has a capital letter within a sentence, stays: it may be a
 * name.
 */
import { clearlyNearest, NearWords } from "@manga-assist/language"

const asking = `
  about address already altogether announced another anything arrive arrived arrives artist author authors
  available between bought cancel cancelled cheap cheaper cheapest children coming complete completed contact cost
  costs credit customer damaged deliver delivered delivery difference different digital discount does edition
  editions english expected expensive finished first genre have japanese language latest longer many much newer
  newest next older ongoing order ordered orders package pages paperback paperbacks parcel payment please price
  prices published publisher reading received recommend recommendation refund release released releases return
  returned second series service shipped shipping shorter should similar sold something stock story suitable
  thanks their there together total tracking translated volume volumes what when where which would wrapping
  written
`
/** Right as they are, though they are near to one of those. */
const others = `
  addition additions alder alive announce announcer announces artiste artists auditions brought canceled cancer
  cast casts chancel chap cheat coasts coats coding colts compete competed completes complied compute computed
  contacts contract coping costa credits customary customers damage damages delivers dies differed differences
  dose dues dyes elder expansive extensive finisher finishes fist furnished gene genie genres hive hove hows
  languages latent mach mana mani mich never newell packaged packages page parcels payments pleas pleased polished
  priced pride prime primes prince princes prize prizes process publishers publishes readings receive receiver
  receives recommendations recommends retired returns seconds serves serviced services shaped shaping shining
  shock shooter shopping shorten skipped skipping slipped slipping sock stack stick stocks stony store storey
  storm stormy stuck suitably tanks thank thee theirs theme these thinks three tonal totals tracing translate
  translates were whats wheres world wound
`
const listOf = (list: string): ReadonlyArray<string> => list.trim().split(/\s+/u)

/** What so many write that it is read at once. */
const usual: ReadonlyMap<string, string> = new Map(
  `hwo how|haw how|wen when|wat what|wot what|wut what|teh the|hav have|haev have|hav have|dose does|doez does|whos who's
  |alot a lot|wanna want to|gimme give me|wnat want|meny many|boks books|bok book|mangga manga`
    .split("|")
    .map((pair) => pair.trim())
    .map((pair) => [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)] as const),
)

const shortest = 4
const known = new Set([...listOf(asking), ...listOf(others)])
const words = new NearWords<string>()
for (const word of listOf(asking)) words.add(word, word)

const isSameWord = (left: string, right: string): boolean =>
  left.startsWith(right) || right.startsWith(left)

const plain = /(?<![\p{L}\d'-])[a-z]{3,}(?![\p{L}\d'-])/gu

/** `names`: words that are written like a name, in small letters. */
export const withoutSlips = (folded: string, names: ReadonlySet<string>): string =>
  folded.replaceAll(plain, (word) => {
    if (names.has(word)) return word
    const meant = usual.get(word)
    if (meant !== undefined) return meant
    if (word.length < shortest || known.has(word)) return word
    return clearlyNearest(words.near(word), isSameWord)?.meant ?? word
  })

const capital = /(?<=[\p{Ll}\d,;:] )\p{Lu}\p{Ll}[\p{L}'’]*/gu

export const namesWritten = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(capital)].map(([word]) => word.toLowerCase()))

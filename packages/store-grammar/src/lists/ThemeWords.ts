/**
 * Tells whether a synopsis in English or Japanese is about a theme (football, ghosts, …): it searches for the words by
 * which the grammar reads that theme or a related one in a question, and for some further words such as "goalkeeper".
 * False for an unknown theme.
 */
import { wordsNamed } from "./WordFiles.ts"

const line = /^THEME=([^:]+): (.+)$/gmu
/** Lists hold choices and parts too ("(that|which) is"); a theme is named by plain words. */
const plain = /^[\p{L}\p{N}ー '-]+$/u
const latin = /^[a-z0-9 '-]+$/u

const wordsByTheme = new Map<string, Array<string>>()
for (const [, id = "", list = ""] of `${wordsNamed("wishes")}\n${wordsNamed("wishing")}`.matchAll(
  line,
)) {
  const words = list
    .split(";")
    .map((word) => word.trim())
    .filter((word) => plain.test(word))
  wordsByTheme.set(id, [...(wordsByTheme.get(id) ?? []), ...words])
}

/** Themes that are one to who wishes for or refuses them. */
const families: ReadonlyArray<ReadonlyArray<string>> = [
  ["football", "soccer"],
  ["police", "police-detectives"],
  ["mafia", "mafia-stories", "gangsters", "underworld"],
  ["demons", "devils", "oni"],
  ["isekai-reincarnation", "reincarnation"],
  ["war", "pacific-war", "ww"],
  ["ghosts", "haunted-houses"],
  ["time-leap", "time-loop", "time-slip", "time-travel"],
]

/** How a story tells of a theme by its own words. */
const namings: Readonly<Record<string, string>> = {
  football: "striker; goalkeeper; ストライカー; イレブン",
  baseball: "pitcher; batter; home run; 投手; ピッチャー; 甲子園",
  basketball: "バスケ; hoops",
  boxing: "boxer; ボクサー",
  tennis: "racket; テニス",
  swimming: "swimmer; 水泳",
  vampires: "吸血",
  ghosts: "haunt; 亡霊; 心霊",
  police: "policeman; policemen; 刑事; 警官",
  "go-game": "囲碁; 碁",
  volleyball: "spiker; バレー部",
  war: "battlefield; 戦場; 戦争",
  doctors: "surgeon; physician; hospital; 外科; 病院; 研修医",
  racing: "driving; driver; 走り屋; ドライビング",
}

/** How a story tells of a theme without naming it. */
const tellings: Readonly<Record<string, string>> = {
  ghosts: "spirits",
  war: "soldier; wartime; atomic bomb; 兵士; 原爆",
  chefs: "cook; cooking; bake; 料理",
  magic: "mage; wizard; sorcerer; witch; spell; 魔女; 魔術; 魔導",
  samurai: "swordsman; swordsmen; ronin; 剣士; 剣客; 浪人",
  "robots-androids": "robot; cyborg; ロボット; サイボーグ",
  animals: "kitten; cat; dog; wolf; carnivore; 子猫; 猫; 犬; 肉食",
  cats: "kitten; 子猫; 仔猫",
  gambling: "gamble; wager; 賭け",
  delinquents: "troublemaker; biker gang; misfits; 不良",
  "time-travel":
    "back in time; slips through time; slipping through time; years back; repeating days; 時を超え",
  "post-apocalyptic": "wasteland; ruined; abandoned city; end of the world; 荒廃; 荒野; 廃墟",
  survival: "survive; survivor; 生き延び; 生き残",
  revenge: "avenge; 仇",
  reincarnation: "reborn; past lives; 生まれ変わ",
  gods: "deity; goddess; god of; 神様; 女神; 死神",
  royalty: "prince; queen; king; throne; crown; 王子; 女王; 国王; 王位",
  princesses: "王女; 姫",
  idols: "singer; show business; 歌手; 芸能",
  otaku: "geek; オタク",
  artists: "painting; 絵画; 画家; 画塾",
  pirates: "sails; 海賊; 航海",
  astronauts: "astronaut; space academy; 宇宙飛行士",
  space: "planet; galaxy; orbital; 惑星; 銀河",
}

const listed = (words: string): ReadonlyArray<string> => words.split("; ")

const patternOf = (words: ReadonlyArray<string>): RegExp =>
  new RegExp(words.map((word) => (latin.test(word) ? `\\b${word}s?\\b` : word)).join("|"), "iu")

for (const [id, words] of Object.entries(namings)) {
  wordsByTheme.set(id, [...(wordsByTheme.get(id) ?? []), ...listed(words)])
}

const familyOf = (id: string): ReadonlyArray<string> =>
  families.find((family) => family.includes(id)) ?? [id]

const named = new Map([...wordsByTheme].map(([id, words]) => [id, patternOf(words)]))
const told = new Map(Object.entries(tellings).map(([id, words]) => [id, patternOf(listed(words))]))

/** Does the text name the theme, in either language? False for an id that no list has. */
export const namesTheme = (theme: string, text: string): boolean =>
  familyOf(theme).some((id) => named.get(id)?.test(text) === true)

/** Does the text tell of the theme, named or not? */
export const tellsOf = (theme: string, text: string): boolean =>
  namesTheme(theme, text) || familyOf(theme).some((id) => told.get(id)?.test(text) === true)

/** The words by which a synopsis tells of the theme, for a full-text search; empty for an id that no list has. */
export const themeWords = (theme: string): string =>
  familyOf(theme)
    .flatMap((id) => (wordsByTheme.get(id) ?? []).concat(listed(tellings[id] ?? "")))
    .join(" ")

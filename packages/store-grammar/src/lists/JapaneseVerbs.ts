/**
 * Conjugates regular Japanese verbs: the spellings of a verb in the forms that a line of `words/ja/150-verbs.verbs`
 * names (`past`, `able`, `wish`, `way`, …).
 *
 * Only the named forms are made, so that past, present, ability and wish stay different kinds of word; there are no
 * negative forms. Question endings (か, の, んですか, っけ, …) are mostly words of their own. Throws on a word that is no verb.
 * Pure.
 */

/** The vowel rows of a verb that ends in this kana: before ます, before ば and the potential, て and た. */
const rows: Readonly<
  Record<string, readonly [polite: string, open: string, te: string, past: string]>
> = {
  う: ["い", "え", "って", "った"],
  く: ["き", "け", "いて", "いた"],
  ぐ: ["ぎ", "げ", "いで", "いだ"],
  す: ["し", "せ", "して", "した"],
  つ: ["ち", "て", "って", "った"],
  む: ["み", "め", "んで", "んだ"],
  ぶ: ["び", "べ", "んで", "んだ"],
  る: ["り", "れ", "って", "った"],
}

interface Stems {
  readonly plain: string
  readonly polite: string
  readonly te: string
  readonly past: string
  /** If, by ば. */
  readonly open: string
  /** Before る and ます: what can be done. */
  readonly able: ReadonlyArray<string>
}

/** `出る/1` drops its る in all forms; する is する; all others go by their last kana. */
const stemsOf = (verb: string): Stems => {
  if (verb.endsWith("する")) {
    const noun = verb.slice(0, -2)
    return {
      plain: verb,
      polite: `${noun}し`,
      te: `${noun}して`,
      past: `${noun}した`,
      open: `${noun}すれば`,
      able: [`${noun}でき`, `${noun}出来`],
    }
  }
  if (verb.endsWith("る/1")) {
    const stem = verb.slice(0, -3)
    return {
      plain: `${stem}る`,
      polite: stem,
      te: `${stem}て`,
      past: `${stem}た`,
      open: `${stem}れば`,
      able: [`${stem}られ`, `${stem}れ`],
    }
  }
  const stem = verb.slice(0, -1)
  const row = rows[verb.slice(-1)]
  if (row === undefined) throw new Error(`"${verb}" is no verb`)
  const [polite, open, te, past] = row
  return {
    plain: verb,
    polite: stem + polite,
    te: stem + te,
    past: stem + past,
    open: `${stem}${open}ば`,
    able: [stem + open],
  }
}

const possible = "(できますか|できる|できます|できますでしょうか|可能ですか|可能でしょうか|可能)"
const allowed = "(ですか|でしょうか|ですよね|の|かな|)"
const givers = "(もらえ|貰え|いただけ|頂け|くれ)"
const receivers = "(もらう|いただく)"
const lead = "(です|んですが|のですが|んですけど|のですけど|んだけど|のだけど|けど|んです|のです|)"
const moment = "(場合|場合は|場合の|とき|ときは|ときの|時|時は|時の|際|際は|際の)"

/** What a form says, by the name that a list gives it; with choices, `(a|b|)`. */
const forms: Readonly<Record<string, (stems: Stems) => ReadonlyArray<string>>> = {
  now: ({ plain, polite }) => [plain, `${polite}ます`],
  past: ({ past, polite, te }) => [
    past,
    `${polite}ました`,
    `${te}しま(った|いました)`,
    `${te.slice(0, -1)}${te.endsWith("で") ? "じゃ" : "ちゃ"}(った|いました)`,
  ],
  going: ({ te }) => [
    `${te}(る|いる|ます|います|おります|おられます|らっしゃいます|いらっしゃいます)`,
    `${te.slice(0, -1)}${te.endsWith("で") ? "どる" : "とる"}`,
  ],
  wentOn: ({ te }) => [`${te}(た|いた|ました|いました)`],
  able: ({ able, plain }) => [
    ...able.map((stem) => `${stem}(る|ます)`),
    `${plain}こと(は|が|って|も|)${possible}`,
    `${plain}の(は|って)(可能ですか|可能でしょうか|可能|ありですか|アリですか|ありでしょうか|あり|アリ|okですか)`,
  ],
  may: ({ te }) => [
    `${te}も(いい|良い|よい|よろしい|大丈夫|構いません|かまいません|平気)${allowed}`,
  ],
  favour: ({ te }) => [
    `${te}${givers}(る|ます|ませんか|るの|るんですか|ますでしょうか|るかな)`,
    `${te}${receivers}こと(は|が|って|)${possible}`,
    `${te}${receivers}の(は|って)(可能ですか|可能でしょうか|可能|ありですか|アリですか)`,
  ],
  ought: ({ open, past }) => [`(${open}|${past}ら)(いい|良い|よい|よろしい)${allowed}`],
  already: (stems) =>
    ["past", "going", "wentOn"].flatMap((name) =>
      (forms[name]?.(stems) ?? []).map((form) => `(もう|既に|すでに|とっくに)${form}`),
    ),
  still: (stems) =>
    (forms["going"]?.(stems) ?? []).map(
      (form) => `(まだ|今も|今でも|現在も|今|現在|ずっと)${form}`,
    ),
  wish: ({ polite }) => [`${polite}たい${lead}`],
  way: ({ plain, polite, te }) => [
    `${polite}(方|かた)`,
    `${plain}(方法|やり方|手順|手続き|には)`,
    `${te}${receivers}(方法|には)`,
    `${polite}たい${moment}(の方法|の手順|の手続き|どうすれば|どうしたら)`,
  ],
}

export const isVerbForm = (name: string): boolean => Object.hasOwn(forms, name)

export const isVerb = (verb: string): boolean =>
  verb.endsWith("する") || verb.endsWith("る/1") || Object.hasOwn(rows, verb.slice(-1))

/** In the forms of these names, in their order; throws on what is no verb. */
export const spellingsOfVerb = (
  verb: string,
  names: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const stems = stemsOf(verb)
  return names.flatMap((name) => forms[name]?.(stems) ?? [])
}

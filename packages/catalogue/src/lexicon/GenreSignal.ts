/**
 * Words that are a genre only in a reader's mouth: "work", "job", "art", "space", 家族, 学校.
 *
 * They count next to a word for books ("space manga", 家族の漫画), or after a word of wishing
 * ("about cooking", "into music"), not in "does the coupon work" or 家族へのプレゼント.
 */
import { foldedLetters } from "./Folding.ts"
import type { Surroundings } from "./TitleSignal.ts"

const window = 30

const weak = new Set(
  `work, job, jobs, office, art, arts, band, bands, music, musical, musician, space, family, families,
  school, high school, food, cook, magic, magical, history, quest, journey, battle, battles, fighting,
  fights, funny, gag, gags, spirits, ghost, ghosts, robot, robots, sport, detective, detectives, other world,
  another world, home life, love, combat sports, restaurant, cuisine, creepy, scary, athletics, mafia,
  gangster, gangsters, samurai, crimes, parenting, performing arts, action, cozy, cosy, magical girl,
  家族, 子育て, ファミリー, 学校, スクール, 部活, 仕事, お仕事, 職業, 音楽, 芸術, バンド, 歴史, 魔法, 恐怖,
  心理, 日常, ロボット, ロボ, 探偵, 宇宙, 幽霊, 格闘, お笑い, 食べ物, 料理, 犯罪, 癒し, いやし, 癒やし, 怖い, 笑える, 妖怪,
  少年, 少女, 青年, 女性, 男性`
    .split(",")
    .map((word) => foldedLetters(word)),
)

/** `letters` as `fold` gives them. */
export const isWeak = (letters: string): boolean => weak.has(letters)

const books =
  /^[\s-]*(?:themed?\s|life\s|adventure\s|\w+\s)?(?:mangas?|comics?|series|stor(?:y|ies)|titles?|genres?|books?|volumes?|ones?|stuff|reads?|fans?|lovers?)\b/iu
const alone = /^[\s?!.,、。]*$/u
const wished =
  /(?:\b(?:about|into|genres?|categor(?:y|ies)|some|any|involving|featuring|focus(?:ed|es)? on|set in|set at|themes? of|fan of|full of|lots of|show(?: me)?|recommend(?: me)?|browse|something|anything)|,|\band|\bor)\s+(?:an?\s|the\s|in\s|really\s|more\s|some\s)?$/iu
const booksJapanese =
  /^(?:の|な|系|もの|モノ|物|が|を|で|と|・|\w{0,2})?(?:[^\s。、]{0,6}(?:の|な|を描いた|を扱う|を扱った|がテーマの|が題材の))?\s?(?:系|もの|モノ|物|漫画|マンガ|まんが|コミック|作品|本|話|物語|ジャンル|好き|おすすめ|オススメ|お勧め|人気|新刊|ランキング|テーマ|題材)/u

export const hasGenreSignal = ({ text, start, end }: Surroundings): boolean => {
  const before = text.slice(Math.max(0, start - window), start)
  const after = text.slice(end, end + window)
  if (books.test(after) || booksJapanese.test(after)) return true
  if (wished.test(before)) return true
  return alone.test(before) && alone.test(after)
}

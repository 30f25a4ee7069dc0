/**
 * Titles and aliases that people also write when they mean no title.
 *
 * They count only with a title signal; see `TitleSignal.ts`. One, two and three letter aliases
 * ("OP", "FT") are treated the same without being listed.
 */
import { foldedLetters } from "./Folding.ts"

const english = `
  adolf, baby and me, baby steps, beastars manga, berserk, black cat, black jack, blame, blank canvas, bleach,
  blue box, blue flag, blue period, case closed, cat street, cats eye, cats eyes, child's toy, city hunter,
  clear card, dragon head, drifters, emma, erased, eva, fighting spirit, fire force, flash kicker,
  from me to you, full moon, ghost files, glass mask, househusband, insomniacs, kingdom, kirby, liar game,
  look back, love is war, lum, lupin, magi, major, major 2, medalist, mighty atom, monster, my love story,
  my star, mysterious play, nana, one out, one outs, one punch, our little sister, perfect world, ping pong,
  pluto, reaching you, real, real clothes, reborn, red river, romance of the three kingdoms, silver soul,
  silver spoon, slam dunk, space brothers, sunny, swan, touch, vagabond, vigilantes, walking man, x`

const japanese = `
  アキラ, アストラ, アドルフ, アトム, エックス, エマ, ガク, がく, キャッツ, キングダム, クリアカード編, ゲン,
  サニー, サプリ, スワン, タッチ, ツバサ, ナナ, バキ, ピンポン, ブラックジャック, ブラックキャット, ブリーチ,
  ボルト, ホスト部, ホリック, マギ, メジャー, メジャーセカンド, メダリスト, モンスター, ラムちゃん, リアル, ルパン,
  パーフェクトワールド, 岳, 白鳥, 薬屋, 呪術, 大奥, 童夢, 証明終了, 干物女, 渦巻き, 風光る, 天河, 神はじ, 歩く人,
  怪盗キッド, カービィ, ツガイ, コナン, 高木さん, 野崎くん`

const common = new Set(
  [...english.split(","), ...japanese.split(",")].map((name) => foldedLetters(name)),
)

const latinOnly = /^[a-z0-9]+$/

/** `letters` as `fold` gives them. */
export const isCommon = (letters: string): boolean =>
  common.has(letters) || (letters.length <= 2 && latinOnly.test(letters))

/** An abbreviation in Latin letters that counts in its own case ("JJK"), else only with a signal. */
export const isAbbreviation = (letters: string): boolean =>
  letters.length <= 3 && latinOnly.test(letters)

/**
 * Lists the spellings by which a text can name a publisher of the catalogue: its name, the Japanese one, and the
 * magazines that many people take for it ("Jump" is Shueisha's). The value is the catalogue's name.
 */
import type { Name } from "./kinds/Kind.ts"
import { catalogue } from "./KnownCatalogue.ts"

/** The Japanese name first. */
const furtherNames: Readonly<Record<string, ReadonlyArray<string>>> = {
  Shueisha: [
    "集英社",
    "しゅうえいしゃ",
    "shonen jump",
    "shounen jump",
    "weekly jump",
    "jump comics",
    "jump manga",
    "jump series",
    "jump titles",
    "少年ジャンプ",
    "週刊少年ジャンプ",
    "ジャンプ作品",
    "ジャンプ漫画",
    "ジャンプコミックス",
    "ジャンプ系",
  ],
  Kodansha: [
    "講談社",
    "こうだんしゃ",
    "kondansha",
    "shonen magazine",
    "少年マガジン",
    "マガジン系",
  ],
  Shogakukan: [
    "小学館",
    "しょうがくかん",
    "shougakukan",
    "shonen sunday",
    "少年サンデー",
    "サンデー系",
  ],
  Hakusensha: ["白泉社", "はくせんしゃ", "hana to yume", "花とゆめ"],
  Kadokawa: ["角川", "かどかわ", "カドカワ", "kadokawa shoten", "角川書店"],
  "Square Enix": [
    "スクウェア・エニックス",
    "スクウェアエニックス",
    "スクエニ",
    "スクエアエニックス",
    "squareenix",
    "gangan",
    "ガンガン",
  ],
  "Akita Shoten": ["秋田書店", "あきたしょてん", "akita"],
  Futabasha: ["双葉社", "ふたばしゃ"],
  Shodensha: ["祥伝社", "しょうでんしゃ"],
  Ichijinsha: ["一迅社", "いちじんしゃ"],
  "Shonen Gahosha": ["少年画報社", "しょうねんがほうしゃ"],
  Houbunsha: ["芳文社", "ほうぶんしゃ", "hobunsha", "きらら"],
  Shinchosha: ["新潮社", "しんちょうしゃ"],
  "Tokuma Shoten": ["徳間書店", "とくましょてん", "tokuma"],
  Kobunsha: ["光文社"],
  Chobunsha: ["汐文社"],
  Bungeishunju: ["文藝春秋", "文芸春秋"],
  "Ushio Shuppansha": ["潮出版社"],
  Fusosha: ["扶桑社"],
  "Mag Garden": ["マッグガーデン"],
}

const publishers: ReadonlyArray<string> = [
  ...new Set(catalogue.series.map(({ publisher }) => publisher)),
]

export const publisherNames = (): ReadonlyArray<Name> =>
  publishers.flatMap((value) =>
    [value, ...(furtherNames[value] ?? [])].map((spelling) => ({
      kind: "PUBLISHERNAME",
      value,
      spelling,
      exact: true,
    })),
  )

/** `undefined` for an unknown publisher in Japanese. */
export const publisherInJapanese = (name: string): string | undefined => furtherNames[name]?.[0]

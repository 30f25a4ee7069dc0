/**
 * Lists the magazines and imprints by which readers name a publisher of the catalogue: 「ヤングジャンプの漫画」, 「花とゆめ系」. A
 * magazine for boys or for girls names its readers too (kinds `BOYSMAGAZINE`, `GIRLSMAGAZINE`; rules make two wishes of
 * them). Names that are everyday words (マガジン, なかよし, ガンガン) stand here only with a word that tells.
 */
import type { Kind, Name } from "./kinds/Kind.ts"

/** Of a publisher, for any readers. */
const imprints: Readonly<Record<string, string>> = {
  Shueisha: `
    シュウエイシャ; ヤングジャンプ; 週刊ヤングジャンプ; ヤンジャン; ウルトラジャンプ;
    ジャンプスクエア; ジャンプsq; 少年ジャンプ+; 少年ジャンププラス; ジャンプ+; ジャンプラ;
    グランドジャンプ; young jump; weekly young jump; ultra jump; jump square; jump sq; shonen jump+;
    jump+; grand jump; ココハナ; マーガレットコミックス`,
  Kodansha: `
    コウダンシャ; ヤングマガジン; 週刊ヤングマガジン; ヤンマガ; アフタヌーン; 月刊アフタヌーン;
    モーニングの漫画; 週刊モーニング; モーニング系; モーニング連載; モーニングkc; イブニング;
    アフタヌーン系; afternoon magazine; monthly afternoon; young magazine; weekly morning;
    morning magazine; kiss連載; kissコミックス; be love; ビーラブ`,
  Shogakukan: `
    ショウガクカン; ビッグコミック; ビッグコミックスピリッツ; ビッグコミックオリジナル;
    ビッグコミックスペリオール; スペリオール; ゲッサン; big comic; big comic spirits; gessan;
    フラワーズ; 月刊フラワーズ; 月刊ikki; プチコミック`,
  Hakusensha: `ヤングアニマル; young animal; 白泉社系`,
  Kadokawa: `少年エース; ヤングエース; コミックビーム; ハルタ; 電撃大王; 電撃コミックス; エンターブレイン`,
  "Square Enix": `
    squenix; すくえに; 少年ガンガン; 月刊少年ガンガン; ガンガン系; ガンガンコミックス;
    ガンガンオンライン; ガンガンjoker; ヤングガンガン; ビッグガンガン; ガンガンの漫画;
    gファンタジー; shonen gangan; マンガup`,
  "Akita Shoten": `
    少年チャンピオン; 週刊少年チャンピオン; チャンピオン系; チャンピオンの漫画; チャンピオン漫画;
    チャンピオンコミックス; ヤングチャンピオン; チャンピオンred; プリンセス系; 月刊プリンセス;
    shonen champion; weekly shonen champion`,
  Futabasha: `漫画アクション; 月刊アクション; アクションコミックス`,
  Shodensha: `フィールヤング; フィーヤン; feel young; フィールコミックス`,
  Ichijinsha: `ゼロサム; コミックゼロサム; zero sum`,
  "Shonen Gahosha": `ヤングキング; ヤングキングアワーズ; アワーズ系; young king; young king ours`,
  Houbunsha: `
    まんがタイムきらら; まんがタイム; きらら系; きらら漫画; きららコミックス; きらら作品;
    manga time kirara; kirara`,
  Shinchosha: `コミックバンチ; 週刊バンチ; くらげバンチ; バンチコミックス`,
  "Tokuma Shoten": `徳間`,
  Kobunsha: `こうぶんしゃ`,
  Chobunsha: `ちょうぶんしゃ`,
  Bungeishunju: `bungei shunju; 文春`,
  "Ushio Shuppansha": `潮出版`,
  Fusosha: `ふそうしゃ`,
  "Mag Garden": `マックガーデン; コミックブレイド; コミックガーデン`,
}

/** For boys. */
const boysMagazines: Readonly<Record<string, string>> = {
  Shueisha: `
    weekly shonen jump; jump title; 週刊ジャンプ; ジャンプマンガ; ジャンプの漫画; ジャンプのマンガ; ジャンプの作品;
    ジャンプコミック; ジャンプ連載; ジャンプで連載; ジャンプっぽい; 少年ジャンプの漫画; 少年ジャンプの作品;
    少年ジャンプ系; 週刊少年ジャンプの漫画; 週刊少年ジャンプの作品`,
  Kodansha: `
    weekly shonen magazine; 週刊少年マガジン; 別冊少年マガジン; 別マガ; 週マガ; マガジンの漫画; マガジンで連載; 少年マガジンで連載;
    マガジン作品; マガジン連載; マガポケ; 月刊少年マガジン; 少年シリウス`,
  Shogakukan: `
    weekly shonen sunday; 週刊少年サンデー; サンデーの漫画; サンデーで連載; 少年サンデーで連載; サンデー作品; サンデー連載;
    サンデー漫画; サンデーコミックス; サンデーうぇぶり; 裏サンデー`,
}

/** For girls. */
const girlsMagazines: Readonly<Record<string, string>> = {
  Shueisha: `
    ribon; bessatsu margaret; りぼん系; りぼんの漫画; りぼんっ子; りぼん作品; りぼん連載;
    りぼんコミックス; りぼんマスコットコミックス; マーガレット; 別冊マーガレット; 別マ`,
  Kodansha: `
    nakayoshi; なかよし系; なかよしの漫画; なかよし連載; なかよしコミックス; なかよし作品;
    別冊フレンド; 別フレ; bessatsu friend`,
  Shogakukan: `ちゃお; betsucomi; ベツコミ; 少女コミック; sho comi; 別コミ`,
  Hakusensha: `花ゆめ; 花とゆめ系; 花とゆめコミックス; 月刊lala`,
}

const named = (kind: Kind, lists: Readonly<Record<string, string>>): ReadonlyArray<Name> =>
  Object.entries(lists).flatMap(([value, list]) =>
    list.split(";").map((spelling) => ({ kind, value, spelling: spelling.trim(), exact: true })),
  )

export const magazineNames = (): ReadonlyArray<Name> => [
  ...named("PUBLISHERNAME", imprints),
  ...named("BOYSMAGAZINE", boysMagazines),
  ...named("GIRLSMAGAZINE", girlsMagazines),
]

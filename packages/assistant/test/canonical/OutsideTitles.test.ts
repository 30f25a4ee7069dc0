/**
 * Titles that the store does not have, many of them made of words that its grammar knows: no question
 * about one may have a form, or it would be answered with another book.
 */
import { read } from "../demoShop.ts"
import { describe, expect, it } from "vitest"

const english = `
  Solo Leveling; Tower of God; Omniscient Reader; Sword Art Online; Re:Zero; Overlord; Konosuba; The Rising
  of the Shield Hero; Mushoku Tensei; Made in Abyss; Gantz; Claymore; Bastard; Chobits; Love Hina; Negima;
  Rosario Vampire; Elfen Lied; Black Bullet; Akame ga Kill; Blue Spring; Blue Eye Samurai; Blue Dragon;
  Black Bird; Black God; Black Paradox; Golden Time; Golden Boy; Silver Diamond; Silver Wolf; Red Garden;
  Red Eyes Sword; Spy Classroom; Spy School; Spy Room; Vampire Hunter D; Vampire Academy; Vampire Diaries;
  Zombie Land Saga; Zombie 100; Death March; Death Parade; Death Game; Death Mage; Dragon Maid; Dragon
  Drive; Dragon Half; Dragon Hunter; Demon King; Demon Lord 2099; Demon Diary; Ninja Scroll; Samurai
  Champloo; Samurai Deeper Kyo; Samurai 8; Pirate King; School Rumble; School Days; High School DxD; High
  School of the Dead; My Home Hero; My Dress-Up Darling; My Happy Marriage; My Love Mix-Up; My Little Pony;
  My Monster Secret; Monster Hunter; Monster Musume; Monster Rancher; Monster Allergy; Kingdom Hearts;
  Kingdom Come; Kingdom of the Zodiac; Touch of Evil; The Touch; Real Account; Real Madrid; Real Estate;
  Major Tom; Major League; Nana & Kaoru; Nana 2 Movie; Emma by Jane Austen; Emma and I; Sunny Day; Sunny
  Boy; Swan Lake; Swan Song; Slam; Slam Poetry; One Week Friends; One Room Angel; One Week; Two Piece; One
  Pound Gospel; Naruto Gaiden; Boruto Movie; Bleach Can't Fear Your Own World; Berserk of Gluttony; Attack
  on Titan Before the Fall; Attack on Titan No Regrets; Attack No. 2; Fullmetal Panic; Fullmetal Jacket;
  Iron Alchemist; Hunter; Bounty Hunter; City Hunter Rebirth; City of Angels; Detective Pikachu; Detective
  School Q; Case Closed Files; Conan the Barbarian; Fairy Gone; Fairy Cube; Soul Hunter; Soul Land; Fire
  Punch; Fire Emblem; Ghost in the Box; Ghost Hunt; Ghost Stories; Tokyo Babylon; Tokyo ESP; Tokyo Vice;
  Tokyo Tribes; Tokyo Alien Bros; Promised Flower; Seven Days; Seven Samurai; Seven Sins; Eleven; They Were
  Twelve; Summer Wars; Summer of Love; Witch Craft Works; Witch Hunter; Little Witch Academia; Flying
  Colors; Space Dandy; Space Pirate Captain Harlock; Space Invaders; Space Odyssey; Astro City; Mob Rule;
  Psycho Pass; Psycho; Mob; Kaiju Girl Caramelise; Kaiju No. 9; Gundam Wing; Gundam Seed; Gundam Unicorn;
  Evangelion Anima; Sailor Venus; Pokemon Go; Pokemon Red; Digimon Tamers; Yu-Gi-Oh 5D's; Yu-Gi-Oh Zexal;
  Inuyasha Yashahime; 20th Century Fox; 21 Jump Street; 7 Samurai; 8 Seeds; Mushishi Live; Pluto Nash;
  Planet Pluto; Akira Club; Akira Kurosawa; Akira Toriyama's World; Vagabond Saga; Vinland Map; Viking
  Saga; Liar Liar; Liar Satsuki; Game of Thrones; Squid Game; Alice in Borderland; Lone Wolf; Wolf and Cub;
  Wolf's Rain; Spice and Wolf; Your Name; Your Lie; A Silent Place; Weathering With You; Princess Mononoke;
  Princess Knight; Princess Tutu; Princess Diaries; Baby Driver; Baby Steps to Success; Full Moon Party;
  Full House; Perfect Blue; Look Back in Anger; Back Street Girls; Glass Castle; Glass Fleet; Ping Pong
  Diplomacy; Silver Spoon Recipes; Red River Valley; Chess Story; Piano Forest; Jazz Age; Ballet Star;
  Football Nation; Basketball Diaries; Tennis Star; Boxing Helena; Swimming Anime Free; Cooking Mama; Food
  Wars; Restaurant to Another World; Cat Soup; Cat Diary; Dog Days; Animal Farm; Animal Crossing; Doctor
  Who; Doctor Strange; Doctor X; Teacher Man; Police Academy; Lawyer Up; Chef; Iron Chef; Idol Dreams; Idol
  Master; Maid in Abyss; Butler Cafe; Hero; Superman; Super Hero; My Hero; Hero Academy; Heroes; Ghosts;
  War and Peace; World War Z; World War Blue; Revenge; Prison School; Prison Break; Ocean Waves; Robot; I
  Robot; Robots; Mythology; Edo; Rome; Rome Sweet Rome; Fashion; Train to Busan; Night Train; Camp; Camping
  Gear; Climbing; Mountain; Fishing Diaries; Travel Guide; Tokyo Travel Guide; Music; Band of Brothers;
  Love Live; Love Actually; Love Story; Love; Romance Dawn; Comedy Central; Drama Queen; Mystery Dungeon;
  Mystery Girls; Horror House; Fantasy Life; Final Fantasy; Sports Illustrated; History of Rome; Family
  Guy; Family Compo; The Office; Crime and Punishment; Adventure Time; Thriller; Fantasy Sports; Dark
  Fantasy; Sad Love Story; Beautiful World; Classic Cars; Weird Science; Short Stories; Short Program; Long
  Way Home; Cheap Thrills`

const japanese = `
  俺だけレベルアップな件; ソードアート・オンライン; リゼロ; オーバーロード; このすば; 盾の勇者の成り上がり; 無職転生; メイドインアビス; ガンツ; クレイモア; ちょびっツ; ラブひな; ネギま;
  エルフェンリート; アカメが斬る; 青春ブタ野郎; 黒神; ブラックバード; 金色のガッシュ; シルバーダイヤモンド; スパイ教室; ヴァンパイアハンター; ゾンビランドサガ; デスマーチ; デスパレード;
  メイドラゴン; 魔王様; サムライチャンプルー; サムライ8; スクールランブル; マイホームヒーロー; 着せ恋; わたしの幸せな結婚; モンスターハンター; モンスター娘; キングダムハーツ; タッチ&ゴー;
  リアルアカウント; メジャーリーグ; ナナとカオル; サニーボーイ; スワンレイク; ワンウィークフレンズ; ナルト外伝; 進撃の巨人外伝; フルメタルパニック; シティーハンター外伝; 名探偵ピカチュウ;
  名探偵ホームズ; 探偵学園Q; フェアリーゴーン; ファイアパンチ; ゴーストハント; 東京バビロン; 東京喰種JACK; 七人の侍; サマーウォーズ; ウィッチクラフトワークス;
  宇宙海賊キャプテンハーロック; 宇宙戦艦ヤマト; サイコパス; ガンダムSEED; ガンダムUC; ポケモンGO; デジモンテイマーズ; 遊戯王ZEXAL; 半妖の夜叉姫; プルート・ナッシュ;
  ライアーライアー; 今際の国のアリス; 君の名は; 天気の子; もののけ姫; パーフェクトブルー; ピアノの森; 食戟のソーマ; 猫の恩返し; ドクターX; ヒーローズ; 戦争と平和; 復讐の未亡人;
  監獄学園; ロボット; 海がきこえる; 鉄道員; 旅猫リポート; ラブライブ; 恋愛小説; 冒険王; 歴史の教科書; スポーツ新聞; ホラー映画; ミステリー小説; 料理本; 音楽雑誌; 学園アリス;
  仕事の流儀; 家族ゲーム; 銀の匙レシピ; 鬼滅の刃外伝; ワンピースパーティー; ドラゴンボールZ; ゴールデンボーイ; ゴールデンタイム; 三国志大戦; 三国志演義; 封神演義; 横山光輝三国志人形;
  キャプテン; キャプテンアース; 風の谷; 風光る街; 暁のヨナ外伝`

const titlesOf = (list: string): ReadonlyArray<string> =>
  list.split(";").map((title) => title.replaceAll(/\s+/gu, " ").trim())

const readIn = (list: string, wordings: ReadonlyArray<string>): ReadonlyArray<string> =>
  titlesOf(list)
    .flatMap((title) => wordings.map((wording) => wording.replace("T", title)))
    .filter((text) => read(text).reading.known)

describe("a title outside of the catalogue", () => {
  it("gives an English question no form", () => {
    expect(
      readIn(english, [
        "Do you have T?",
        "How much is T volume 3?",
        "Who wrote T?",
        "Is T finished?",
        "is T 3 in stock",
        "recommend something like T",
      ]),
    ).toEqual([])
  })

  it("gives a Japanese question no form", () => {
    expect(
      readIn(japanese, [
        "Tはありますか？",
        "Tの3巻はいくらですか？",
        "Tの作者は誰ですか？",
        "Tは完結していますか？",
        "Tみたいな漫画は？",
      ]),
    ).toEqual([])
  })
})

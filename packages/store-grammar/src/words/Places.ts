/**
 * Places that parcels are sent to: every country in both languages, Japan's prefectures, cities that
 * customers name. A place is one only by its name; what is near it or around it is another question.
 */
import { countryWords } from "./Countries.ts"

const further = `
US: usa; the us; the usa; united states of america; the united states; america; the states; u s; u s a; アメリカ; 米国; 合衆国; アメリカ合衆国; あめりか
GB: uk; the uk; u k; great britain; britain; united kingdom; the united kingdom; 英国; イギリス; 連合王国; いぎりす
england: england; イングランド
scotland: scotland; スコットランド
wales: wales
AE: uae; the uae; emirates; ドバイ首長国
KR: korea; south korea; 韓国; 大韓民国; かんこく
TW: taiwan; 台湾; たいわん
HK: hong kong; 香港; ほんこん
MO: macau; macao; マカオ
CN: china; mainland china; 中国; 中華人民共和国; ちゅうごく
TR: turkey; turkiye
CZ: czech republic; the czech republic; czechia
NL: holland; netherlands; the netherlands; オランダ
PH: philippines; the philippines; フィリピン
RU: russia; ロシア
VN: vietnam; ベトナム
SG: singapore; シンガポール
MM: burma; ミャンマー
CA: canada; カナダ; かなだ
FR: france; フランス; ふらんす
DE: germany; ドイツ; どいつ
AU: australia; オーストラリア; 豪州
NZ: new zealand; ニュージーランド
BR: brazil; brasil; ブラジル
IN: india; インド
IT: italy; イタリア
ES: spain; スペイン
TH: thailand; タイ王国
MX: mexico; メキシコ
europe: europe; the eu; eu; european union; the european union; ヨーロッパ; 欧州; eu諸国
asia: asia; アジア
south-america: south america; latin america; 南米
north-america: north america; 北米
africa: africa; アフリカ
abroad: abroad; overseas; internationally; international; worldwide; outside japan; outside of japan; other countries; foreign countries; another country; a foreign country; foreign addresses; all over the world; globally; around the world; international addresses; international orders; overseas addresses; anywhere in the world; the whole world; international destinations; overseas destinations; countries outside japan; people outside japan; customers outside japan; international customers; overseas customers; other parts of the world; addresses abroad; addresses outside japan; foreign destinations; an address abroad; an address outside japan; a foreign address; an overseas address; 海外; 国外; 外国; かいがい; 世界中; 海外の住所; 日本国外; 日本以外; 日本の外; 国際; 海外在住; 海外在住者; 国際配送; 日本以外の国; 外国の住所; 国外の住所
domestic: japan; within japan; inside japan; domestic; domestically; in japan; all of japan; anywhere in japan; everywhere in japan; 国内; 日本国内; 日本; 全国; にほん; こくない; 日本全国
remote: remote islands; remote island; outlying islands; 離島; りとう
honshu: honshu; 本州
shikoku: shikoku; 四国
kyushu: kyushu; 九州
tohoku: tohoku; 東北; 東北地方
kanto: kanto; 関東; 関東地方
kansai: kansai; 関西; 近畿
chubu: chubu; 中部
chugoku-region: 中国地方
hokkaido: hokkaido; 北海道; ほっかいどう
aomori: aomori; 青森; 青森県
iwate: iwate; 岩手; 岩手県
miyagi: miyagi; 宮城; 宮城県
akita: akita; 秋田; 秋田県
yamagata: yamagata; 山形; 山形県
fukushima: fukushima; 福島; 福島県
ibaraki: ibaraki; 茨城; 茨城県
tochigi: tochigi; 栃木; 栃木県
gunma: gunma; 群馬; 群馬県
saitama: saitama; 埼玉; 埼玉県
chiba: chiba; 千葉; 千葉県
tokyo: tokyo; 東京; 東京都; とうきょう; 都内
kanagawa: kanagawa; 神奈川; 神奈川県
niigata: niigata; 新潟; 新潟県
toyama: toyama; 富山; 富山県
ishikawa: ishikawa; 石川; 石川県
fukui: fukui; 福井; 福井県
yamanashi: yamanashi; 山梨; 山梨県
nagano: nagano; 長野; 長野県
gifu: gifu; 岐阜; 岐阜県
shizuoka: shizuoka; 静岡; 静岡県
aichi: aichi; 愛知; 愛知県
mie: 三重; 三重県
shiga: shiga; 滋賀; 滋賀県
kyoto: kyoto; 京都; 京都府; きょうと
osaka: osaka; 大阪; 大阪府; おおさか
hyogo: hyogo; 兵庫; 兵庫県
nara: nara; 奈良; 奈良県
wakayama: wakayama; 和歌山; 和歌山県
tottori: tottori; 鳥取; 鳥取県
shimane: shimane; 島根; 島根県
okayama: okayama; 岡山; 岡山県
hiroshima: hiroshima; 広島; 広島県
yamaguchi: yamaguchi; 山口; 山口県
tokushima: tokushima; 徳島; 徳島県
kagawa: kagawa; 香川; 香川県
ehime: ehime; 愛媛; 愛媛県
kochi: kochi; 高知; 高知県
fukuoka: fukuoka; 福岡; 福岡県
saga: 佐賀; 佐賀県
nagasaki: nagasaki; 長崎; 長崎県
kumamoto: kumamoto; 熊本; 熊本県
oita: oita; 大分; 大分県
miyazaki: miyazaki; 宮崎; 宮崎県
kagoshima: kagoshima; 鹿児島; 鹿児島県
okinawa: okinawa; 沖縄; 沖縄県; おきなわ
sapporo: sapporo; 札幌; 札幌市
sendai: sendai; 仙台; 仙台市
yokohama: yokohama; 横浜; 横浜市
nagoya: nagoya; 名古屋; 名古屋市; なごや
kobe: kobe; 神戸; 神戸市
hakata: hakata; 博多
naha: naha; 那覇; 那覇市
new-york: new york; nyc; new york city; ニューヨーク
los-angeles: los angeles; ロサンゼルス
california: california; カリフォルニア
texas: texas; テキサス
florida: florida
hawaii: hawaii; ハワイ
alaska: alaska
chicago: chicago
seattle: seattle
san-francisco: san francisco; サンフランシスコ
london: london; ロンドン
paris: paris; パリ
berlin: berlin; ベルリン
munich: munich
madrid: madrid; マドリード
barcelona: barcelona
rome: rome; ローマ
milan: milan
lisbon: lisbon
amsterdam: amsterdam
vienna: vienna
dublin: dublin
toronto: toronto; トロント
vancouver: vancouver; バンクーバー
montreal: montreal
quebec: quebec
sydney: sydney; シドニー
melbourne: melbourne; メルボルン
auckland: auckland
seoul: seoul; ソウル
taipei: taipei; 台北
beijing: beijing; 北京
shanghai: shanghai; 上海
bangkok: bangkok; バンコク
manila: manila; マニラ
jakarta: jakarta
kuala-lumpur: kuala lumpur
mumbai: mumbai
delhi: delhi; new delhi
dubai: dubai; ドバイ
mexico-city: mexico city
sao-paulo: sao paulo; サンパウロ
rio: rio; rio de janeiro
buenos-aires: buenos aires
guam: グアム
`

const named = further
  .trim()
  .split("\n")
  .map((line) => `PLACE=${line.replace("domestic:", "JP:")}`)

export const placeWords: string = [...named, countryWords].join("\n")

/**
 * Further everyday words for what is wished: they stand in no known question, and help to read a text without a form. A
 * `HINT` means a genre only where somebody wishes for books.
 */
export const wishSpeech = `
READERS=adults: grown ups; grownups; grown up; mature readers; 大人; 大人の; 大人が読める
HINT=workplace: work life; working adults; workplaces; careers; workers; 職場; お仕事; 働く人; 働く大人; 社会人生活
HINT=slice-of-life: everyday; everyday life; day to day; cosy; cozy; quiet days; 日常系の; ほのぼの; まったり; のんびり; ゆるい
HINT=music-arts: musicians; music lover; guitarist; pianist; violinist; singer; 楽器; バンド; 演奏する
HINT=food: foodie; gourmet; chef; chefs; baking; 料理人; 食いしん坊
HINT=sports: athlete; athletes; athletic; スポーツ好き; 運動
HINT=mecha: mechs; giant robots; 巨大ロボ
HINT=sci-fi: space opera; outer space; futuristic; 宇宙もの; 近未来
HINT=historical: history buff; bygone; old days; 昔の日本; 歴史好き
HINT=supernatural: occult; paranormal; 心霊; 怪奇
HINT=crime: gangsters; mobsters; heists; criminals; 犯罪もの
HINT=comedy: silly; hilarious; laughs; laugh out loud; cheer me up; cheers me up; 爆笑; 笑いたい; 笑える; 元気が出る
HINT=romance: love stories; love story; lovey dovey; 恋愛系; 胸キュン; きゅんきゅん
`

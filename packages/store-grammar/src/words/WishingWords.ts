/**
 * How people refuse, and date, what they wish for. Known words that stand in no known question: texts without a form
 * are read by them; see `reading/Polarity.ts`.
 *
 * `REFUSES` stands before what is refused, `REFUSESJA` behind it. `EARLIER` and `LATER` stand beside a year. A `HINT` is
 * an everyday word that means a genre only where somebody wishes for books.
 */
export const wishingWords = `
REFUSES: hate; hates; dislike; dislikes; loathe; loathes; detest; detests; cant stand; can not stand; cannot stand; couldnt stand; cant bear; cannot bear; cant take; cant handle
REFUSES: cannot handle; dont like; do not like; doesnt like; does not like; didnt like; dont enjoy; doesnt enjoy; do not enjoy; dont care for; doesnt care for; not a fan of
REFUSES: no fan of; not a big fan of; not big on; not into; isnt into; not keen on; not fond of; tired of; sick of; bored of; bored with; fed up with; had enough of; burned out on
REFUSES: burnt out on; avoid; avoids; avoiding; steer clear of; stay away from; leave out; spare me; not interested in; already know; already own; have already read; ive read
REFUSES: i have read
REFUSESJA: ng; エヌジー; 勘弁; 勘弁して; 勘弁してほしい; 避けたい; 避けて; 避けてほしい; 避けたいです; 遠慮したい; 遠慮します; 飽きた; 飽きたので; 飽きました; 飽きちゃった; いらない; いりません; 要らない; 好きじゃない; 好きではない; 好きじゃないです; 好きではありません; 好みじゃない; 興味ない
REFUSESJA: 興味がない; 興味ありません; 読みたくない; 読みたくないです; パスで; 地雷; 地雷なので; もう読んだ; もう読みました; もう全部読んだ; もう全部読みました; 全部読みました; もう読破しました; 読破した; 既読; 既読なので; 持っているので; もう持ってる; もう持っています; 出てこない; 入っていない; 入ってない
REFUSESJA: 含まない; 含まれない; 関係ない; 以外なら; 以外がいい; 以外がいいです; ダメ; だめ; 駄目; 嫌だ; 嫌です; いやです; 苦手です; 苦手なので; 苦手で; 苦手なんです; 苦手なんですが; 抜きがいい; 要素抜き; 要素なしで; 要素はなしで
EARLIER: 年より前; 年以前; 年までに; 年より古い; 年代以前; 年より以前
LATER: or later; or newer; or after; and later; and newer; onwards; onward; 年以降; 年以後; 年より後; 年より新しい; 年代以降; 年からの; 年よりあと
DECADE: 年代; 年代の; 年代に; 年代くらい; 年代頃
READERS=family: for everybody; suitable for everybody; suitable for everyone; suitable for all ages; suitable for all; safe for kids; 誰でも読める; みんなで読める; 子どもも読める; 子供も読める
ENJOYED: liked; adored; likes; loves; enjoys; adores; devoured; binged; 読み終わって; 読み終わってしまいました; 読み終わってしまった; 読み終わりました; 読み終えて; 読み終えました; 読了; 読了しました; ハマって; はまって; ハマりました; 面白かったです; 面白かった
ENJOYED: 大好きで; 好きで; 好きだったので; 気に入って; 気に入りました; 雰囲気が好き; 雰囲気が好きな人; 雰囲気が好きな; 世界観が好き; 世界観が好きな
LIKESJA: みたいだけど; みたいで; みたいに; みたいな感じ; みたいな感じで; のように; っぽくて; ぽい; ぽいの; に似た感じ; に似て; と似た雰囲気; と同じ雰囲気; のような雰囲気; みたいな雰囲気
ALLAGES: 全年齢; 全年齢の; 全年齢対象
READERS=adults: 成人向け; 成人向; 成年向け; 十八禁; adult only; adults only; mature rated; rated mature; for mature audiences; mature content; mature rating
READERS=teens: ティーンエイジャー; 中学生; 中学生に; teenager; teenagers
KIDS=elementary: 小学校低学年; 低学年; 小学校高学年; 小学校; grade schooler; grade schoolers; elementary schooler
HINT=workplace: office; office life; working life; office workers; colleagues; 仕事; 職業; 会社; 会社員; オフィス; 社会人; サラリーマン; 働く
HINT=family: families; family life; 家族; 家族の話; 家庭
HINT=school: schools; school setting; school settings; high schoolers; teenagers at school; classmates; 学校生活; 学校が舞台; 高校; 高校生; 高校生もの; 高校生活; 学生生活
HINT=music-arts: musician; painting; 音楽; 音楽を; 美術; 演奏
HINT=historical: historical times; 昔の時代
HINT=slice-of-life: daily life; ordinary life; 普段の暮らし; 暮らし
HINT=food: eating; meals; 食事; ご飯
HINT=psychological: the mind; 心理
HINT=romance: love; falling in love; 恋
HINT=horror: fear; 恐怖
VOLSMAX=2: one or two volumes; a volume or two; 1 or 2 volumes; one or two books; 一巻か二巻; 1巻か2巻
THEME=racing: 走り屋; 車好き
MOOD=violent: cruel; 残酷; 残酷な
NOTMOOD=violent: 残酷でない; 残酷じゃない; 残酷ではない
`

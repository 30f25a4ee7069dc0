/**
 * Words by which a conversation goes on: what is pointed at, what is wished otherwise, thanks and farewells.
 *
 * `TALK` tells something within a conversation alone; outside it the words are unexplained. Where a word has another kind
 * as well, that kind is kept, and the value says what it points at.
 */
export const talkWords = `
THEY=first: (the|that|) first one; the former; 前者; 前者の; 最初のやつ; 一番目; 1番目; 一つ目; 1つ目; ひとつ目; 一個目; 1個目; 一冊目; 1冊目; 一作目; 1作目; 一本目; 1本目; 最初の
THEY=second: (the|that|) second one; 二番目; 2番目; 二つ目; 2つ目; ふたつ目; 二個目; 2個目; 二冊目; 2冊目; 二作目; 2作目; 二本目; 2本目; secondone
THEY=third: (the|that|) third one; 三番目; 3番目; 三つ目; 3つ目; みっつ目; 三個目; 3個目; 三冊目; 3冊目; 三作目; 3作目; 三本目; 3本目
THEY=fourth: (the|that|) fourth one; 四番目; 4番目; 四つ目; 4つ目; よっつ目; 四作目; 4作目
THEY=fifth: (the|that|) fifth one; 五番目; 5番目; 五つ目; 5つ目; いつつ目; 五作目; 5作目
THEY=last: (the|that|) last one; the latter; 後者; 後者の; last of (them|these|those); the last of (them|these|those); 最後のやつ; 最後の
THEY=among: one of (them|these|those); その中; この中; そのうち; このうち; その中で; この中で; それらの中
THEY=both: both of them; both of (those|these); all of (them|these|those); each of (them|these|those)
THEY=one: the one
THEY=ones: ones; such ones
THEY=other: the other one; the other; the other (series|manga|book|title|edition|version|format); もう一つ; もうひとつ; もう一方; もう片方; 他方; もう一個; もう一つの; もうひとつの; もう一冊; もう片方の; もう一方の
THEY=others: another; another one; anything else; something else; others; the others; other; any more; some more; the rest; else; different ones; そのほか; 他には; ほかには
THEY=person: he; she; his; her; him; hers; their; theirs; 彼; 彼ら; あの人; その方の; この方の; その人の; この人の; その作家; この作家; 先生の
THEY=next: the next one; next one; the one after; 次; 次の; 続き; つづき; 続きは
THEY=previous: previous; earlier; the one before; その前; その前の; 一つ前; ひとつ前; 1つ前; 一つ前の; 1つ前の; 前の
THEY=more: more
THEY=similar: 似たの; 似たやつ; そういうの; こういうの; similar ones
THEY=instead: instead
THEY=also: also; too
WHICH=among: which of these; which of them; which of the two; which of the three; of the two
ALSOJA=others: 他; 他に; ほかに; 他の; ほかの; 別の; それ以外; 以外に
ALSOJA=more: もっと
_=replace: actually
GOOD=fine: fine
RELEASE=forget: drop
MANGA=open: something; anything; もの; 物
AUTHOR: (作者|作家|著者|漫画家)(さん|の方|の人|の先生|先生|)の(お|)名前(は|って|を|が|); (作者|作家|著者|漫画家)の方は
SAMEAUTHOR: (by|) the same (man|woman|guy|lady|hand)
THEY=person: that (man|woman|guy|person|lady); this (man|woman|guy|person|lady)
MINE: (to|for|) my (taste|liking|tastes); suits me; suit me; (俺|私|僕|自分)の(趣味|好み)に(合う|合った|あう|あった); (趣味|好み)に(合う|合った|あう|あった); 私好みの; 俺好みの
WITHOUTJA: っぽくない; っぽくないの; っぽくないやつ; っぽくない方が; っぽくないほうが; っぽくないもの
NOT: mustnt; must not; shouldnt; should not
NEXTJA=new: 次の新刊; 新刊
_=thanks: thanks; thank you; thx; ty; cheers; thanks (in advance|a lot|so much|a ton|a million|again|loads|heaps|a bunch|very much); thank you (in advance|so much|very much|again|kindly); many thanks; thxx; thxxx; thankss; thankyou; much appreciated; ありがとう; ありがとうございます; ありがとうございました; ありがと; ありがとね; ありがとー; どうも; どうもー; サンキュー; さんきゅー; サンクス; 助かりました; 助かります; 助かった; 感謝です; どうもありがとう; どうもありがとうございます; どうもありがとうございました; 参考になりました; 参考になります; 参考にします
_=bye: goodbye; good bye; bye; bye bye; good night; see you; see ya; see you (soon|later|then|around); take care; have a (good|nice|great|lovely) (one|day|evening|night|weekend|time); さようなら; さよなら; またね; また来ます; またお願いします; では(また|失礼します|これで); おやすみなさい; おやすみ; 失礼します
_=ack: 了解; 了解です; 了解しました; わかりました; 分かりました; わかった; 分かった; なるほど; なるほどね; そうですか; そうなんですね; そうなんだ; いいですね; よかった; 良かった; へえ; へー; ふむふむ; 承知しました; got it; i see; understood; gotcha; noted; makes sense; fair enough; good to know; thats all; that is all; thatll be all; sounds (good|great|perfect|lovely|nice); youre the best; you are the best; no worries; never mind then
_=agree: yes; yeah; yep; yes please; yes do; go ahead; please do; of course; absolutely; why not; はい(お願いします|お願い|ぜひ|是非|そうです); うん; ぜひ; 是非; お願いします; お願い
`

/** After all other lists: what has a kind there keeps it. */
export const talkAlone = `
TALK=both: both; the pair; 両方; 両方とも; 二つとも; 2つとも; ふたつとも; 三つとも; 3つとも; それぞれ; 全部で
TALK=pair: 2人とも; 二人とも
TALK=top: 一番上; 一番上の
TALK=bottom: 一番下; 一番下の; 最後
TALK=before: before; prior
TALK=should: should; must; ought; preferably; ideally; prefer; would prefer; id prefer; needs; けど; 希望
TALK=replace: rather; on second thought; on second thoughts; scratch that; change of plan; change of plans; the other way round; the other way around; swap; switch; やっぱ; やっぱり; やはり; 代わりに; かわりに; そのかわり; その代わり; に変えて; 変更; にする; にします; にするわ
TALK=forget: forget; forget about; never mind; nevermind; ignore; drop; skip; scrap; disregard; remove; lose; no matter; unimportant; regardless; matter; matters; 忘れて; 外して; やめて; やめ; 気にし; 気に; こだわら; こだわり; 問わ; 関係な
TALK=fine: いくらでも; 何でもいい; なんでもいい; どうでもいい
TALK=person: guy; man; woman; people; mangaka; artist; creator; writer; 作家; 先生
TALK=same: same
TALK=good: brilliant; perfect; wonderful; marvellous; marvelous; helpful; superb; splendid; sweet; neat; lovely; great help; big help
TALK=so: so
TALK=back: 話を戻して; 話戻して; 戻って; さっきの話
TALK=mind: mind
TALK=too: すぎ; すぎる; すぎます; あまり; そんなに
TALK=known: 読んだ; もう読んだ; 読みました; 既読; 持ってる; 持っています; 持ってます
TALK=anew: start over; start again; starting over; starting again; start afresh; 最初からやり直; やり直し; 最初から
TALK=entirely: completely; entirely; totally; 全く; まったく; 全然
TALK=price: price; pricing; budget; cost; 予算; 値段; 価格; 金額
TALK=length: length; long; 長さ; 巻数; 冊数
TALK=years: year; years; 年代
TALK=readers: age; audience; demographic; readership; 年齢; 対象
TALK=genre: genre; theme; topic; ジャンル; テーマ
TALK=status: status
TALK=main: 本編; 本編の; 本編の方; 本編のほう; original series; main series; the original; the main series; 元の作品; 本家
TALK=month: january; february; march; april; june; july; august; september; october; november; december
TALK=sigh: 面白そう; おもしろそう; 良さそう; よさそう; 楽しそう; 良さげ; いいね; 気になる; 気になります; sounds; interesting; too much; pity; what a pity; shame; bummer; damn; oops; wow; hm; hmm; ha; fair; enough; gosh; whoa; ouch; ugh; phew; うーん; うーむ; えー; あー; まあ; なんだ; あら; 残念; 長っ; 高っ; 早っ; そっか; そうか; そう
TALK=both: 合わせると; 合わせて; あわせて; あわせると; 合計; 合計で; まとめると; in total; altogether
TALK=whole: 揃えると; 揃える; 揃えたら; そろえると; そろえる
TALK=keep: そのまま; 変わらず; 変えずに; 同じまま; unchanged; as before; as it was
TALK=only: だけ; のみ
TALK=adult: adult; grown up; grownup; 大人; 成人
TALK=teen: teen; teenager; 10代; 中学生; 高校生
TALK=inside: inside; contents; 中身
TALK=arrived: 届いて; 届いた; 届きました; 着いた; 着いて; arrived
TALK=rank: 位; 番手
TALK=original: original
`

/**
 * The half of the labelled pairs that the lists and rules were built with.
 *
 * `# language intent` begins a group; a pair is "stored => asked". `same`: one question, must hit unless
 * it stands under "missed", what the closed world does not cover. `different` and `never`: must miss.
 */
export const firstHalfSame = `
# en stock
Is volume 12 of Blue Lock in stock? => Do you have Blue Lock vol. 12?
Do you have One Piece volume 3 in stock? => One Piece #3 available?
Is the third volume of Berserk available? => do u have berserk 3
Got any copies of Vinland Saga 5? => Is Vinland Saga volume 5 in stock?
Can I buy Death Note volume 1 from you? => Do you sell Death Note vol 1?
Is Dandadan 7 still available? => do you still have dandadan volume seven in stock?
I was wondering if you carry Akira volume 2 => Do you stock Akira vol. 2?
Would you happen to have Haikyu!! 21? => Is the twenty-first volume of Haikyuu in stock?
Is the Naruto box set in stock? => Do you have the boxed set of Naruto?
Could you check if Frieren 4 is in stock? => Frieren volume 4 stock?
Any copies of Spy x Family volume 10 left? => Is Spy x Family 10 in stock?
Is JJK 3 in stock => Do you have Jujutsu Kaisen volume 3?
Is Chainsaw Man 11 on the shelves? => Chainsaw Man vol 11 in stock?
Do you have volume 2 of Monster as an ebook? => Is Monster vol. 2 available digitally?
Can I get Slam Dunk 5 in paperback? => Is the paperback of Slam Dunk volume 5 in stock?
# en price
How much is One Piece 105? => What's the price of One Piece volume 105?
How much does volume 4 of Bleach cost? => price of Bleach vol 4
What would Naruto 12 set me back? => How much is Naruto volume 12?
what does one peice 3 cost => How much is One Piece volume 3?
Blue Period volume 6 price? => How much do you charge for Blue Period 6?
How much for the Death Note box set? => What's the price of the Death Note boxed set?
How much is the complete series of Pluto? => What does the whole set of Pluto cost?
How much is Kingdom vol. 60 on paper? => What does the print edition of Kingdom 60 cost?
Could you tell me how much Gintama 9 is? => What is the price of the ninth volume of Gintama?
How much are Naruto 1 and Naruto 2? => Price of Naruto volume 1 and Naruto volume 2?
How much is the latest volume of Kingdom? => What does the newest Kingdom volume cost?
# en release
When does the next volume of One Piece come out? => What's the release date of the next One Piece volume?
When's the next Chainsaw Man out? => When will the next volume of Chainsaw Man be released?
When did volume 20 of Blue Lock come out? => Blue Lock 20 release date
When is Dandadan 21 coming out? => what's the release date for dandadan volume 21
When was Akira volume 1 published? => When did Akira vol. 1 come out?
Is volume 15 of Chainsaw Man out yet? => Has Chainsaw Man 15 been released yet?
When did the latest volume of Kagurabachi come out? => When was the most recent Kagurabachi volume released?
Can I preorder Sakamoto Days 20? => Is Sakamoto Days volume 20 available for pre-order?
When does the new volume of Blue Box drop? => When is the next Blue Box volume coming out?
# en facts
Who wrote Monster? => Who is the author of Monster?
Who's the mangaka behind Golden Kamuy? => who created golden kamuy?
Which author wrote Vagabond? => Vagabond author?
How many volumes does Naruto have? => How many volumes are there in Naruto?
How many volumes of Fullmetal Alchemist are there in total? => What's the number of volumes in FMA?
How many books are in Death Note? => How many volumes of Death Note are there?
Is Fullmetal Alchemist finished? => Has Fullmetal Alchemist ended?
Is Berserk complete? => Is the Berserk series over?
Is One Piece still ongoing? => Is One Piece still running?
Is Hunter x Hunter on hiatus? => Is HxH still on hiatus?
Who publishes Attack on Titan? => What publisher is Attack on Titan from?
What genre is Dorohedoro? => Which genre does Dorohedoro belong to?
What is Mushishi about? => What's the plot of Mushishi?
Give me a summary of Parasyte => What's the story of Parasyte?
Tell me about Vinland Saga => Can you give me some information about Vinland Saga?
Is there an anime of Mushishi? => Does Mushishi have an anime adaptation?
What's the age rating of Tokyo Ghoul? => What age is Tokyo Ghoul for?
When did Naruto start? => When did Naruto begin?
Is Chi's Sweet Home suitable for kids? => Is Chi's Sweet Home appropriate for children?
How many chapters does Bleach have? => How many chapters are there in Bleach?
Is Uzumaki worth reading? => Is Uzumaki any good?
# en recommend
Recommend a horror manga => Can you suggest a good horror manga?
Any good horror manga? => What horror manga should I read?
I'm looking for a romance manga => Recommend me a romance manga please
What are some good sports manga? => suggest some sports manga
manga like Death Note => Can you recommend something similar to Death Note?
What should I read if I liked Berserk? => Recommend manga similar to Berserk
Got anything like Spy x Family? => What manga is similar to Spy x Family?
horror manga without romance => Recommend a horror manga with no romance
Recommend a completed mystery manga => Any finished mystery series?
romance manga under 600 yen => What romance manga do you have for less than 600 yen?
Good manga for kids? => Can you recommend manga for children?
a short comedy manga => Recommend a comedy series that's not too long
manga for beginners => What manga would you recommend for a beginner?
manga about time travel => Do you have any time travel manga?
sci-fi manga with mecha => science fiction mecha manga recommendations
seinen thriller recommendations => Recommend a seinen thriller
What is the best fantasy manga? => Recommend me the best fantasy manga
Something funny and romantic => a romantic comedy please
# en lists
What's trending right now? => What manga is trending at the moment?
What's popular? => most popular manga
bestsellers => What are your best-selling manga?
new releases => What's new in the store?
Any new manga this week? => What are this week's new releases?
manga by Naoki Urasawa => What manga did Naoki Urasawa write?
Do you have anything by Junji Ito? => Show me books by Junji Ito
What are the most popular horror manga? => popular horror manga
upcoming releases => What manga is coming soon?
Any discounts? => Do you have any manga on sale?
# en compare
Which is longer, Naruto or Bleach? => Does Bleach or Naruto have more volumes?
Is One Piece longer than Naruto? => Does One Piece have more volumes than Naruto?
What's the difference between Monster and Pluto? => Compare Pluto and Monster
Which is cheaper, Naruto 1 or Bleach 1? => Is Bleach 1 or Naruto 1 cheaper?
Which should I read, Naruto or Bleach? => Which one is better, Bleach or Naruto?
Naruto vs Bleach => Bleach versus Naruto
# en shipping
Do you ship to France? => Can you deliver to France?
Is shipping to Germany possible? => do u ship to germany
Do you ship internationally? => Can you send orders overseas?
How much is shipping? => What are your delivery fees?
How much is shipping to Canada? => What does delivery to Canada cost?
How long does shipping take? => How many days does delivery take?
How long does delivery to Hokkaido take? => What's the delivery time to Hokkaido?
Is there free shipping? => Do you offer free delivery?
What's the minimum order for free shipping? => How much do I need to spend to get free shipping?
Do you have express shipping? => Is express delivery available?
Which carrier do you use? => What shipping company do you use?
How can I track an order? => How do I track a package?
Who pays import duties? => Who pays for customs?
Which countries do you ship to? => What countries can you deliver to?
# en returns
What's your return policy? => Tell me about your returns policy
Can I return a book? => Do you accept returns?
How do I return a book? => What's the process for returning an item?
How long do I have to return something? => What's the return window?
Can I return an opened book? => Do you take back books that have been opened?
Can I return digital books? => Are e-books returnable?
Can I get a refund? => Do you give refunds?
How long does a refund take? => How long until a refund is processed?
Can I exchange a damaged book? => Is it possible to exchange a damaged book?
What if a book arrives damaged? => What happens if a book arrives damaged?
What if I receive the wrong book? => What do I do if I get the wrong item?
Who pays for return shipping? => Is return shipping free?
# en payment
What payment methods do you accept? => How can I pay?
Do you take PayPal? => Can I pay with PayPal?
Do you accept credit cards? => Can I pay by credit card?
Is cash on delivery possible? => Do you accept cash on delivery?
Can I pay in installments? => Do you offer payment plans?
Can I pay at a convenience store? => Do you accept convenience store payment?
When is the card charged? => When do you charge the card?
Can I get an invoice? => Do you provide invoices?
# en points
Do you have a loyalty program? => Is there a points program?
How do I earn points? => How can I collect points?
Do points expire? => Do reward points expire?
How do I use a coupon? => How do I redeem a coupon code?
# en gift
Do you gift wrap? => Can I have a book gift wrapped?
How much is gift wrapping? => What does gift wrapping cost?
Do you sell gift cards? => Can I buy a gift card?
Can I add a gift message? => Is it possible to include a message card?
# en policy
How do pre-orders work? => How does preordering work?
Can I cancel a pre-order? => Is it possible to cancel a preorder?
When am I charged for a preorder? => When do you charge for pre-orders?
How do I cancel an order? => How can I cancel an order?
Can I cancel an order after it ships? => Is it possible to cancel an order once it has shipped?
How do I change the delivery address? => How can I change the shipping address?
How do I place an order? => How do I order?
Can I read digital manga on an iPad? => Do your ebooks work on iPad?
How many devices can I read on? => On how many devices can I read ebooks?
Can I read ebooks offline? => Is offline reading possible?
How do I contact customer service? => How can I get in touch with support?
Do you have a physical store? => Is there a brick and mortar shop?
What are your opening hours? => When are you open?
Do you sell used manga? => Do you have second hand books?
Do you sell figures? => Do you have any figurines?
Can I order as a guest? => Can I buy without an account?
Do you sell manga in English? => Do you have English editions?
# ja stock
ワンピースの3巻は在庫ありますか => ワンピース 3巻 在庫ある？
鬼滅の刃の1巻はありますか => 鬼滅1巻は置いてますか？
呪術廻戦10巻は買えますか => 呪術廻戦の十巻はまだ買えますか
ハイキュー21巻ありますか => ハイキューの第二十一巻の在庫を教えてください
スパイファミリーの6巻を売っていますか => スパイファミリー6巻は取り扱っていますか？
チェンソーマン11巻の電子版はありますか => チェンソーマン１１巻、電子書籍ある？
NANAの1巻の在庫を教えて => ナナ1巻の在庫ありますか
# ja price
ワンピースの105巻はいくら？ => ワンピース105巻の値段を教えてください
進撃の巨人3巻の価格は？ => 進撃の巨人の第三巻はおいくらですか
鬼滅の刃12巻の値段 => 鬼滅の刃の十二巻はいくらですか？
ナルトのボックスセットはいくら => ナルトのボックスの値段は？
プルートウ全巻でいくら？ => プルートウの全巻セットの価格を教えて
ハガレン27巻いくらする？ => 鋼の錬金術師27巻の値段は？
# ja release
ワンピースの次の巻はいつ出ますか => ワンピースの次巻の発売日は？
ブルーロックの新刊はいつ発売ですか => ブルーロックの次の巻はいつ出る？
薬屋のひとりごと14巻の発売日 => 薬屋のひとりごとの14巻はいつ発売？
ダンダダン21巻はもう出てますか => ダンダダンの21巻って発売されてますか？
サカモトデイズ20巻は予約できますか => サカモトデイズの20巻って予約可能？
# ja facts
モンスターの作者は誰ですか => モンスターは誰が描いたの？
ちはやふるの作者を教えて => ちはやふるって誰が描いてるの
ナルトは全部で何巻ですか => NARUTOは何巻まで出てますか
デスノートは完結していますか => デスノートはもう終わった？
ワンピースはまだ連載中ですか => ワンピースはまだ続いてますか
進撃の巨人の出版社は？ => 進撃の巨人はどこの出版社ですか
蟲師はどんな話ですか => 蟲師のあらすじを教えて
ゴールデンカムイについて教えて => ゴールデンカムイの情報を教えてください
蟲師はアニメ化されていますか => 蟲師のアニメはありますか
東京喰種の対象年齢は？ => 東京喰種は何歳から読めますか
# ja recommend
ホラー漫画のおすすめは？ => おすすめのホラーマンガを教えてください
恋愛漫画のおすすめを教えて => オススメの恋愛マンガある？
デスノートみたいな漫画ある？ => デスノートに似た漫画を教えて
ベルセルクが好きな人におすすめの漫画は？ => ベルセルクのような作品を探しています
800円以下のホラー漫画 => ホラー漫画で800円以内のものを教えて
完結済みのミステリー漫画を教えて => ミステリーで完結してる漫画のおすすめ
子供向けの漫画を教えて => 子ども向けのおすすめ漫画は？
泣ける漫画を教えて => 泣ける漫画のおすすめは
短いコメディ漫画が読みたい => 短めのコメディ漫画のおすすめ
恋愛要素なしのファンタジー漫画 => 恋愛なしのファンタジー漫画のおすすめ
サッカー漫画を探してます => サッカーの漫画のおすすめある？
# ja lists
今人気の漫画は？ => いま人気のマンガを教えて
売れ筋ランキング => 売れ筋の漫画を教えて
新刊を教えて => 新刊情報をください
今週の新刊は？ => 今週の新刊を教えて
浦沢直樹の作品 => 浦沢直樹の漫画を教えて
# ja compare
ナルトとブリーチはどっちが長い？ => ブリーチとナルト、どちらが長いですか
モンスターとプルートウの違いは？ => プルートウとモンスターはどう違うの？
# ja shipping
フランスに発送できますか => フランスへの配送は可能ですか
海外発送はしていますか => 海外に送ってもらえますか
送料はいくらですか => 配送料を教えてください
北海道までの送料はいくらですか => 北海道への送料は？
届くまで何日かかりますか => 配送にかかる日数はどのくらいですか
送料無料はいくらからですか => いくら以上で送料無料になりますか
# ja returns
返品できますか => 返品は可能ですか
返品の方法を教えて => 返品するにはどうすればいいですか
返品の期限は？ => 返品は何日以内ですか
開封した本は返品できますか => 開封済みでも返品可能ですか
本が破れていた場合はどうなりますか => 破損していた場合はどうすればいいですか
返金はいつですか => 返金までどのくらいかかりますか
# ja payment
支払い方法を教えて => どんな支払い方法がありますか
クレジットカードは使えますか => クレカ使える？
PayPayで払えますか => ペイペイは使えますか？
コンビニで払えますか => コンビニ払いはできますか
代引きはできますか => 代金引換は可能ですか
領収書はもらえますか => 領収書の発行はできますか
# ja policy
注文をキャンセルする方法は？ => 注文のキャンセルはどうすればいいですか
発送後のキャンセルはできますか => 発送された後でもキャンセル可能ですか
ポイントの使い方を教えて => ポイントはどうやって使うの？
ギフトラッピングはできますか => プレゼント用に包装してもらえますか
予約の方法を教えてください => 予約はどうやってするの？
電子書籍は何台まで読めますか => 電子版は何台の端末で読めますか
問い合わせ先を教えて => お問い合わせはどこですか
営業時間は？ => 営業時間を教えてください
実店舗はありますか => 実際の店舗はありますか
中古の漫画はありますか => 古本は扱っていますか
# romaji mixed
One Piece no 105-kan wa ikura desu ka => How much is One Piece 105?
wanpiisu 3 kan zaiko arimasu ka => one piece 3-kan no zaiko wa arimasu ka
Naruto no sakusha wa dare => Naruto no sakusha wa dare desu ka
One Pieceの3巻ある？ => ワンピースの3巻ありますか
Chainsaw Manの最新刊いくら => チェンソーマンの最新巻の値段は？
Monsterのauthorは誰？ => モンスターの作者は誰ですか
# en surface
how much is one piece 105 => HOW MUCH IS ONE PIECE 105???
How much is One Piece vol. 105? => how much is one piece volume one hundred and five
Do you ship to Canada? => Hi, do you ship to Canada please? Thanks!
Is Naruto volume twelve in stock? => Is Naruto volume 12 in stock
Can I return a book? => hello, can i return a book, please
Who wrote Death Note? => Ｗｈｏ　ｗｒｏｔｅ　Ｄｅａｔｈ　Ｎｏｔｅ？
Recommend a horror manga! => pls recommend a horror manga
# ja surface
ワンピース１０５巻の値段は？ => ﾜﾝﾋﾟｰｽ105巻の値段は
返品できますか？ => すみません、返品できますか
鬼滅の刃の12巻はありますか => 鬼滅の刃の第十二巻はありますか？
送料はいくら？ => 送料はいくらですか。
`

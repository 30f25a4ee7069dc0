/**
 * Sample questions for synthetic traffic, in English and Japanese, by kind of question; the most usual wording first.
 * Some are identical to questions the precompute worker answers in advance, others are paraphrases. `{title}`,
 * `{genre}` and `{volume}` are placeholders. `wish` generates free-text requests, the first 800 all different.
 */
export type Language = "en" | "ja"
export type Wordings = Readonly<Record<Language, ReadonlyArray<string>>>

export const trending: Wordings = {
  en: [
    "What's trending?",
    "trending manga",
    "popular this week",
    "What's popular right now?",
    "What is everyone reading?",
    "Show me the most popular manga",
    "bestsellers this week",
    "what's hot right now?",
    "top manga",
    "Which manga sell the best?",
    "anything trending today?",
    "most read manga at the moment",
  ],
  ja: [
    "人気の漫画は？",
    "今週の人気漫画は？",
    "人気の漫画を教えて",
    "今流行ってる漫画は？",
    "一番売れてる漫画は？",
    "トレンドの漫画を教えてください",
    "今話題の漫画ある？",
    "人気ランキングを見せて",
    "みんな何読んでる？",
  ],
}

export const newReleases: Wordings = {
  en: [
    "new releases",
    "What are the new releases?",
    "Show me new releases",
    "What's new?",
    "What came out recently?",
    "new manga",
    "any new volumes this week?",
    "latest releases please",
    "What just came in?",
    "new arrivals",
  ],
  ja: [
    "新刊は？",
    "新刊を教えて",
    "新しい漫画を教えてください",
    "最近出た漫画は？",
    "新刊情報",
    "新作漫画を見せて",
    "最新刊ある？",
    "今月の新刊を教えて",
  ],
}

export const genre: Wordings = {
  en: [
    "show me {genre}",
    "{genre} manga",
    "Show me {genre} manga",
    "I'm looking for {genre} manga",
    "do you have any {genre}?",
    "good {genre} manga?",
    "Got any {genre} series?",
    "what {genre} manga do you have",
  ],
  ja: [
    "{genre}漫画を見せて",
    "{genre}漫画",
    "{genre}の漫画を教えて",
    "{genre}漫画ありますか",
    "面白い{genre}漫画ある？",
    "{genre}ものを探しています",
  ],
}

export const titleLookup: Wordings = {
  en: [
    "Tell me about {title}",
    "{title} latest",
    "What is {title} about?",
    "{title}",
    "do you have {title}?",
    "latest volume of {title}",
    "What can you tell me about {title}?",
    "is {title} any good?",
  ],
  ja: [
    "{title}について教えて",
    "{title}の最新刊",
    "{title}",
    "{title}ってどんな漫画？",
    "{title}ありますか",
    "{title}は何巻まで出てる？",
  ],
}

export const stockOrPrice: Wordings = {
  en: [
    "How much is {title} volume {volume}?",
    "Is {title} volume {volume} in stock?",
    "price of {title} {volume}",
    "do you have {title} vol {volume}",
    "What does {title} #{volume} cost?",
    "can I still get {title} volume {volume}?",
  ],
  ja: [
    "{title}の{volume}巻はいくら？",
    "{title}{volume}巻の在庫はありますか",
    "{title} {volume}巻 値段",
    "{title}の{volume}巻ある？",
    "{title}{volume}巻、まだ買えますか",
  ],
}

export const order: Wordings = {
  en: ["Where is my order?", "Has my order shipped?", "what did I order last?"],
  ja: ["注文はどこですか？", "私の注文は発送されましたか", "最後に何を注文した？"],
}

export const followUp: Wordings = {
  en: ["And the next volume?", "Is it in stock?", "How much is it?", "who wrote it?"],
  ja: ["次の巻は？", "在庫ある？", "いくら？", "作者は誰？"],
}

const wishes: Readonly<Record<Language, { hero: string; place: string; mood: string }>> = {
  en: {
    hero: "lighthouse keepers|retired boxers|village doctors|lost robots|street cooks|young astronomers|night nurses|clumsy detectives|forest guards|piano tuners|mountain rescuers",
    place:
      "in a snowy harbour|on a floating city|behind an old theatre|under a desert moon|in a quiet suburb|in a haunted library|on a long train journey|beside a sleeping volcano",
    mood: "gentle|dark|funny|slow|tense|hopeful|strange|sad|brave|dreamy|bitter|warm",
  },
  ja: {
    hero: "灯台守|引退したボクサー|村の医者|迷子のロボット|屋台の料理人|若い天文学者|夜勤の看護師|森の番人|調律師|山岳救助隊",
    place:
      "雪の港|空に浮かぶ街|古い劇場|砂漠の月の下|静かな郊外|幽霊の出る図書館|長い列車の旅|火山のふもと",
    mood: "優しい|暗い|笑える|ゆっくりした|緊張感のある|希望のある|不思議な|悲しい|勇敢な|温かい",
  },
}

/** A wish in free words: no two of the first 800 numbers have the same. */
export const wish = (language: Language, number: number): string => {
  const { hero, mood, place } = wishes[language]
  const [heroes, places, moods] = [hero.split("|"), place.split("|"), mood.split("|")]
  const around = Math.floor(number / heroes.length)
  const who = heroes[number % heroes.length] ?? ""
  const where = places[around % places.length] ?? ""
  const how = moods[(Math.floor(around / places.length) + number) % moods.length] ?? ""
  return language === "en"
    ? `a ${how} story about ${who} ${where}`
    : `${where}で${who}が出てくる${how}話`
}

/** Generates free-text questions that are all different, so that every one of them is a cache miss. */
export type Language = "en" | "ja"

const words: Readonly<Record<Language, readonly [heroes: string, places: string, moods: string]>> =
  {
    en: [
      "lighthouse keepers|train drivers|retired boxers|village doctors|lost robots|street cooks|young astronomers|island teachers|wandering tailors|night nurses|clumsy detectives|deep-sea divers|forest guards|piano tuners|mountain rescuers",
      "in a snowy harbour|on a floating city|behind an old theatre|under a desert moon|in a quiet suburb|at the end of the world|in a haunted library|on a long train journey|in post-war Osaka|beside a sleeping volcano",
      "gentle|dark|funny|slow|tense|hopeful|strange|sad",
    ],
    ja: [
      "灯台守|引退したボクサー|村の医者|迷子のロボット|屋台の料理人|若い天文学者|夜勤の看護師|森の番人|調律師|山岳救助隊",
      "雪の港|空に浮かぶ街|古い劇場|砂漠の月の下|静かな郊外|幽霊の出る図書館|長い列車の旅|火山のふもと",
      "優しい|暗い|笑える|ゆっくりした|緊張感のある|希望のある|不思議な|悲しい|勇敢な|温かい",
    ],
  }

/** All different for the first 800 numbers, in English 1,200; after that the number itself is in the text. */
export const freeWish = (number: number, language: Language = "en"): string => {
  let rest = number
  const [hero = "", place = "", mood = ""] = words[language].map((list) => {
    const all = list.split("|")
    const word = all[rest % all.length]
    rest = Math.floor(rest / all.length)
    return word
  })
  const round = rest === 0 ? "" : `, take ${rest}`
  return language === "en"
    ? `a ${mood} story about ${hero} ${place}${round}`
    : `${place}で${hero}が出てくる${mood}話${round}`
}

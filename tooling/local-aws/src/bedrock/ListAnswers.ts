/**
 * Composes answers that list products (recommendations, popular, new, by genre), and those that need none: greetings,
 * thanks and the customer's own name.
 */
import { namesIn } from "./embedding/CatalogueNames.ts"
import { type Intent } from "@manga-assist/store-grammar"
import { type Sentences } from "./language/EnglishSentences.ts"
import { askedGenres, availability, oneOfEachTitle } from "./books/ProductChoice.ts"
import { mostListed, mostTitles, type Scene } from "./Scene.ts"

export const listAnswers = (scene: Scene, say: Sentences) => {
  const { brief, prompt, today } = scene
  const titles = oneOfEachTitle(prompt.products)

  const recommend = () => {
    const [best, ...rest] = titles.slice(0, mostTitles(scene))
    if (best === undefined) return say.notFound()
    const liked = prompt.customer?.preferredGenres.find((id) => best.genres.includes(id))
    return say.joined([say.first(best, liked), ...rest.map(say.further)])
  }

  const browse = (opening: string) => {
    const [first] = titles
    return say.joined([
      say.listed(opening, titles.slice(0, mostListed(scene)).map(say.entry)),
      brief || first === undefined ? undefined : say.aboutFirst(first),
    ])
  }

  const browseGenres = () => {
    const { genres, mixed } = askedGenres(prompt, titles)
    if (genres.length === 0) return browse(say.weHave)
    return browse(mixed ? say.closestTo(genres) : say.inGenres(genres))
  }

  const newReleases = () => {
    const coming = titles.every((product) => availability(product, today) === "pre-order")
    const [first] = titles
    return say.joined([
      say.listed(
        coming ? say.comingSoon : say.newest(),
        titles.slice(0, mostListed(scene)).map(say.datedEntry),
      ),
      first && say.priced(first, today),
    ])
  }

  return {
    list: (intent: Intent | undefined): string => {
      if (titles.length === 0) return say.notFound()
      switch (intent) {
        case "trending":
          return browse(say.popular())
        case "new-releases":
          return newReleases()
        case "genre-browse":
          return browseGenres()
        default:
          return askedGenres(prompt, titles).mixed ? browseGenres() : recommend()
      }
    },
    greeting: (): string => {
      if (say.thanks.test(prompt.question)) return say.youAreWelcome
      if (say.leaves.test(prompt.question)) return say.goodbye
      return say.hello(prompt.customer?.name, prompt.question)
    },
    ownName: (): string => {
      const name = prompt.customer?.name
      return name === undefined ? say.notSignedIn : say.signedInAs(name)
    },
    authorsNamed: namesIn(prompt.question).authors,
  }
}

/** Starts the customers' page: mounts the app into `#app` of the document. */
import { render } from "preact"
import { App } from "./App.tsx"
import { Chat } from "./chat/Chat.ts"
import { Linked } from "./chat/Linked.ts"
import { Faults } from "./faults/Faults.ts"
import "./look/theme.css"
import "./look/frame.css"
import "./look/chat.css"
import "./look/timing.css"
import "./look/faults.css"
import "./look/contrast.css"

/** What the server wrote into the page: `on` where emulators run on this machine. */
const emulators = document.querySelector<HTMLMetaElement>('meta[name="manga-assist:emulators"]')
const faults = emulators?.content === "on" ? new Faults("/emulators/faults") : undefined
faults?.watch()

const place = document.querySelector("#app")
if (place !== null) {
  const chat = new Chat()
  render(<App chat={chat} faults={faults} linked={new Linked(chat)} />, place)
}

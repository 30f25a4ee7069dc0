/** Starts the customers' page: mounts the app into `#app` of the document. */
import { render } from "preact"
import { App } from "./App.tsx"
import { Chat } from "./chat/Chat.ts"
import "./look/theme.css"
import "./look/frame.css"
import "./look/chat.css"
import "./look/timing.css"
import "./look/contrast.css"

const place = document.querySelector("#app")
if (place !== null) render(<App chat={new Chat()} />, place)

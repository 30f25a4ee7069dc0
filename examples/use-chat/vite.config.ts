/** Serves the page on a port of its own and passes what it asks for on to the assistant. */
import { defineConfig } from "vite"

const assistant = process.env["ASSISTANT"] ?? "http://127.0.0.1:8080"

export default defineConfig({ server: { host: "127.0.0.1", proxy: { "/ai": assistant } } })

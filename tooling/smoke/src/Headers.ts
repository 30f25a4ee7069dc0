/**
 * Two checks of `pnpm smoke`: one HTTP answer has the headers that proxies and caches on the way must not change; and the
 * metrics page, asked for in a request of its own, is not public.
 */
import { failureOf, type Finding } from "./Answer.ts"
import type { Target } from "./Options.ts"

const deadlineMs = 30_000

export const checkHeaders = async (target: Target): Promise<ReadonlyArray<Finding>> => {
  const findings: Array<Finding> = []
  const signal = AbortSignal.timeout(deadlineMs)
  const authorization: Record<string, string> =
    target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }
  try {
    const reply = await fetch(new URL("/chat", target.url), {
      method: "POST",
      headers: { ...authorization, "content-type": "application/json" },
      body: JSON.stringify({ id: "smoke", text: "What is your return policy?" }),
      signal,
    })
    const body = await reply.text()
    const expected = [
      ["content-type", /^text\/event-stream/],
      ["cache-control", /no-cache|no-store/],
      ["x-accel-buffering", /^no$/],
    ] as const
    if (reply.status === 401 || reply.status === 403) {
      findings.push({
        what: `POST /chat answers ${reply.status}: the identity was refused`,
        look: "--token",
      })
    } else if (!reply.ok || !body.includes("event: turn-end")) {
      findings.push({ what: `POST /chat answers ${reply.status} without an end`, look: "its body" })
    } else {
      for (const [name, rule] of expected) {
        const value = reply.headers.get(name) ?? "nothing"
        if (rule.test(value)) continue
        findings.push({
          what: `POST /chat has ${value} as ${name}`,
          look: "what stands between: it buffers, caches or rewrites answers",
        })
      }
    }
    if (target.url.protocol === "https:") {
      const page = await fetch(new URL("/metrics", target.url), { signal, headers: authorization })
      if (page.ok && (await page.text()).includes("manga_assist_")) {
        findings.push({
          what: "/metrics is open to everybody",
          look: "the load balancer's rule for the operator's pages",
        })
      }
    }
  } catch (error) {
    // The questions say the same of the address; what only this request shows is told here.
    findings.push({ what: `POST /chat fails: ${failureOf(error).detail}`, look: "as above" })
  }
  return findings
}

/** Frames to a connection of API Gateway, against a poster that answers as the test says. */
import { describe, expect, it } from "vitest"
import type { Posted } from "../src/gateway/GatewayPoster.ts"
import { GatewaySocket } from "../src/gateway/GatewaySocket.ts"

type MayPost = "yes" | "no" | "later"

const opened = (mayPost: (text: string) => MayPost = () => "yes", isOpening = true) => {
  const posts: Array<string> = []
  const waiting: Array<(posted: Posted) => void> = []
  const heard = { gone: 0, drained: 0, posted: [] as Array<string>, closed: 0 }
  const socket = new GatewaySocket(
    "c=",
    {
      post: (_connection, text) => {
        posts.push(text)
        return new Promise<Posted>((resolve) => waiting.push(resolve))
      },
      close: () => {
        heard.closed += 1
        return Promise.resolve()
      },
    },
    {
      mayPost: (text) => {
        const answer = mayPost(text)
        if (answer === "no") socket.ended()
        return answer === "yes" ? answer : Promise.resolve(answer)
      },
      posted: (text) => heard.posted.push(text),
      drained: () => (heard.drained += 1),
      gone: () => (heard.gone += 1),
    },
    isOpening,
  )
  const answer = async (posted: Posted) => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0)
    waiting.shift()?.(posted)
    await Promise.resolve()
  }
  return { answer, heard, posts, socket }
}

const delta = (text: string, turn = "t", seq = 1) =>
  JSON.stringify({ type: "delta", turn, text, seq })

describe("a connection of the gateway", () => {
  it("has one request in flight; text that comes meanwhile is joined, other frames go singly", async () => {
    const { answer, heard, posts, socket } = opened()
    socket.send(delta("one", "t", 1))
    for (const [index, word] of ["two", "three"].entries()) socket.send(delta(word, "t", index + 2))
    socket.send('{"type":"pong"}')
    socket.send(delta("other", "u", 1))
    expect(posts).toEqual([delta("one", "t", 1)])
    for (let left = 4; left > 0; left -= 1) await answer("sent")
    await expect.poll(() => heard.drained).toBe(1)
    expect(posts.slice(1)).toEqual([
      delta("twothree", "t", 3),
      '{"type":"pong"}',
      delta("other", "u", 1),
    ])
    expect(socket.bufferedAmount()).toBe(0)
  })

  it("joins up to a frame of the gateway, and drops what no message can hold", async () => {
    const { answer, posts, socket } = opened()
    socket.send('{"type":"pong"}')
    const text = "x".repeat(1_000)
    for (let index = 0; index < 100; index += 1) socket.send(delta(text))
    expect(socket.send(delta("x".repeat(140_000)))).toBe("dropped")
    for (let left = 5; left > 0; left -= 1) await answer("sent")
    for (const post of posts) expect(post.length).toBeLessThanOrEqual(32_768)
    const said = posts.slice(1).map((post): string => JSON.parse(post).text)
    expect(said.join("")).toHaveLength(100_000)
  })

  it("tries again what was too much at once, in order", async () => {
    const { answer, heard, posts, socket } = opened()
    socket.send("first")
    socket.send("second")
    await answer("slow")
    await answer("sent")
    await answer("sent")
    await expect.poll(() => heard.posted).toEqual(["first", "second"])
    expect(posts).toEqual(["first", "first", "second"])
  })

  it("joins nothing to a frame that may have arrived although its answer did not", async () => {
    const { answer, heard, posts, socket } = opened()
    socket.send(delta("one", "t", 1))
    await answer("slow")
    await new Promise(setImmediate)
    for (const [index, word] of ["two", "three"].entries()) socket.send(delta(word, "t", index + 2))
    for (let left = 2; left > 0; left -= 1) await answer("sent")
    await expect.poll(() => heard.drained).toBe(1)
    expect(posts).toEqual([delta("one", "t", 1), delta("one", "t", 1), delta("twothree", "t", 3)])
  })

  it("goes on behind a frame that is refused", async () => {
    const { answer, heard, socket } = opened()
    socket.send("first")
    socket.send("second")
    await answer("refused")
    await answer("sent")
    await expect.poll(() => heard.posted).toEqual(["second"])
  })

  it("closes once all was said, and takes nothing more", async () => {
    const { answer, heard, socket } = opened()
    socket.send("last")
    socket.close()
    expect(socket.send("late")).toBe("dropped")
    await answer("sent")
    await expect.poll(() => heard.closed).toBe(1)
    expect(heard.gone).toBe(1)
  })

  it("says nothing for a connection that another instance serves", async () => {
    const { answer, heard, posts, socket } = opened((text) => (text === "end" ? "no" : "yes"))
    for (const text of ["first", "end", "third"]) socket.send(text)
    await answer("sent")
    await expect.poll(() => heard.posted).toEqual(["first"])
    await Promise.resolve()
    expect(posts).toEqual(["first"])
    expect(socket.send("later")).toBe("dropped")
    expect(heard).toMatchObject({ gone: 0, closed: 0 })
  })

  it("waits while nobody can say whose the connection is", async () => {
    const answers: Array<MayPost> = ["later", "later", "yes", "yes"]
    const { answer, heard, socket } = opened(() => answers.shift() ?? "no")
    for (const text of ["first", "second"]) socket.send(text)
    await answer("sent")
    await answer("sent")
    await expect.poll(() => heard.posted).toEqual(["first", "second"])
  })

  it("is over when an open connection is gone", async () => {
    const { answer, heard, socket } = opened(() => "yes", false)
    socket.send("first")
    await answer("gone")
    await expect.poll(() => heard.gone).toBe(1)
  })

  it("says nothing more to a connection that has ended", async () => {
    const { answer, posts, socket } = opened()
    socket.send("first")
    socket.send("second")
    socket.ended()
    await answer("sent")
    await Promise.resolve()
    expect(posts).toEqual(["first"])
    expect(socket.send("third")).toBe("dropped")
  })
})

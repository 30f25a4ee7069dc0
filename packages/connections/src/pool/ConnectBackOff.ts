/**
 * Decides when the pool must not connect to an origin although it wants sessions.
 *
 * There are three cases: the server asked for calm, or allows no streams on a new session; its certificate was refused, which an
 * immediate retry will not change; only the minimum number of sessions is wanted, from a failing origin. A waiting
 * request is never delayed by a plain failure. Times are monotonic milliseconds.
 */
import { isCertificateReason, type TransportError } from "./TransportError.ts"

/** NGHTTP2_ENHANCE_YOUR_CALM. */
const enhanceYourCalm = 11
const refusedForMs = 1_000
const firstCalmMs = 100
const longestCalmMs = 1_000
/** Calm is asked for anew after this long. */
const calmForgottenMs = 60_000
const longestRefillMs = 5_000

export class ConnectBackOff {
  #failuresInRow = 0
  #refused: { readonly error: TransportError; readonly until: number } | undefined
  #calms = 0
  #calmUntil = 0
  #calmedAt = 0
  /** How much rarer PINGs have become because the server complained of them. */
  #rarer = 1

  get failing(): boolean {
    return this.#failuresInRow > 0
  }

  /** Factor on the quiet time before a PING. */
  get pingFactor(): number {
    return this.#rarer
  }

  worked(): void {
    this.#failuresInRow = 0
    this.#refused = undefined
  }

  failed(error: TransportError, now: number): void {
    this.#failuresInRow++
    if (isCertificateReason(error.reason)) this.#refused = { error, until: now + refusedForMs }
  }

  goaway(code: number, detail: string, now: number): void {
    if (code === enhanceYourCalm) this.calm(detail.includes("too_many_pings"), now)
  }

  /** ENHANCE_YOUR_CALM came, or first SETTINGS that allow no streams: another session would be alike. */
  calm(aboutPings: boolean, now: number): void {
    if (now - this.#calmedAt > calmForgottenMs) this.#calms = 0
    this.#calmedAt = now
    const pauseMs = Math.min(longestCalmMs, firstCalmMs * 2 ** this.#calms++)
    this.#calmUntil = now + pauseMs * (0.75 + Math.random() / 4)
    if (aboutPings) this.#rarer = Math.min(16, this.#rarer * 2)
  }

  /** The refusal that still counts. */
  refusal(now: number): TransportError | undefined {
    return this.#refused !== undefined && now < this.#refused.until
      ? this.#refused.error
      : undefined
  }

  /** How long no connection is to be tried at all; 0 mostly. */
  calmMs(now: number): number {
    return Math.max(0, this.#calmUntil - now)
  }

  /** The pause before the floor is restored: grows with the failures in a row, jittered. */
  refillMs(): number {
    return Math.min(longestRefillMs, 250 * 2 ** this.#failuresInRow) * (0.5 + Math.random() / 2)
  }
}

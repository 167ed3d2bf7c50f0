// What the line to the server (connection.ts) works with, and what it shows.
import type {CommitJSON} from "../shared/collab"
import type {InFlight} from "../shared/pending"
import type {PresenceJSON, Text} from "./transport"

/**
 * loading: no text yet; offline: nothing can be sent, see Reason; refused: the last commit was not taken, its text is kept
 * aside; ended: see Reason.
 */
export type Phase = "loading" | "online" | "sending" | "offline" | "refused" | "ended"
/**
 * Why it ended. After "signed-out" it goes on by itself when the person has signed in again. "troubled" is of "offline": the
 * server is there and answers, but cannot do it now, as while its database is down or its disk is full.
 */
export type Reason = "signed-out" | "forbidden" | "stale-bundle" | "not-found" | "troubled"
/** What the page shows of the line. */
export interface Line {readonly phase: Phase; readonly reason: Reason | null}

/** The copy of the text in this browser. */
export interface Copy {
  /** The version that the server has confirmed; null before there is a text. */
  readonly version: number | null
  /** Of the text that it stands on; "" before there is one. */
  readonly epoch: string
  readonly inFlight: InFlight | null
  /** Whether there are steps that are not in a commit yet. */
  readonly waiting: boolean
  /** Freezes waiting steps into a commit, which is safe on the device when the promise resolves. */
  take(): Promise<InFlight | null>
  /** Merges commits. Throws Gap when some are missing before them. */
  receive(commits: readonly CommitJSON[]): void
  /** Gives up the commit in flight; its text is kept aside. */
  refuse(): void
  /** Begins anew with a text; what is not sent is kept aside. */
  replace(text: Text): void
}

/** Timers and chance, so that tests can hold them. */
export interface Clock {
  after(milliseconds: number, run: () => void): () => void
  random(): number
}

/**
 * How long things may take, in milliseconds. The server sends a heartbeat every 15 s and ends a poll after 25 s. hidden is
 * how long a page that nobody sees goes on listening, crowded how long one waits that the server gives no line, troubled how long
 * at most a server in trouble is left alone, overdue how long a stream may take to bring what the answer to a commit left to it.
 */
export const times = {gather: 250, hidden: 5_000, overdue: 10_000, crowded: 30_000, troubled: 5_000, firstByte: 20_000, heartbeat: 40_000, poll: 45_000, answer: 30_000, retryFirst: 1_000, retryMost: 30_000}

/** Hears of what happens beside the text. After a line that was down, every topic may have changed. */
export interface Beside {
  news(topics: readonly string[]): void
  presence(presence: PresenceJSON): void
  /** The server did not take a commit, and says why; its text is set aside. */
  refused(words: string): void
}

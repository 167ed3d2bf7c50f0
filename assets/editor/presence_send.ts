// Tells others where this person is: seldom more than a few times a second, not at all while they stay, and not while
// they type (presence_places.ts).
import type {CollabState} from "../shared/pending"
import type {Passed} from "./comments_versions"
import type {Clock} from "./line"
import {Place} from "./presence_places"

/** In milliseconds. The server forgets a tab that said nothing for 50 s. */
export const pace = {between: 250, alive: 20_000}

export interface Message {readonly client: string; readonly v?: number; readonly a?: number; readonly h?: number; readonly gone?: boolean}

interface Options {
  readonly client: string
  readonly clock: Clock
  readonly post: (message: Message) => void
}

export class Teller {
  // What others believe, moved on as they move it.
  private believed: Place | null = null
  private actual: Place | null = null
  private resting: (() => void) | null = null
  private alive: (() => void) | null = null
  private away = false

  constructor(private readonly o: Options) {}

  /** The text or the selection changed. */
  update(anchor: number, head: number, state: CollabState, passed: Passed): void {
    this.believed = this.believed?.follow(passed, state.version, client => client === null || client === this.o.client) ?? null
    this.actual = Place.of(anchor, head, state)
    this.tell()
  }

  /** Says it again: nobody knows after the line was down. */
  again(): void {
    this.believed = null
    this.tell()
  }

  /** The page is hidden for longer, or closed. */
  leave(): void {
    if (this.away) return
    this.away = true
    this.clear()
    this.believed = null
    this.o.post({client: this.o.client, gone: true})
  }

  back(): void {
    this.away = false
    this.tell()
  }

  /** Says nothing more: the right to read has ended. */
  stop(): void {
    this.away = true
    this.clear()
  }

  private clear(): void {
    this.resting?.()
    this.alive?.()
    this.resting = this.alive = null
  }

  private tell(): void {
    if (this.away || this.resting || !this.actual || this.actual.same(this.believed)) return
    this.send(this.actual)
  }

  private send(place: Place): void {
    const {clock, post, client} = this.o
    this.believed = place
    post({client, v: place.version, a: place.anchor, h: place.head})
    this.clear()
    this.resting = clock.after(pace.between, () => { this.resting = null; this.tell() })
    this.alive = clock.after(pace.alive, () => this.actual && this.send(this.actual))
  }
}

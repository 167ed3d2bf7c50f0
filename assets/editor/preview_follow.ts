// Decides when a page is asked for: one request at a time, never while nobody looks, and with a pause after each that
// grows with what it took, so that a busy server or a poor line is asked less often.
import type {Page, Source} from "./preview_source"

interface Options {
  readonly source: Pick<Source, "page">
  /** Milliseconds from some beginning. */
  readonly now: () => number
  /** Runs something later, and returns what prevents it. */
  readonly after: (wait: number, run: () => void) => () => void
  /** A page came; turned says that somebody asked for another one by its number. */
  readonly show: (page: Page, turned: boolean) => void
  readonly fail: () => void
}

/** The least pause between two requests that follow from typing, in milliseconds. */
const pause = 400
/** How many times as long as the last answer took the next request waits. */
const patience = 4
/** How long an answer may take. */
const limit = 20_000
/** When a request that failed is made again. */
const retry = 5_000

export class Follower {
  private watched = false
  private page: Page | null = null
  private wanted = 0
  private wish: {at: readonly string[]; page: number} | null = {at: [], page: 1}
  private turned = false
  private asking: AbortController | null = null
  private rest = pause
  private cancel: (() => void) | null = null
  constructor(private readonly o: Options) {}

  /** Somebody looks, or nobody does any more. */
  watch(now: boolean): void {
    this.watched = now
    if (now) this.soon(0)
    else {
      this.asking?.abort()
      this.cancel?.()
      this.cancel = null
    }
  }
  /** The text is durable at a version: pages before it are old. */
  saved(version: number): void {
    this.wanted = Math.max(this.wanted, version)
    if (this.stale) this.soon(this.rest)
  }
  /** What is printed beside the text changed: annexes. The page that is shown is asked for again. */
  renew(): void {
    this.wish ??= {at: [], page: this.page?.page ?? 1}
    this.soon(this.rest)
  }
  /** Shows the page with the first of the blocks that is printed. */
  follow(at: readonly string[]): void {
    this.wish = {at, page: this.page?.page ?? 1}
    this.turned = false
    this.soon(0)
  }
  /** Turns pages; nothing happens at the first and at the last. */
  turn(by: number): void {
    if (!this.page) return
    const from = this.turned && this.wish ? this.wish.page : this.page.page
    const page = Math.max(1, Math.min(this.page.pages, from + by))
    if (page === from) return
    this.wish = {at: [], page}
    this.turned = true
    this.soon(0)
  }

  private get stale(): boolean { return this.wish !== null || !this.page || this.page.version < this.wanted }

  private soon(wait: number): void {
    if (!this.watched || this.asking || (this.cancel && wait > 0)) return
    this.cancel?.()
    this.cancel = this.o.after(wait, () => {
      this.cancel = null
      if (this.watched && this.stale && !this.asking) void this.ask()
    })
  }

  private async ask(): Promise<void> {
    const asking = this.asking = new AbortController(), begin = this.o.now()
    const wish = this.wish ?? {at: [], page: this.page!.page}, turned = this.turned
    this.wish = null
    this.turned = false
    let failed = false, late = false
    const end = this.o.after(limit, () => {
      late = true
      asking.abort()
    })
    try {
      this.page = await this.o.source.page(wish, asking.signal)
      if (this.watched) this.o.show(this.page, turned)
    } catch {
      // Given up because nobody looked is no failure.
      failed = late || !asking.signal.aborted
      this.wish ??= wish
      if (failed && this.watched) this.o.fail()
    }
    end()
    this.asking = null
    this.rest = failed ? retry : Math.max(pause, patience * (this.o.now() - begin))
    if (this.stale) this.soon(this.wish && !failed ? 0 : this.rest)
  }
}

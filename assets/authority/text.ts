// One open text: its document, its version, and the step maps of its latest commits.
import {type Node} from "prosemirror-model"
import {ReplaceAroundStep, ReplaceStep, type Step} from "prosemirror-transform"
import {checkChanged, checkDepth} from "../shared/check"
import {MapLog, rebaseCommit, tryApply, type Rebased} from "../shared/rebase"
import {applyTyped} from "../shared/typed"
import {Authors, type AuthorsJSON, type By} from "./authors"
import {Suggestions} from "./guard"
import {Refusal} from "./refusal"
import {nobody, requireUnlocked, type Sender} from "./sender"
import {maxSize, sizeOf} from "./size"

/** More than a step can add to the document beside its slice: the attributes and marks of what it cuts in two. */
const cutBytes = 8 << 10

/** How many commits at least are kept in memory to rebase over; at most twice as many. */
const keepCommits = 2000

/** A commit that the authors have yet to follow; path as in Rebased. */
interface News {
  readonly before: Node
  readonly after: Node
  readonly steps: readonly Step[]
  readonly by: By
  readonly version: number
  readonly path: readonly Node[] | null
}

export class Text {
  private log = new MapLog()
  /** Length of the log after each commit since `floor`. */
  private ends: number[] = []
  /** The document has no more bytes than this; Infinity when that is not known. */
  private atMost = Infinity
  private marked: {doc: Node; version: number} | null = null
  /** Those that the text has, or had since it was opened. */
  readonly suggestions: Suggestions
  /** Accepted commits that the authors have yet to follow: until the next mark they can be taken back. */
  private news: News[] = []

  /** @param floor the oldest version that a commit can be rebased from without reading older commits */
  constructor(
    public doc: Node, public version: number, private readonly authors = Authors.of(doc, ""), private floor = version,
  ) { this.suggestions = new Suggestions(doc) }

  /**
   * Accepts a commit made at `base`: rebases, checks, and stores last, so that a call that was broken off has changed
   * nothing. `older` holds the steps of the commits after `base` up to `floor`, when base is older than what is kept here.
   * The floor can have risen since they were read: rebased over a log with a hole, a step would land in the wrong place.
   * `written` is how many UTF-16 units the steps have as JSON.
   */
  receive(base: number, steps: readonly Step[], older: readonly (readonly Step[])[] | null, written: number, by: Sender = nobody): Rebased {
    if (base > this.version) throw new Refusal("ahead", `base ${base} is ahead of ${this.version}`)
    if (base < this.floor && older?.length !== this.floor - base) throw new Refusal("older", String(this.floor))
    const result = base < this.floor
      ? rebaseCommit(this.doc, steps, this.logWith(older!), 0)
      : rebaseCommit(this.doc, steps, this.log, base > this.floor ? this.ends[base - this.floor - 1]! : 0)
    // Where a letter was typed, all is what it was but for the letter.
    if (result.path) checkDepth(result.path.length)
    else checkChanged(this.doc, result.doc)
    requireUnlocked(this.doc, result.doc, by.locked ?? [])
    if (by.suggests) this.suggestions.require(this.doc, result.doc, by.user)
    const atMost = this.measure(result, written)
    this.store(result.doc, result.steps, by, result.path)
    this.atMost = atMost
    return result
  }

  // Measuring would be half of the work of a typed letter. A replacement adds no more than what was sent, three bytes
  // for a unit at most, so a document far from its limit need not be measured. A mark can be added many times over.
  private measure(result: Rebased, written: number): number {
    const grows = result.steps.every(step => step instanceof ReplaceStep || step instanceof ReplaceAroundStep)
    const atMost = grows ? this.atMost + 3 * written + cutBytes * result.steps.length : Infinity
    if (atMost <= maxSize) return atMost
    const size = sizeOf(result.doc)
    if (size > maxSize && size > sizeOf(this.doc)) throw new Refusal("too-large", `the document would have ${size} bytes`)
    return size
  }

  /** Applies a commit that was accepted before, here or by another process. */
  replay(steps: readonly Step[], by: By = nobody) {
    let doc = this.doc
    const path: Node[] = []
    for (const step of steps) {
      const typed = applyTyped(step, doc, path), result = typed ? {doc: typed, failed: null} : step.apply(doc)
      if (!result.doc) throw new RangeError("an accepted step does not apply: " + result.failed)
      doc = result.doc
    }
    this.store(doc, steps, by, steps.length === 1 && path.length ? path : null)
  }

  /** Remembers the present state; documents are persistent, so this is a pointer. */
  mark() {
    this.followNews()
    this.marked = {doc: this.doc, version: this.version}
  }

  /** Who wrote what, in the present document. */
  whoWrote(): AuthorsJSON {
    this.followNews()
    return this.authors.toJSON(this.doc)
  }

  /** Goes back to the mark, when the database did not take what was accepted since. */
  rollback() {
    if (!this.marked) throw new Error("rollback without a mark")
    this.news.length = 0
    this.ends.length -= this.version - this.marked.version
    this.log.truncate(this.ends[this.ends.length - 1] ?? 0)
    this.doc = this.marked.doc
    this.atMost = Infinity
    this.version = this.marked.version
  }

  private followNews() {
    for (const {before, after, steps, by, version, path} of this.news) {
      let doc = before
      steps.forEach((step, i) => {
        // To apply a step again costs more than to follow it; most commits have one.
        const next = i === steps.length - 1 ? after : tryApply(step, doc)!
        this.authors.follow(doc, next, step, by, version, path)
        doc = next
      })
    }
    this.news = []
  }

  private store(doc: Node, steps: readonly Step[], by: By, path: readonly Node[] | null) {
    this.version++
    this.news.push({before: this.doc, after: doc, steps, by, version: this.version, path})
    this.doc = doc
    this.atMost = Infinity
    for (const step of steps) this.log.push(step.getMap())
    this.ends.push(this.log.length)
    if (this.ends.length > 2 * keepCommits) this.forget(keepCommits)
    if (!this.marked) this.followNews() // nothing can be taken back
  }

  private forget(commits: number) {
    const cut = this.ends[commits - 1]!
    this.log.drop(cut)
    this.ends = this.ends.slice(commits).map(end => end - cut)
    this.floor += commits
  }

  private logWith(older: readonly (readonly Step[])[]): MapLog {
    const log = new MapLog()
    for (const steps of older) for (const step of steps) log.push(step.getMap())
    for (const map of this.log.maps) log.push(map)
    return log
  }
}

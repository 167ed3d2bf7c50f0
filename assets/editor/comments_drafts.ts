// What is being written and was not sent: kept for the time this tab lives, also over a reload, so that a line that fails
// takes no word. Signing out empties the storage of the site, and this with it.
import {newRef} from "../shared/ids"

/** A comment that was not sent. Its id is made when it is begun, so that sending it twice makes one comment. */
export interface Draft {
  readonly id: string
  /** The thread that it answers, or the new one that it begins. */
  readonly thread: string
  readonly body: string
  /** People chosen from the suggestions. */
  readonly mentions: readonly string[]
  /** Of a new thread: what it is about, to find the place again. */
  readonly place?: {readonly block: string; readonly ranged: boolean; readonly quote: string}
}

/** Drafts by what they are for: "new", "reply ID", "edit ID". */
export class Drafts {
  private readonly all: Map<string, Draft>

  constructor(private readonly storage: Storage | null, private readonly name: string) {
    let kept: [string, Draft][] = []
    try {
      kept = JSON.parse(storage?.getItem(name) ?? "[]") as [string, Draft][]
    } catch {
      // Unreadable, or a browser without storage: what is typed is kept in memory then.
    }
    this.all = new Map(Array.isArray(kept) ? kept : [])
  }

  get(key: string): Draft | undefined { return this.all.get(key) }

  /** Keeps a draft, begins it with ids of its own when there is none, and returns it. */
  set(key: string, change: Partial<Draft>): Draft {
    const draft = {...(this.all.get(key) ?? {id: newRef(), thread: newRef(), body: "", mentions: []}), ...change}
    this.all.set(key, draft)
    this.save()
    return draft
  }

  delete(key: string): void {
    this.all.delete(key)
    this.save()
  }

  /** Takes all of them off the device; those of this page stay in memory. */
  forget(): void {
    try {
      this.storage?.removeItem(this.name)
    } catch {
      // A browser without storage keeps none.
    }
  }

  /** Whether an answer in a thread, or new words of a comment there, were begun. */
  holds(thread: string): boolean {
    return this.answers().some(([, draft]) => draft.thread === thread)
  }

  /** The answers and the new words of comments that were begun, by what they are for. */
  answers(): [string, Draft][] {
    return [...this.all].filter(([key, draft]) => key !== "new" && draft.body.trim() !== "")
  }

  /** How many have words. */
  get count(): number { return [...this.all.values()].filter(draft => draft.body.trim()).length }

  private save(): void {
    try {
      this.storage?.setItem(this.name, JSON.stringify([...this.all]))
    } catch {
      // Full or forbidden: it is still in memory.
    }
  }
}

/** The storage of the tab, where the browser has one. */
export function tabStorage(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

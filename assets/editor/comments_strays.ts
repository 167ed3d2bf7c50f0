// What was written for a thread that others deleted meanwhile, and was not sent: after the page was loaded anew there is no
// thread to show it in. It stands in a field of its own, until it becomes a new comment or is thrown away.
import type {Draft, Drafts} from "./comments_drafts"
import {commentField} from "./comments_write"
import type {Translate} from "./config"
import {el} from "./dom"

interface Options {
  readonly drafts: Drafts
  /** Begins a new comment with the words of a draft; false when that cannot be now. */
  readonly begin: (draft: Draft) => boolean
  /** Something was taken out of the list. */
  readonly changed: () => void
  readonly t: Translate
}

export class Strays {
  private readonly items = new Map<string, HTMLLIElement>()

  constructor(private readonly o: Options) {}

  /** The fields of drafts for threads that are neither there nor shown. */
  shown(there: (thread: string) => boolean): HTMLLIElement[] {
    const keys = this.o.drafts.answers().filter(([, draft]) => !there(draft.thread)).map(([key]) => key)
    for (const key of this.items.keys()) if (!keys.includes(key)) this.items.delete(key)
    return keys.map(key => {
      const item = this.items.get(key) ?? this.make(key)
      this.items.set(key, item)
      return item
    })
  }

  private make(key: string): HTMLLIElement {
    const {drafts, begin, changed, t} = this.o
    const field = commentField({
      draft: key, label: t("comments.stray"), button: t("comments.stray.begin"), drafts, people: () => [], t,
      send: draft => Promise.resolve(begin(draft)),
      done: changed,
    })
    return el("li", {class: "editor-thread editor-thread-stray"}, field.dom)
  }
}

// What the person may do in this submission, kept up to date while the page is open, and what follows when the right to
// read ends: nothing of the text stays on the device, and what was never sent is offered once more.
import type {Config, Limit, Rights, Translate} from "./config"
import {el, later} from "./dom"
import {rawText, type Shelf} from "./shelf"
import type {Store} from "./store"

export interface Keeper {
  readonly now: Rights
  /** How long the text may be: another organization that joins, or leaves, changes it. */
  readonly limit: Limit | null
  /** Whether the person may write, if only as suggestions. */
  readonly writes: boolean
  /** Takes the topics of news: people may have been given other roles, and the submission other organizations. */
  news(topics: readonly string[]): void
}

interface Options {
  readonly config: Config
  readonly t: Translate
  readonly fetch: typeof fetch
  /** Called when they are others than before. */
  readonly changed: (rights: Rights, words: string) => void
  /** Called when the limit is another than before. */
  readonly limited: (words: string) => void
}

/** Asks for the rights whenever somebody's may have changed. What is not answered is asked again with the next news. */
export function keepRights({config, t, fetch, changed, limited}: Options): Keeper {
  let now = config.rights, limit = config.limit
  const ask = later(100, async () => {
    try {
      const response = await fetch(config.urls.rights, {credentials: "same-origin", cache: "no-store", headers: {Accept: "application/json"}})
      if (!response.ok) return
      const {limit: allowed, ...given} = await response.json() as Rights & {limit: Limit | null}
      if (allowed?.words !== limit?.words || allowed?.notes !== limit?.notes) {
        limit = allowed
        limited(limit ? t("limit.now", {n: limit.words}) : t("limit.none"))
      }
      if (JSON.stringify(given) === JSON.stringify(now)) return
      const before = now
      now = given
      changed(now, t(now.final === before.final ? "rights.now." + highest(now) : now.final ? "signoff.final" : "signoff.reopened"))
    } catch {
      // The line is down: the stream that begins anew names every topic again.
    }
  })
  return {
    get now() { return now },
    get limit() { return limit },
    get writes() { return now.edit || now.suggest },
    news: topics => { if (topics.includes("people") || topics.includes("details")) ask() },
  }
}

/** Names the rights by the role that has them. */
export function highest(rights: Rights): string {
  return rights.coordinate ? "coordinator" : rights.edit ? "editor" : rights.suggest ? "suggester" : rights.comment ? "commenter" : "reader"
}

/**
 * Removes what the device keeps of the submission. Work of tabs that died before it was sent goes on the shelf, in memory:
 * it can be copied as long as this page is open.
 */
export async function clearDevice(config: Config, store: Store, shelf: Shelf, own: string | null): Promise<void> {
  const works = await store.forget(config.submission, config.user.id)
  for (const {client, kept} of works) {
    if (client === own) continue
    await shelf.add([...kept.dropped, ...kept.pending.map(({step}) => ({step, text: rawText(step)}))])
  }
}

/** What stands in the place of the text when it may not be read any more. */
export function farewell(t: Translate): HTMLElement {
  return el("div", {class: "editor-farewell", role: "alert"},
    el("h2", {}, t("rights.over")), el("p", {}, t("rights.over.why")), el("p", {}, el("a", {href: "/"}, t("rights.over.home"))))
}

// What the panel with linked submissions asks the server for.
import type {Config} from "./config"

/** A piece of a redline. */
export interface Run {readonly text: string; readonly change: "" | "inserted" | "deleted"; readonly note: boolean}

export type PassageKind = "paragraph" | "recommendation" | "note"

/** A passage that came from a linked submission, or went to one. */
export interface Passage {
  readonly id: string
  readonly kind: PassageKind
  /** Its id in this text. */
  readonly block: string
  readonly place: string
  readonly told: string
  /** When newer words were taken or left, and how new a source is that changed. */
  readonly since: readonly string[]
  /** Of the other side; "" for who may not read it. */
  readonly url: string
  readonly state: string
  /** The State that it still names; "" for none. */
  readonly names: string
  readonly language: string
  readonly runs: readonly Run[]
  /** The older and the newer words of its source, where they changed. */
  readonly was?: unknown
  readonly now?: unknown
  readonly seen: string
  readonly sum: string
}

export interface State {
  readonly others: readonly {readonly id: string; readonly name: string}[]
  readonly into: readonly Passage[]
  readonly from: readonly Passage[]
}

/** A passage of a linked submission. */
export interface Offer {
  readonly kind: PassageKind
  readonly block: string
  readonly place: string
  readonly text: string
  /** Where it stands in this text already; "" for nowhere. */
  readonly here: string
  readonly notes: readonly Offer[]
}

export interface Offers {readonly language: string; readonly list: readonly Offer[]; readonly total: number}

/** An answer of the server that says in words why it did not do something. */
export class Refused extends Error {}

export interface Api {
  state(): Promise<State>
  offers(other: string, search: string, from: number): Promise<Offers>
  take(source: string, offer: Offer, into: string): Promise<{readonly doc: unknown}>
  settle(one: Passage, taken: boolean): Promise<void>
}

export function relatedApi({urls, user}: Pick<Config, "urls" | "user">): Api {
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const sep = path.includes("?") ? "&" : "?"
    const response = await fetch(urls.related + path + sep + "as=" + encodeURIComponent(user.as), {
      // What is sent arrives even when the page is left at once: words that were taken over are told of after they were saved.
      method: body ? "POST" : "GET", credentials: "same-origin", cache: "no-store", keepalive: Boolean(body),
      headers: {Accept: "application/json", ...body && {"Content-Type": "application/json"}},
      ...body && {body: JSON.stringify(body)},
    })
    const answer = await response.json() as T & {error?: {message: string}}
    if (!response.ok) throw new Refused(answer.error?.message ?? "")
    return answer
  }
  return {
    state: () => ask("/state"),
    offers: (other, search, from) => ask(`/text/${encodeURIComponent(other)}?` + new URLSearchParams({q: search, from: String(from)})),
    take: (source, {kind, block}, into) => ask("/passages", {source, kind, block, into}),
    settle: ({id, seen, sum}, taken) => ask("/passages/" + encodeURIComponent(id), {seen, sum, taken}),
  }
}

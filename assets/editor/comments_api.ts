// Comments as the server tells them, and the requests about them. No state and no retries here.
import type {Anchor} from "../shared/anchor"

/** Somebody of the submission, under the name they chose there. */
export interface Person {
  readonly user: string
  readonly name: string
  readonly organization: string
  readonly organizationName: string
  /** Has no part in the submission any more. */
  readonly former?: boolean
}

export interface Comment {
  readonly id: string
  /** "" when it is by a reader without account, or the account is gone. */
  readonly user: string
  readonly reader?: string
  readonly body: string
  readonly mentions: readonly string[]
  readonly created: string
  readonly edited?: string
  /** A stone: the words are gone, the answers are not. */
  readonly deleted?: boolean
}

export interface Thread {
  readonly id: string
  readonly anchor: Anchor
  readonly resolved: boolean
  readonly resolvedBy?: string
  readonly comments: readonly Comment[]
}

/** Everything beside the text; the places are those of a version of it. */
export interface Answer {
  readonly version: number
  readonly threads: readonly Thread[]
  readonly people: readonly Person[]
  /** Comments that name the reader, who has not looked yet. */
  readonly unseen: readonly string[]
  readonly rights: {readonly comment: boolean; readonly coordinate: boolean}
}

/** A comment on its way; the ids are made here, so that one that is sent twice is taken once. */
export interface Outgoing {readonly id: string; readonly thread: string; readonly body: string; readonly mentions: readonly string[]}

/** A request that failed; `later` when the same may succeed after a while. */
export class Failure extends Error {
  constructor(readonly later: boolean, message: string) { super(message) }
}

/** The requests. All reject with a Failure. */
export interface Api {
  list(): Promise<Answer>
  start(comment: Outgoing, version: number, anchor: Anchor): Promise<void>
  reply(comment: Outgoing): Promise<void>
  edit(comment: Outgoing): Promise<void>
  remove(thread: string, comment: string): Promise<void>
  resolve(thread: string, resolved: boolean): Promise<void>
  seen(thread: string): Promise<void>
}

/** Makes the requests for an address that may have parameters. */
export function commentsApi(url: string, fetch: typeof globalThis.fetch): Api {
  const [path, query] = url.split("?")
  const ask = async (below: string, body?: object): Promise<Response> => {
    let response: Response
    try {
      response = await fetch(path + below + (query ? "?" + query : ""), {
        credentials: "same-origin", cache: "no-store", redirect: "manual", headers: {Accept: "application/json", ...(body ? {"Content-Type": "application/json"} : {})},
        ...(body ? {method: "POST", body: JSON.stringify(body)} : {}),
      })
    } catch (error) {
      throw new Failure(true, String(error))
    }
    if (response.ok) return response
    const {error} = await response.json().catch(() => ({error: {}})) as {error?: {message?: string}}
    throw new Failure(response.status >= 500 || response.status === 429 || response.status === 401 || response.type === "opaqueredirect", error?.message ?? "")
  }
  const post = async (below: string, body: object) => { await ask(below, body) }
  return {
    list: async () => {
      const response = await ask("")
      return response.json().catch(error => { throw new Failure(true, String(error)) }) as Promise<Answer>
    },
    start: (comment, version, anchor) => post("", {...comment, version, anchor}),
    reply: comment => post("/" + comment.thread, comment),
    edit: comment => post("/" + comment.thread + "/" + comment.id, comment),
    remove: (thread, comment) => post("/" + thread + "/" + comment + "/delete", {}),
    resolve: (thread, resolved) => post("/" + thread + "/state", {resolved}),
    seen: thread => post("/" + thread + "/seen", {}),
  }
}

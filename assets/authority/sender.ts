// Who sends a commit, as the Go side says: part of every call that brings one.
import {type Node} from "prosemirror-model"
import type {By} from "./authors"
import {Refusal} from "./refusal"

export interface Sender extends By {
  /** Ids of the parts that this person may not change now. */
  readonly locked?: readonly string[]
  /** May suggest changes, and nothing else. */
  readonly suggests?: boolean
  /** The steps were made by the server from versions of the text: the suggestions in them are whose they say. */
  readonly madeHere?: boolean
}

/** Somebody who is not known: of a commit whose account is gone, and in tests. */
export const nobody: Sender = {user: "", at: 0}

/** Reads a sender; "" is nobody. */
export const readSender = (json: string): Sender => json ? JSON.parse(json) as Sender : nobody

/**
 * Refuses a change of a part that is locked: all of it is to be there, once and as it was. It can stand elsewhere, and
 * what is around it can change.
 */
export function requireUnlocked(before: Node, after: Node, locked: readonly string[]): void {
  if (!locked.length) return
  const now = new Map<string, Node[]>()
  after.forEach(part => {
    const id = part.attrs["id"] as string
    if (locked.includes(id)) now.set(id, [...now.get(id) ?? [], part])
  })
  before.forEach(part => {
    const id = part.attrs["id"] as string, found = now.get(id)
    if (!locked.includes(id) || (found?.length === 1 && found[0]!.eq(part))) return
    throw new Refusal("locked", id)
  })
}

// Marks of suggestions: what is inserted, deleted, formatted, and which boundary of blocks comes or goes.
import {Mark, type MarkType, type Node} from "prosemirror-model"
import {schema} from "./schema"

const type = (name: string) => schema.marks[name] as MarkType

/** The kinds of suggested change. */
export const insertion = type("insertion"), deletion = type("deletion"), format = type("format"), split = type("split"), join = type("join")

const kinds: ReadonlySet<MarkType> = new Set([insertion, deletion, format, split, join])

/** Who suggests, and the id that holds together what belongs to one change. */
export interface Who { readonly id: string; readonly user: string; readonly at: number }

/** Which of two blocks says what the joined block is. */
export type Kept = "before" | "after"

/** Whether a mark belongs to a suggestion. */
export const isSuggestion = (mark: Mark): boolean => kinds.has(mark.type)

/** The first mark of a kind that a person has in a set of marks. */
export const markOf = (marks: readonly Mark[], kind: MarkType, user: string): Mark | undefined =>
  marks.find(mark => mark.type === kind && mark.attrs["user"] === user)

// Nodes never change, so the answer holds for as long as a node lives.
const known = new WeakMap<Node, boolean>()

/** Whether there is any suggestion in a node, or on it. */
export function hasSuggestions(node: Node): boolean {
  let found = known.get(node)
  if (found === undefined) {
    found = node.marks.some(isSuggestion) || node.content.content.some(hasSuggestions)
    known.set(node, found)
  }
  return found
}

/** The value of bold, italic or a link in a set of marks: null when it is not there, an address, or "". */
export function valueOf(marks: readonly Mark[], name: string): string | null {
  const mark = schema.marks[name]!.isInSet(marks)
  return mark ? (mark.attrs["href"] as string | undefined) ?? "" : null
}

/** A mark with a value of valueOf. */
export const markWith = (name: string, value: string): Mark => schema.marks[name]!.create(name === "link" ? {href: value} : null)

/** A set of marks with another value of one of them. */
export function withValue(marks: readonly Mark[], name: string, value: string | null): readonly Mark[] {
  const rest = schema.marks[name]!.removeFromSet(marks)
  return value === null || (name === "link" && !value) ? rest : markWith(name, value).addToSet(rest)
}

/** What can be bold, italic or a link, by name. */
export const formats = ["link", "em", "strong"] as const

/** The meta of transactions that are not to be turned into suggestions: they are suggestions, or decide them. */
export const settledMeta = "suggestions$"

/** Why an edit cannot be a suggestion, or an own one not be undone: "decided"; the end of a message key. */
export type Unsuitable = "title" | "list" | "table" | "part" | "kind" | "decided"

/** Thrown while a suggestion is made; suggest() turns it into a reason. */
export class NoSuggestion extends Error {
  constructor(readonly reason: Unsuitable) { super(reason) }
}

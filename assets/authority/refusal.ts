/** Why a call was not carried out, for the Go side to act on; every other error of a commit means that it is broken. */
export type RefusalCode =
  | "ahead" // made on a version that is not known here yet
  | "older" // made on a version whose commits are not in memory; the message is the oldest version that is
  | "too-large" // the document would grow beyond its limit
  | "not-own" // a suggestion in another name, or a change that is none by somebody who may only suggest
  | "locked" // it changes a part that is locked; the message is the id of the part
  | "no-part" // there is no part with that id

export class Refusal extends Error {
  constructor(readonly code: RefusalCode, message: string) { super(message) }
}

// What the browser has not yet got confirmed: steps, the commit in flight, and how both are kept over a reload.
import {Node, type Schema} from "prosemirror-model"
import {Step, StepResult, type StepMap} from "prosemirror-transform"
import {schemaVersion} from "./schema"
import {stepsFromJSON, stepsToJSON, type StepJSON} from "./flat"

/**
 * A step back to the document before a pending step. Step.invert is not exact (for marks that overlap, and for notes
 * with content); documents are persistent, so going back is a pointer, exact and free. It is local and is never sent.
 */
export class Rewind extends Step {
  constructor(private readonly before: Node, private readonly stepMap: StepMap) { super() }
  override apply() { return StepResult.ok(this.before) }
  override getMap() { return this.stepMap }
  override invert(doc: Node): Step { return new Rewind(doc, this.stepMap.invert()) }
  override map(): Step | null { return null }
  override toJSON(): never { throw new Error("a rewind stays in this browser") }
}

/** A step that the server has not confirmed, and the document before it. */
export class Pending {
  /**
   * @param ref   the commit it was sent in; null while it waits
   * @param index which step of that commit it is; -1 when it was merged with its neighbours or waits
   */
  constructor(readonly step: Step, readonly before: Node, readonly ref: string | null = null, readonly index = -1) {}
  get rewind(): Rewind { return new Rewind(this.before, this.step.getMap().invert()) }
}

/** A commit in flight. It never changes, so that it can be sent again, byte for byte, until it is answered. */
export interface InFlight {
  ref: string
  base: number
  /** JSON text of its steps. */
  steps: string
}

/** A step that could not be merged, because others removed what it was made on or the server refused it. */
export interface Dropped { step: StepJSON; text: string }

/** Everything that stands between the document shown and the version the server has confirmed. */
export class CollabState {
  constructor(
    readonly version: number, readonly pending: readonly Pending[] = [],
    readonly inFlight: InFlight | null = null, readonly dropped: readonly Dropped[] = [],
  ) {}

  with(change: Partial<Pick<CollabState, "version" | "pending" | "inFlight" | "dropped">>): CollabState {
    const next = {...this, ...change}
    return new CollabState(next.version, next.pending, next.inFlight, next.dropped)
  }

  /** The document at `version`: the one shown without what is pending. */
  base(shown: Node): Node { return this.pending[0]?.before ?? shown }
}

/** Takes down a step that gets lost, with its text, so that it can be shown to the person who wrote it. */
export function dropStep(step: Step): Dropped {
  const slice = (step as {slice?: {content: Node["content"]}}).slice
  const text = slice ? slice.content.textBetween(0, slice.content.size, "\n", "\n") : ""
  return {step: stepsToJSON([step])[0]!, text}
}

/** The unconfirmed state as plain data for IndexedDB. `doc` is the document at `version`. */
export interface Kept {
  schema: number
  version: number
  doc: unknown
  inFlight: InFlight | null
  pending: {step: StepJSON; ref: string | null; index: number}[]
  dropped: Dropped[]
}

/** Writes down what must survive a reload. */
export function keep(shown: Node, state: CollabState): Kept {
  return {
    schema: schemaVersion,
    version: state.version,
    doc: state.base(shown).toJSON(),
    inFlight: state.inFlight,
    pending: state.pending.map(({step, ref, index}) => ({step: stepsToJSON([step])[0]!, ref, index})),
    dropped: state.dropped.slice(),
  }
}

/**
 * Reads what `keep` wrote: the document as it was shown and the state to go on with. Undo history is not kept. Throws a
 * RangeError when it was written by a build with another schema or does not fit together; the caller then keeps the
 * data aside and begins with a fresh copy.
 */
export function restore(schema: Schema, kept: Kept): {doc: Node; state: CollabState} {
  if (kept.schema !== schemaVersion) throw new RangeError(`kept with schema ${kept.schema}`)
  let doc = Node.fromJSON(schema, kept.doc)
  const steps = stepsFromJSON(schema, kept.pending.map(one => one.step))
  const pending = steps.map((step, i) => {
    const one = new Pending(step, doc, kept.pending[i]!.ref, kept.pending[i]!.index)
    const result = step.apply(doc)
    if (!result.doc) throw new RangeError("a kept step does not apply: " + result.failed)
    doc = result.doc
    return one
  })
  return {doc, state: new CollabState(kept.version, pending, kept.inFlight, kept.dropped)}
}

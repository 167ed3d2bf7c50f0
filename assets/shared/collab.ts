// The browser's end of co-editing, without network: what is typed becomes commits, what others did is merged in.
//
// Two rules make all browsers end with the same text. A commit in flight never changes and is sent again until it is
// answered; its ref makes the repeat harmless. And the browser adopts what the server made of its commit: the two ends
// rebase in batches of different size and now and then differ, so the browser's own result is only a guess.
import {type Schema} from "prosemirror-model"
import {Plugin, PluginKey, TextSelection, type EditorState, type PluginSpec, type Transaction} from "prosemirror-state"
import {type Step} from "prosemirror-transform"
import {stepsFromJSON, stepsToJSON, type StepJSON} from "./flat"
import {CollabState, dropStep, Pending, type InFlight} from "./pending"
import {MapLog, RebaseMapping} from "./rebase"

/** A commit as the server sends it. */
export interface CommitJSON {
  v: number
  ref: string
  client: string
  user: string
  at?: string
  /** Left out when it is the reader's own and `as` is set. */
  steps?: StepJSON[]
  /** Accepted as it was sent. */
  as?: boolean
  /** Which of the sent steps are left, when it was rebased. */
  kept?: number[]
}

/** Commits are missing between the version of this browser and the first one received: ask for those in between. */
export class Gap extends Error {
  constructor(readonly version: number, readonly received: number) { super(`have ${version}, received ${received}`) }
}

/** The name is part of the contract: other plugins know a merged transaction by the meta "collab$". */
export const collabKey = new PluginKey<CollabState>("collab")

/**
 * On a merged transaction: the versions it brings, and how many of its steps are of each. These follow on the rewinds, as
 * many as there were pending steps; the own ones redone come last.
 */
export const versionsMeta = "versions"
export type Versions = readonly {readonly v: number; readonly steps: number; readonly client: string}[]

/** The state of co-editing in an editor state. */
export const collabState = (state: EditorState): CollabState => collabKey.getState(state)!

/** The plugin. Begins with a fresh copy at a version, or with what `restore` read. */
export function collab(start: number | CollabState): Plugin<CollabState> {
  return new Plugin<CollabState>({
    key: collabKey,
    state: {
      init: () => typeof start === "number" ? new CollabState(start) : start,
      apply(tr, state) {
        const next = tr.getMeta(collabKey) as CollabState | undefined
        if (next) return next
        if (!tr.docChanged) return state
        return state.with({pending: state.pending.concat(tr.steps.map((step, i) => new Pending(step, tr.docs[i]!)))})
      },
    },
    // Tells prosemirror-history not to compress items that a later rebase has to find again.
    historyPreserveItems: true,
  } as PluginSpec<CollabState>)
}

/** What the server takes in one commit. A single step above it is sent all the same, and refused there. */
export const commitLimits = {steps: 200, bytes: 1_000_000}

/**
 * Freezes pending steps into a commit. Returns null when there is nothing to send or one is in flight already: after a
 * cut line, that one is to be sent again. The transaction has to be dispatched before the commit is sent.
 */
export function takeCommit(state: EditorState, ref: string, limits = commitLimits): {commit: InFlight; tr: Transaction} | null {
  const now = collabState(state)
  if (now.inFlight || !now.pending.length) return null
  let count = Math.min(limits.steps, now.pending.length)
  let run = mergeRuns(now.pending.slice(0, count)), steps = JSON.stringify(stepsToJSON(run.steps))
  while (count > 1 && new TextEncoder().encode(steps).length > limits.bytes) {
    count = count >> 1
    run = mergeRuns(now.pending.slice(0, count))
    steps = JSON.stringify(stepsToJSON(run.steps))
  }
  const commit: InFlight = {ref, base: now.version, steps}
  const pending = now.pending.map((p, i) => i < count ? new Pending(p.step, p.before, ref, run.index[i]!) : p)
  return {commit, tr: quiet(state, now.with({pending, inFlight: commit}))}
}

// A run of typing goes as one step: what rebasing costs the server is steps times missed steps. index[i] says which
// step of the run pending step i became, when it became one alone.
function mergeRuns(pending: readonly Pending[]): {steps: Step[]; index: number[]} {
  const steps: Step[] = [], index: number[] = []
  pending.forEach(({step}, i) => {
    const merged = steps.length ? steps[steps.length - 1]!.merge(step) : null
    if (merged) {
      steps[steps.length - 1] = merged
      index[i - 1] = -1
      index.push(-1)
    } else {
      index.push(steps.length)
      steps.push(step)
    }
  })
  return {steps, index}
}

/**
 * Merges commits from the server, in order, through `dispatch`, which applies a transaction and returns the new state.
 * What was received before is skipped, as the answer to a commit and the stream of events bring the same. Throws Gap
 * when some are missing; nothing after the gap is applied.
 */
export function receiveAll(state: EditorState, commits: readonly CommitJSON[], dispatch: (tr: Transaction) => EditorState): EditorState {
  const have = collabState(state).version
  let list = commits.filter(commit => commit.v > have)
  list.forEach((commit, i) => { if (commit.v !== have + 1 + i) throw new Gap(have + i, commit.v) })
  while (list.length) {
    const ref = collabState(state).inFlight?.ref
    const own = list.findIndex(commit => commit.ref === ref)
    // A confirmed commit costs nothing when it stands alone; foreign ones cost one rewind however many they are.
    const count = own < 0 ? list.length : own || 1
    state = dispatch(receive(state, list.slice(0, count)))
    list = list.slice(count)
  }
  return state
}

// Merges a run of foreign commits, or the own one in flight alone. prosemirror-history wants in one transaction first
// the rewinds, then what is foreign, then the own steps redone, and nothing foreign after them.
function receive(state: EditorState, commits: readonly CommitJSON[]): Transaction {
  const now = collabState(state), version = commits[commits.length - 1]!.v
  const own = now.inFlight && commits[0]!.ref === now.inFlight.ref ? commits[0]! : null
  const mine = own ? now.pending.filter(p => p.ref === own.ref) : []
  if (own && confirms(state.schema, own, mine)) {
    return quiet(state, now.with({version, pending: now.pending.slice(mine.length), inFlight: null}))
  }
  const rebase = new Rebase(state, now.pending), versions: Versions[number][] = []
  for (const commit of commits) {
    const json = commit.steps ?? JSON.parse(now.inFlight!.steps) as StepJSON[]
    versions.push({v: commit.v, steps: json.length, client: commit.client})
    rebase.foreign(stepsFromJSON(state.schema, json), own ? commit.kept ?? json.map((_, i) => i) : [], mine)
  }
  return rebase.finish(mine.length, {version, inFlight: own ? null : now.inFlight}).setMeta(versionsMeta, versions)
}

// Whether the server made of the own commit what this browser has made of it already. Compared through the JSON of this
// schema on both sides: the database does not keep the order of keys.
function confirms(schema: Schema, own: CommitJSON, mine: readonly Pending[]): boolean {
  if (own.as || !own.steps) return true
  const here = stepsToJSON(mergeRuns(mine).steps), there = stepsToJSON(stepsFromJSON(schema, own.steps))
  return JSON.stringify(here) === JSON.stringify(there)
}

/**
 * Gives up the commit in flight, which the server has refused: its steps are taken back and go to `dropped`, with their
 * text; what was typed after it stays, as far as it can stand without it.
 */
export function refuse(state: EditorState): Transaction {
  const now = collabState(state), ref = now.inFlight?.ref
  const refused = now.pending.filter(p => p.ref !== null && p.ref === ref)
  const rebase = new Rebase(state, now.pending)
  return rebase.finish(refused.length, {inFlight: null, dropped: now.dropped.concat(refused.map(p => dropStep(p.step)))})
}

/** Forgets the dropped edits, when the person has seen to them. */
export function forgetDropped(state: EditorState): Transaction {
  return quiet(state, collabState(state).with({dropped: []}))
}

const quiet = (state: EditorState, next: CollabState) => state.tr.setMeta(collabKey, next).setMeta("addToHistory", false)

// One rewind of everything pending, the steps that come instead, and the redo of what is still ours.
class Rebase {
  private readonly tr: Transaction
  private readonly own = new MapLog()
  private readonly over = new MapLog()
  private readonly done = new MapLog()
  private readonly mirror: number[]

  constructor(private readonly state: EditorState, private readonly pending: readonly Pending[]) {
    this.tr = state.tr.setMeta("addToHistory", false)
    this.mirror = new Array<number>(pending.length).fill(-1)
    for (let i = pending.length - 1; i >= 0; i--) {
      const rewind = pending[i]!.rewind
      this.own.push(rewind.getMap())
      this.tr.step(rewind)
    }
  }

  // Applies the steps of a commit. Where a step is one of `mine` in the server's form, positions inside it carry over.
  foreign(steps: readonly Step[], kept: readonly number[], mine: readonly Pending[]) {
    steps.forEach((step, j) => {
      this.tr.step(step)
      const at = mine.findIndex(p => p.index >= 0 && p.index === kept[j])
      if (at >= 0) this.pair(this.pending.length - 1 - at, this.over.length)
      this.over.push(step.getMap())
    })
  }

  // Applies again what was pending after the first `skip` steps.
  finish(skip: number, change: Parameters<CollabState["with"]>[0]): Transaction {
    const {tr, pending} = this, count = pending.length, now = collabState(this.state)
    const mapping = new RebaseMapping(this.own, this.over, 0, this.done, this.mirror)
    const left: Pending[] = [], dropped = (change.dropped ?? now.dropped).slice()
    for (let i = skip; i < count; i++) {
      mapping.from = count - i
      const one = pending[i]!, step = one.step.map(mapping), before = tr.doc
      if (step && applies(tr, step)) {
        this.pair(count - 1 - i, this.over.length + this.done.length)
        this.done.push(step.getMap())
        left.push(new Pending(step, before, one.ref, one.index))
      } else {
        dropped.push(dropStep(one.step))
      }
    }
    this.holdSelection()
    return tr.setMeta("rebased", count).setMeta(collabKey, now.with({...change, pending: left, dropped}))
  }

  // Notes that the step whose inverse is number `inverse` was redone as the transaction's last step.
  private pair(inverse: number, redone: number) {
    this.mirror[inverse] = redone
    // setMirror is what prosemirror-collab uses too; its types leave it out.
    const mapping = this.tr.mapping as unknown as {setMirror(n: number, m: number): void}
    mapping.setMirror(inverse, this.tr.steps.length - 1)
  }

  // What others write at the cursor goes after it; without this it would be pushed along while they type.
  private holdSelection() {
    const {selection} = this.state, {tr} = this
    if (!(selection instanceof TextSelection) || !tr.docChanged) return
    const map = (pos: number) => tr.doc.resolve(tr.mapping.map(pos, -1))
    tr.setSelection(TextSelection.between(map(selection.anchor), map(selection.head), -1))
    // Not a choice of the person: bit 1 of `updated` says that the selection was set, and would drop stored marks.
    const marked = tr as unknown as {updated: number}
    marked.updated &= ~1
  }
}

function applies(tr: Transaction, step: Step): boolean {
  try {
    return !tr.maybeStep(step).failed
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

// Parts that are locked: shown in the text and the outline, and not to be typed into. The server refuses such changes
// too; this spares everybody the text that would have to be kept aside.
import type {Node} from "prosemirror-model"
import {Plugin, PluginKey, type EditorState, type Transaction} from "prosemirror-state"
import {Decoration, DecorationSet} from "prosemirror-view"
import {collabKey} from "../shared/collab"
import type {Around, Feature} from "./feature"
import type {Lock, Team} from "./team"

/** The locks that bind this person, by the id of the part. */
type Locks = ReadonlyMap<string, Lock>

const key = new PluginKey<Locks>("locks")

/** Whether a change leaves each locked part as it is. */
export function keepsLocked(before: Node, after: Node, locked: (id: string) => boolean): boolean {
  const now = new Map<unknown, Node>()
  after.forEach(part => now.set(part.attrs["id"], part))
  let kept = true
  before.forEach(part => {
    const id = part.attrs["id"] as string
    if (!kept || !locked(id)) return
    const found = now.get(id)
    kept = found !== undefined && (found === part || found.eq(part))
  })
  return kept
}

// Whether a key would change what the cursor stands in. In a locked part the browser lets it go without a word, so that no
// change comes to be held back.
const changes = ({key, ctrlKey, metaKey, altKey}: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && ([...key].length === 1 || key === "Enter" || key === "Backspace" || key === "Delete")

/** The plugin. blocked is called when a change was held back. */
export function lockPlugin(label: (lock: Lock) => string, blocked: () => void): Plugin<Locks> {
  return new Plugin<Locks>({
    key,
    state: {
      init: () => new Map(),
      apply: (tr, locks) => (tr.getMeta(key) as Locks | undefined) ?? locks,
    },
    filterTransaction(tr, state) {
      const locks = key.getState(state)!
      // What others wrote was let in by the server.
      if (!tr.docChanged || !locks.size || tr.getMeta(collabKey)) return true
      if (keepsLocked(state.doc, tr.doc, id => locks.has(id))) return true
      blocked()
      return false
    },
    props: {
      handleKeyDown(view, event) {
        const {$from} = view.state.selection
        if ($from.depth && key.getState(view.state)!.has($from.node(1).attrs["id"] as string) && changes(event)) blocked()
        return false
      },
      decorations(state) {
        const locks = key.getState(state)!, list: Decoration[] = []
        if (!locks.size) return null
        state.doc.forEach((part, pos) => {
          const lock = locks.get(part.attrs["id"] as string)
          if (lock) list.push(Decoration.node(pos, pos + part.nodeSize, {class: "part-locked", "data-lock": label(lock), contenteditable: "false"}))
        })
        return DecorationSet.create(state.doc, list)
      },
    },
  })
}

const lockTo = (state: EditorState, locks: readonly Lock[]): Transaction =>
  state.tr.setMeta(key, new Map(locks.map(lock => [lock.part, lock]))).setMeta("addToHistory", false)

/** Locks and assignments, in the text and in the outline. */
export function locks(around: Around, team: Team): Feature {
  const {t} = around
  const label = ({by}: Lock) => by ? t("locks.by", {name: by}) : t("locks.locked")
  let told = 0
  const blocked = () => {
    // Once, not for every key.
    if (Date.now() - told > 5_000) around.tell(t("locks.blocked"))
    told = Date.now()
  }
  const follow = () => {
    const view = around.view()
    view?.dispatch(lockTo(view.state, team.bound ? team.locks : []))
  }
  team.onChange(follow)
  return {
    plugins: [lockPlugin(label, blocked)],
    opened: follow,
    part(id) {
      const lock = team.locks.find(one => one.part === id)
      const open = team.assignments.filter(one => one.block === id && !one.done)
      const assigned = open.map(one => {
        const who = one.due ? t("assigned.until", {who: one.who, due: one.due}) : t("assigned.to", {who: one.who})
        return one.overdue ? who + " · " + t("assigned.overdue") : who
      })
      return [lock ? label(lock) : "", ...assigned].filter(Boolean).join(" · ")
    },
  }
}

// Endnotes in place: the text shows the mark, opening it shows a small editor below its line. What is typed there goes
// into the text as ordinary steps, so that it is saved, merged and undone like everything else.
import {baseKeymap} from "prosemirror-commands"
import {keymap} from "prosemirror-keymap"
import {Fragment, Slice, type Node} from "prosemirror-model"
import {EditorState, NodeSelection, Plugin, PluginKey, TextSelection, type Command, type Transaction} from "prosemirror-state"
import {StepMap} from "prosemirror-transform"
import {EditorView, type NodeView} from "prosemirror-view"
import {schema} from "../shared/schema"
import {settledMeta} from "../shared/suggest_marks"
import {safeRedo, safeUndo} from "./actions"
import {commentOn} from "./comments_plugin"
import type {Translate} from "./config"
import {linkDialog} from "./dialogs"
import {el, setText} from "./dom"
import {markOn, selectedEndnote, toggleEm, toggleStrong} from "./inline"
import {numbering} from "./numbering"
import {asSuggested, copied, suggesting} from "./suggesting"

/** The position before the note that is open. */
const openKey = new PluginKey<number | null>("note")

/** Opens the note at a position, or closes with null. */
export const openNote = (pos: number | null): Command => (state, dispatch) => {
  dispatch?.(state.tr.setMeta(openKey, {pos}).setMeta("addToHistory", false))
  return true
}

/** Opens the note that is selected. */
export const openSelected: Command = (state, dispatch, view) => {
  const note = selectedEndnote(state)
  return note !== null && openNote(note.pos)(state, dispatch, view)
}

/** The plugin: marks as buttons, and the popover. */
export function notes(t: Translate, user: string): Plugin<number | null> {
  return new Plugin<number | null>({
    key: openKey,
    state: {
      init: () => null,
      apply(tr, open) {
        const meta = tr.getMeta(openKey) as {pos: number | null} | undefined
        if (meta) return meta.pos
        if (open === null) return null
        // Going on elsewhere closes the note; merges, undo and what is written in the note itself choose no place.
        const elsewhere = tr.selectionSet && !tr.docChanged && !(tr.selection instanceof NodeSelection && tr.selection.from === open)
        if (elsewhere) return null
        if (!tr.docChanged) return open
        // Behind the mark: what is inserted just before it must not part the popover from it.
        const moved = tr.mapping.mapResult(open, 1)
        return tr.doc.nodeAt(moved.pos)?.type.name === "endnote" ? moved.pos : null
      },
    },
    props: {
      nodeViews: {endnote: node => new Mark(node)},
      handleClickOn(view, _pos, node, nodePos) {
        if (node.type.name !== "endnote") return false
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, nodePos)).setMeta(openKey, {pos: nodePos}))
        return true
      },
    },
    view: view => new Popover(view, t, user),
  })
}

// The mark shows its number from the decoration of numbering.ts; the text of the note is not drawn in the line.
class Mark implements NodeView {
  readonly dom: HTMLElement
  constructor(private node: Node) {
    this.dom = el("span", {class: "endnote", role: "button", "aria-haspopup": "dialog", contenteditable: "false"})
    this.dom.title = node.textContent
  }
  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.dom.title = node.textContent
    return true
  }
  ignoreMutation() { return true }
}

class Popover {
  private dom: HTMLElement | null = null
  private inner: EditorView | null = null
  private readonly title = el("h2", {id: "editor-note-title"})
  private open: number | null = null

  constructor(private readonly outer: EditorView, private readonly t: Translate, private readonly user: string) {}

  update(): void {
    const pos = openKey.getState(this.outer.state) ?? null
    const node = pos === null ? null : this.outer.state.doc.nodeAt(pos)
    if (pos === null || !node) return this.close()
    const another = this.dom && this.open !== null && !this.follows(node)
    if (another) this.close()
    this.open = pos
    if (!this.dom) this.show(node)
    else this.merge(node)
    setText(this.title, this.t("note.title", {n: numbering(this.outer.state).byId.get(node.attrs["id"])?.number ?? "–"}))
    this.place()
  }

  private follows(node: Node): boolean { return this.inner!.state.doc.attrs["id"] === node.attrs["id"] }

  private show(node: Node): void {
    const {t} = this
    const button = (name: string, label: string, run: () => void) => el("button", {
      type: "button", class: "editor-button", "data-action": name, "aria-label": t("action." + name), "data-tip": t("action." + name),
      mousedown: event => event.preventDefault(), click: run,
    }, label)
    const command = (run: Command) => () => { run(this.inner!.state, this.inner!.dispatch); this.inner!.focus() }
    const text = el("div", {class: "editor-note-text"})
    this.dom = el("div", {class: "editor-note", role: "dialog", "aria-labelledby": this.title.id},
      el("div", {class: "editor-note-head"}, this.title,
        button("strong", t("button.strong"), command(toggleStrong)), button("em", t("button.em"), command(toggleEm)),
        button("link", t("button.link"), () => linkDialog(this.inner!, t)),
        el("button", {type: "button", class: "editor-button", click: () => this.remove()}, t("note.remove")),
        el("button", {type: "button", class: "editor-button", click: () => this.leave()}, t("note.done"))),
      text)
    this.outer.dom.parentElement!.append(this.dom)
    this.inner = new EditorView(text, {
      state: EditorState.create({doc: node, plugins: this.plugins()}),
      dispatchTransaction: tr => this.dispatch(tr),
      attributes: {role: "textbox", "aria-multiline": "true", "aria-labelledby": this.title.id, class: "editor-note-input"},
      transformPasted: flatten,
      transformCopied: copied,
    })
    this.inner.dispatch(this.inner.state.tr.setSelection(TextSelection.atEnd(this.inner.state.doc)))
    this.place()
    this.inner.focus()
  }

  private plugins(): Plugin[] {
    const outer = (command: Command): Command => () => command(this.outer.state, this.outer.dispatch)
    const leave = () => { this.leave(); return true }
    return [
      keymap({
        "Mod-z": outer(safeUndo), "Mod-y": outer(safeRedo), "Shift-Mod-z": outer(safeRedo),
        "Mod-b": toggleStrong, "Mod-i": toggleEm, "Mod-k": () => { linkDialog(this.inner!, this.t); return true },
        "Mod-Alt-m": () => this.comment(),
        "Enter": leave, "Escape": leave,
      }),
      keymap(baseKeymap),
    ]
  }

  // On the selected words of the note, or on the whole of it.
  private comment(): boolean {
    const {open} = this, {from, to, empty} = this.inner!.state.selection
    if (open !== null) commentOn(this.outer, empty ? {block: this.inner!.state.doc.attrs["id"] as string} : {from: open + 1 + from, to: open + 1 + to})
    return true
  }

  // What is done here goes to the text, shifted to where the note stands; what comes from there has the meta "outside".
  private dispatch(made: Transaction): void {
    const outside = made.getMeta("outside") as boolean | undefined, suggests = suggesting(this.outer.state) && !outside
    const tr = suggests ? asSuggested(made, this.inner!.state, this.user, () => {}, true) : made
    if (!tr) return
    const {state, transactions} = this.inner!.state.applyTransaction(tr)
    this.inner!.updateState(state)
    this.press()
    if (outside || this.open === null) return
    const outer = this.outer.state.tr, shift = StepMap.offset(this.open + 1)
    for (const {steps} of transactions) {
      for (const step of steps) {
        const moved = step.map(shift)
        if (moved) outer.step(moved)
      }
    }
    if (suggests) outer.setMeta(settledMeta, true)
    if (outer.docChanged) this.outer.dispatch(outer)
  }

  private press(): void {
    for (const name of ["strong", "em", "link"] as const) {
      this.dom?.querySelector(`[data-action="${name}"]`)?.setAttribute("aria-pressed", String(markOn(this.inner!.state, name)))
    }
  }

  private merge(node: Node): void {
    const {state} = this.inner!, start = node.content.findDiffStart(state.doc.content)
    if (start === null) return
    let {a, b} = node.content.findDiffEnd(state.doc.content)!
    const overlap = start - Math.min(a, b)
    if (overlap > 0) { a += overlap; b += overlap }
    this.inner!.dispatch(state.tr.replace(start, b, node.slice(start, a)).setMeta("outside", true))
  }

  private place(): void {
    if (!this.dom || this.open === null) return
    const mark = this.outer.nodeDOM(this.open) as HTMLElement | null
    if (!mark) return
    const frame = this.dom.offsetParent?.getBoundingClientRect(), box = mark.getBoundingClientRect()
    if (frame) this.dom.style.insetBlockStart = `${box.bottom - frame.top + 6}px`
  }

  // An empty note that is left is a note that was not wanted.
  private leave(): void {
    const pos = this.open
    if (pos === null) return
    const node = this.outer.state.doc.nodeAt(pos)
    if (node?.content.size === 0) return this.remove()
    const tr = this.outer.state.tr.setMeta(openKey, {pos: null})
    this.outer.dispatch(tr.setSelection(TextSelection.create(tr.doc, pos + (node?.nodeSize ?? 0))))
    this.outer.focus()
  }

  private remove(): void {
    const pos = this.open, node = pos === null ? null : this.outer.state.doc.nodeAt(pos)
    if (pos === null || !node) return
    const tr = this.outer.state.tr.setMeta(openKey, {pos: null})
    this.outer.dispatch(tr.delete(pos, pos + node.nodeSize).setSelection(TextSelection.create(tr.doc, pos)))
    this.outer.focus()
  }

  private close(): void {
    this.inner?.destroy()
    this.dom?.remove()
    this.inner = this.dom = this.open = null
  }

  destroy(): void { this.close() }
}

/** Text for a note: paragraphs become one line, and only bold, italic and links stay. */
export function flatten(slice: Slice): Slice {
  const texts: Node[] = []
  let line = 0
  slice.content.descendants((node, _pos, parent) => {
    if (node.isTextblock && line++ > 0 && texts.length) texts.push(schema.text(" "))
    if (node.isText && parent?.type.name !== "endnote") texts.push(node)
    return true
  })
  return new Slice(Fragment.from(texts), 0, 0)
}

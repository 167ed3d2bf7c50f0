// Find and replace: a bar with the number of matches, next and previous; endnotes are searched too.
import type {Node} from "prosemirror-model"
import {NodeSelection, Plugin, PluginKey, TextSelection, type EditorState, type Transaction} from "prosemirror-state"
import {Decoration, DecorationSet, type EditorView} from "prosemirror-view"
import type {Translate} from "./config"
import {el, setText} from "./dom"
import type {Margins} from "./editor"
import {openNote} from "./notes"

/** Where a match stands; note is the position before the endnote it is in, or null. */
export interface Match {readonly from: number; readonly to: number; readonly note: number | null}

interface Found {readonly query: string; readonly matches: readonly Match[]; readonly at: number; readonly decorations: DecorationSet}
const none: Found = {query: "", matches: [], at: -1, decorations: DecorationSet.empty}

export const findKey = new PluginKey<Found>("find")

/** Lower case that keeps the length: positions in it are positions in the text. */
const fold = (text: string) => {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : Array.from(text, char => (char.toLowerCase().length === char.length ? char.toLowerCase() : char)).join("")
}

/** Finds all places of a text, whatever the case, in the order of the text. Matches do not reach over two blocks. */
export function findAll(doc: Node, query: string): Match[] {
  const wanted = fold(query), matches: Match[] = []
  if (!wanted) return matches
  const search = (node: Node, start: number, note: number | null) => {
    // One character for each position: what is not text stands as U+FFFC, a note as many as its size.
    let text = ""
    node.forEach(child => { text += child.isText ? child.text! : "\ufffc".repeat(child.nodeSize) })
    const folded = fold(text)
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
      matches.push({from: start + at, to: start + at + wanted.length, note})
    }
  }
  doc.descendants((node, pos) => {
    if (node.isTextblock || node.type.name === "endnote") search(node, pos + 1, node.type.name === "endnote" ? pos : null)
    return true
  })
  return matches.sort((a, b) => (a.note ?? a.from) - (b.note ?? b.from) || a.from - b.from)
}

/** Puts other words where matches are; they take the format of what stood there. None: the matches are deleted. */
export function replaceAll(state: EditorState, matches: readonly Match[], words: string): Transaction {
  const {tr} = state
  // From the end, so that the places before stay where they are.
  for (const {from, to} of [...matches].sort((a, b) => b.from - a.from)) {
    if (words) tr.insertText(words, from, to)
    else tr.delete(from, to)
  }
  return tr
}

function decorate(state: EditorState, matches: readonly Match[], at: number): DecorationSet {
  return DecorationSet.create(state.doc, matches.map((match, i) => {
    const attrs = {class: i === at ? "found found-here" : "found"}
    return match.note === null ? Decoration.inline(match.from, match.to, attrs)
      : Decoration.node(match.note, match.note + state.doc.nodeAt(match.note)!.nodeSize, attrs)
  }))
}

function look(state: EditorState, query: string, at: number): Found {
  const matches = findAll(state.doc, query)
  const here = Math.min(at, matches.length - 1)
  return {query, matches, at: here, decorations: decorate(state, matches, here)}
}

export function find(): Plugin<Found> {
  return new Plugin<Found>({
    key: findKey,
    state: {
      init: () => none,
      apply(tr, found, _, state) {
        const meta = tr.getMeta(findKey) as {query: string; at: number} | undefined
        if (meta) return meta.query ? look(state, meta.query, meta.at) : none
        return tr.docChanged && found.query ? look(state, found.query, found.at) : found
      },
    },
    props: {decorations: state => findKey.getState(state)?.decorations},
  })
}

/** The bar. It is hidden until it is opened. */
export interface FindBar {readonly dom: HTMLElement; open(): void; update(state: EditorState): void}

export function findBar(view: () => EditorView | null, t: Translate): FindBar {
  const count = el("span", {class: "editor-find-count", role: "status"})
  const input = el("input", {type: "search", id: "editor-find", dir: "auto", autocomplete: "off", enterkeyhint: "search", placeholder: t("action.find")})
  const words = el("input", {type: "text", id: "editor-replace", autocomplete: "off", dir: "auto", placeholder: t("find.with")})
  const button = (name: string, run: () => void) => el("button", {type: "button", class: "editor-button", click: run}, t("find." + name))
  const sign = (name: string, shown: string, run: () => void) => el("button", {
    type: "button", class: "editor-button", "aria-label": t("find." + name), "data-tip": t("find." + name), click: run,
  }, shown)
  const dom = el("div", {class: "editor-find", role: "search", hidden: true},
    el("label", {class: "unseen", for: input.id}, t("action.find")), input, count,
    sign("previous", "↑", () => go(-1)), sign("next", "↓", () => go(1)), sign("close", "×", () => close()),
    el("span", {class: "editor-find-line"}, el("label", {class: "unseen", for: words.id}, t("find.with")), words,
      button("replace", () => replaceOne()), button("replaceAll", () => replaceEach())))

  const tell = (query: string, at: number) => {
    const editor = view()
    if (editor) editor.dispatch(editor.state.tr.setMeta(findKey, {query, at}).setMeta("addToHistory", false))
  }
  function go(by: 1 | -1) {
    const editor = view(), found = editor && findKey.getState(editor.state)
    if (!editor || !found?.matches.length) return
    const {matches} = found, at = (found.at + by + matches.length) % matches.length
    tell(found.query, at)
    show(editor, matches[at]!)
    input.focus({preventScroll: true})
  }
  function replaceOne() {
    const editor = view(), found = editor && findKey.getState(editor.state), match = found?.matches[found.at]
    if (!editor?.editable || !match) return
    editor.dispatch(replaceAll(editor.state, [match], words.value))
    // On to the next one behind the new words, which may hold the old ones.
    const {matches} = findKey.getState(editor.state)!, next = matches.findIndex(one => one.from >= match.from + words.value.length)
    if (matches.length) tell(found!.query, Math.max(0, next))
    const here = matches[Math.max(0, next)]
    if (here) show(editor, here)
  }
  function replaceEach() {
    const editor = view(), found = editor && findKey.getState(editor.state)
    if (!editor?.editable || !found?.matches.length) return
    const n = found.matches.length
    editor.dispatch(replaceAll(editor.state, found.matches, words.value))
    setText(count, t("find.replaced", {n}))
  }
  function close() {
    dom.hidden = true
    const editor = view(), found = editor && findKey.getState(editor.state), match = found?.matches[found.at]
    tell("", -1)
    if (match?.note != null && editor) openNote(match.note)(editor.state, editor.dispatch)
    else editor?.focus()
  }
  input.addEventListener("input", () => {
    const editor = view()
    if (!editor) return
    // Begins at the first match after the cursor.
    const matches = findAll(editor.state.doc, input.value), from = editor.state.selection.from
    const at = Math.max(0, matches.findIndex(match => match.from >= from))
    tell(input.value, at)
    if (matches[at]) show(editor, matches[at])
  })
  dom.addEventListener("keydown", event => {
    if (event.key === "Escape") { event.preventDefault(); close() }
    if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    if (event.target === words) replaceOne()
    else go(event.shiftKey ? -1 : 1)
  })
  return {
    dom,
    open() {
      const editor = view()
      dom.hidden = false
      if (editor && !editor.state.selection.empty && editor.state.selection instanceof TextSelection) {
        const {from, to} = editor.state.selection
        const text = editor.state.doc.textBetween(from, to, "\n")
        if (text && !text.includes("\n")) input.value = text
      }
      input.focus()
      input.select()
      input.dispatchEvent(new Event("input"))
    },
    update(state) {
      const found = findKey.getState(state)
      setText(count, !found?.query ? "" : found.matches.length ? t("find.count", {at: found.at + 1, n: found.matches.length}) : t("find.none"))
    },
  }
}

function show(editor: EditorView, match: Match): void {
  const {tr} = editor.state
  editor.dispatch(tr.setSelection(match.note === null ? TextSelection.create(tr.doc, match.from, match.to) : NodeSelection.create(tr.doc, match.note)))
  // A view scrolls only while it has the focus, which is in the bar.
  const {top, bottom} = editor.coordsAtPos(match.note ?? match.from), {top: above, bottom: below} = editor.props.scrollMargin as Margins
  if (top < above || bottom > innerHeight - below) scrollBy(0, top - (above + innerHeight) / 2)
}

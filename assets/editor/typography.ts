// Typography, offered and never silent: a panel lists what could be mended, with the words before and after, and mends
// one place, all of a kind, or all. What is mended as one types is off until somebody turns it on, and says so each time.
import {Plugin} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {recall, remember} from "./choices"
import {el, fill, later} from "./dom"
import type {Around, Feature} from "./feature"
import {goToPosition} from "./typography_go"
import {kinds, mends} from "./typography_rules"
import {hostOf, mending, scan, type Place} from "./typography_scan"

/** How many places of a kind are listed; more are counted. */
const listed = 25
/** Where this device keeps whether to mend while typing. */
const choice = "typography"
/** How many characters before the blank just typed a mend has to end to be made while typing. */
const reach = 3

/** The panel "typography". Looks through the text only while it is open. */
export function typography({config, t, view, tell, side}: Around): Feature {
  const list = el("div"), all = el("button", {type: "button", class: "editor-button", click: () => mendAll()})
  const typing = el("input", {type: "checkbox", id: "editor-typing", change: () => remember(choice, typing.checked ? "on" : "")})
  typing.checked = recall(choice) === "on"
  const dom = el("div", {},
    el("p", {}, t("typography.about")), el("p", {class: "aside-note"}, t("typography.signs")), all, list,
    el("p", {class: "typography-option"}, typing, el("label", {for: typing.id}, t("typography.typing"))))
  let open = false, found: readonly Place[] = []

  const look = () => {
    const editor = view()
    if (!editor || !open) return
    found = scan(editor.state.doc, config.textLanguage)
    side.refresh()
    all.textContent = t("typography.all", {n: found.length})
    all.hidden = found.length === 0
    fill(list, ...(found.length ? kinds.flatMap(group) : [el("p", {}, t("typography.none"))]))
  }
  const group = (kind: Place["kind"]) => {
    const places = found.filter(place => place.kind === kind)
    if (!places.length) return []
    return [
      el("h2", {class: "typography-kind"}, t("typography." + kind)),
      el("button", {type: "button", class: "editor-button", click: () => mend(same => same.kind === kind)}, t("typography.kind", {n: places.length})),
      el("ul", {class: "typography-list"}, ...places.slice(0, listed).map(entry),
        places.length > listed && el("li", {}, t("typography.more", {n: places.length - listed}))),
    ]
  }
  const entry = (place: Place) => el("li", {},
    el("span", {class: "typography-change", lang: config.textLanguage, dir: config.direction},
      el("span", {class: "unseen"}, t("typography.before")), el("span", {class: "typography-before"}, place.before),
      el("span", {"aria-hidden": "true"}, config.direction === "rtl" ? " ← " : " → "),
      el("span", {class: "unseen"}, t("typography.after")), el("b", {}, place.after)),
    el("span", {class: "typography-tools"},
      el("button", {type: "button", class: "editor-button", click: () => one(place)}, t("typography.mend"), el("span", {class: "unseen"}, " " + place.after)),
      el("button", {type: "button", class: "editor-button", click: () => show(place)}, t("typography.go"), el("span", {class: "unseen"}, " " + place.before))))

  // The text may have changed since it was looked through: what is mended is what is found now.
  const mend = (wanted: (place: Place) => boolean) => {
    const editor = view()
    if (!editor?.editable) return
    const places = scan(editor.state.doc, config.textLanguage).filter(wanted), tr = mending(editor.state, places)
    if (tr) {
      editor.dispatch(tr)
      tell(t("typography.done", {n: places.length}))
    }
    look()
    list.querySelector<HTMLElement>("button")?.focus()
  }
  const mendAll = () => mend(() => true)
  const now = (place: Place) => {
    const editor = view()
    if (!editor) return undefined
    return nearest(scan(editor.state.doc, config.textLanguage).filter(({kind, before, after}) => kind === place.kind && before === place.before && after === place.after), place)
  }
  const one = (place: Place) => {
    const at = now(place)?.edits[0]!.from
    mend(same => same.kind === place.kind && same.edits[0]!.from === at)
  }
  const show = (place: Place) => {
    const editor = view(), at = now(place)
    if (editor && at) goToPosition(editor, at.edits[0]!.from, at.edits.at(-1)!.to)
  }
  const soon = later(600, () => { if (!list.contains(document.activeElement)) look() })
  return {
    plugins: [whileTyping({language: config.textLanguage, on: () => typing.checked, changed: (before, after) => tell(t("typography.typed", {before, after}))})],
    panel: {
      key: "typography", group: "writing", title: t("typography"), dom, badge: () => open ? found.length : 0,
      shown(isOpen) {
        open = isOpen
        look()
        side.refresh()
      },
    },
    update: () => { if (open) soon() },
  }
}

const nearest = (places: readonly Place[], {edits}: Place) =>
  places.reduce<Place | undefined>((best, one) => !best || distance(one, edits[0]!.from) < distance(best, edits[0]!.from) ? one : best, undefined)
const distance = (place: Place, at: number) => Math.abs(place.edits[0]!.from - at)

interface Typing {readonly language: string; readonly on: () => boolean; readonly changed: (before: string, after: string) => void}

/** Mends what the word before a blank ends with, as a change of its own after the blank: undo takes it back alone. */
export function whileTyping({language, on, changed}: Typing): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view: EditorView, from: number, to: number, text: string) {
        if (text !== " " || from !== to || !on() || view.composing) return false
        const {$from} = view.state.selection, host = hostOf($from.parent, $from.start())
        const at = from - host.start, head = host.text.slice(0, at)
        const found = mends(head, language, host.taken).filter(mend => mend.edits.at(-1)!.to > at - reach)
        if (!found.length) return false
        view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView())
        const tr = mending(view.state, found.map(mend => ({...mend, edits: mend.edits.map(edit => ({...edit, from: edit.from + host.start, to: edit.to + host.start}))})))
        if (tr) view.dispatch(tr)
        const first = found[0]!.edits[0]!.from, word = Math.max(0, head.lastIndexOf(" ", first - 2) + 1)
        changed(head.slice(word), view.state.doc.textBetween(host.start + word, view.state.selection.from - 1, "", "\ufffc"))
        return true
      },
    },
  })
}

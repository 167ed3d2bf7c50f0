// The dialogs of the parts: adding a part of one's own, and deleting one after saying what goes with it.
import type {Node} from "prosemirror-model"
import type {EditorView} from "prosemirror-view"
import {refuseAll, settle} from "../shared/suggest_settle"
import {perform} from "./actions"
import type {Translate} from "./config"
import {measure} from "./count"
import {field, showDialog} from "./dialog"
import {el} from "./dom"
import {addPart, deletePart, partAt, parts} from "./parts"

/** Asks for the title of a new part and its place. added gets the title. */
export function addPartDialog(view: EditorView, t: Translate, added: (title: string) => void): void {
  const here = partAt(view.state), last = here.index === view.state.doc.childCount - 1
  const title = field("part", t("part.title"), t("part.title.hint"))
  title.input.dir = "auto"
  title.input.maxLength = 200
  const place = (value: string, label: string) => el("label", {class: "editor-choice"},
    el("input", {type: "radio", name: "place", value, checked: value === "here"}), " ", el("span", {}, label))
  const places = el("fieldset", {class: "editor-places"}, el("legend", {}, t("part.place")),
    place("here", t("part.place.after", {part: named(here.node, t)})), place("end", t("part.place.end")))
  showDialog(t("part.add"), t, close => [el("form", {
    novalidate: true,
    submit: event => {
      event.preventDefault()
      const words = title.input.value.trim()
      if (!words) return title.fail(t("part.title.missing"))
      const atEnd = last || places.querySelector<HTMLInputElement>("[value=end]")!.checked
      close()
      // First the focus: a view that does not have it does not scroll.
      view.focus()
      perform(view, addPart(words, atEnd ? undefined : here.node.attrs["id"]))
      added(words)
    },
  }, title.dom, !last && places, el("div", {class: "editor-actions"}, el("button", {type: "submit", class: "button"}, t("part.add"))))])
  title.input.focus()
}

/** Says what a part holds and deletes it when that is wanted. deleted gets its title. */
export function deletePartDialog(view: EditorView, id: string, t: Translate, deleted: (title: string) => void): void {
  const part = parts(view.state.doc).find(place => place.node.attrs["id"] === id)
  if (!part) return
  const title = named(part.node, t)
  showDialog(t("part.delete.of", {part: title}), t, close => {
    const keep = el("button", {type: "button", class: "button button--quiet", autofocus: true, click: close}, t("part.delete.keep"))
    const go = el("button", {type: "button", class: "button button--grave", click: () => {
      close()
      if (deletePart(id)(view.state, view.dispatch)) deleted(title)
    }}, t("part.delete.do"))
    return [
      el("p", {}, t("part.delete.goes")),
      el("ul", {}, ...held(part.node, view.state.doc).map(([name, n]) => el("li", {}, t("part.delete." + name, {n})))),
      el("p", {}, t("part.delete.undo")), el("div", {class: "editor-actions"}, go, keep),
    ]
  })
}

const named = (part: Node, t: Translate) => part.firstChild!.textContent || t("part.untitled")

/** What goes with a part, by the names of the messages: never zero of anything but words. */
export function held(part: Node, doc: Node): [string, number][] {
  const count = {recommendations: 0, tables: 0, notes: 0, references: 0}, inside = new Set<string>()
  part.descendants(node => {
    if (node.attrs["id"]) inside.add(node.attrs["id"])
    if (node.type.name === "recommendation") count.recommendations++
    if (node.type.name === "table") count.tables++
    if (node.type.name === "endnote") count.notes++
  })
  // Those from elsewhere lead nowhere afterwards.
  doc.forEach(other => {
    if (other !== part) other.descendants(node => { if (inside.has(node.attrs["target"])) count.references++ })
  })
  const {body, notes} = measure(settle(part, refuseAll))
  return [["words", body.words + notes.words], ...Object.entries(count).filter(([, n]) => n > 0)]
}

// The endnotes of the text in one list, to look through the sources and to go to where a note stands.
import {el, fill, later} from "./dom"
import type {Around, Feature} from "./feature"
import {goTo} from "./findings"
import {numbering} from "./numbering"

/** The panel "notes"; the list is made only while it is open. */
export function notesList({t, view, side}: Around): Feature {
  const list = el("ol", {class: "editor-notes"}), dom = el("div", {}, list)
  let open = false, count = 0
  const go = (id: string) => {
    const editor = view()
    if (editor) goTo(editor, id)
  }
  const show = () => {
    const editor = view()
    if (!editor) return
    const notes = numbering(editor.state).places.filter(place => place.kind === "endnote")
    if (count !== notes.length) {
      count = notes.length
      side.refresh()
    }
    if (!open) return
    fill(list, ...notes.map(({id, number, node}) => el("li", {}, el("button", {type: "button", class: "editor-part", click: () => go(id)},
      el("b", {}, `${number}. `), el("bdi", {}, node.textContent || t("notes.empty"))))), notes.length === 0 && el("li", {}, t("notes.none")))
  }
  // The list that is being walked through must not be made anew under the focus.
  const soon = later(300, () => { if (!list.contains(document.activeElement)) show() })
  return {
    panel: {
      key: "notes", group: "writing", title: t("notes"), dom, badge: () => count, inventory: true,
      shown(now) {
        open = now
        show()
      },
    },
    update: soon,
  }
}

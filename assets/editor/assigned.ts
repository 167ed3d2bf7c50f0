// What is assigned to the person, and the way to assign the paragraph of the cursor: in the panel of people.
import type {EditorState} from "prosemirror-state"
import {el, fill, setText} from "./dom"
import type {Around} from "./feature"
import {goTo} from "./findings"
import type {Assignment, Team} from "./team"

export interface Assigned {
  readonly dom: HTMLElement
  update(state: EditorState): void
}

/** Builds the list and the link. */
export function assigned(around: Around, team: Team): Assigned {
  const {t, config} = around
  const heading = el("h3", {}, t("assigned.mine")), list = el("ul", {class: "editor-team"})
  const link = el("a", {href: config.urls.assign}, t("assigned.assign"))
  const assign = el("p", {}, link), all = el("p", {}, el("a", {href: config.urls.assign}, t("assigned.all")))
  const entry = (one: Assignment) => {
    const when = one.due && t("assigned.due", {due: one.due}) + (one.overdue ? " · " + t("assigned.overdue") : "")
    return el("li", {}, el("div", {},
      el("button", {type: "button", class: "editor-part", click: () => {
        const view = around.view()
        if (view) goTo(view, one.block)
      }}, el("bdi", {}, titleOf(one))),
      el("span", {class: "editor-figure", dir: "auto"}, [when, one.note].filter(Boolean).join(" · "))))
  }
  // The words it begins with, or the title of the part.
  const titleOf = (one: Assignment): string => {
    let title = ""
    around.view()?.state.doc.descendants(node => {
      if (!title && node.attrs["id"] === one.block) title = (node.type.name === "part" ? node.firstChild! : node).textContent.slice(0, 60)
      return !title
    })
    return title || t("assigned.place")
  }
  const show = () => {
    const mine = team.assignments.filter(one => one.mine && !one.done)
    heading.hidden = list.hidden = mine.length === 0
    fill(list, ...mine.map(entry))
    assign.hidden = !team.edits
  }
  team.onChange(show)
  show()
  return {
    dom: el("div", {}, heading, list, assign, all),
    update(state) {
      const {$from} = state.selection
      for (let depth = $from.depth; depth > 0; depth--) {
        const node = $from.node(depth), id = node.attrs["id"] as string | undefined
        if (!id || node.isInline) continue
        link.href = config.urls.assign + encodeURIComponent(id)
        return setText(link, t(node.type.name === "part" ? "assigned.assign.part" : "assigned.assign"))
      }
    },
  }
}

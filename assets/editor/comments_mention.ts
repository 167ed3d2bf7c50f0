// Suggestions of people while "@" is being typed. The field keeps the focus; arrows choose, Enter or Tab takes, Escape
// closes, and a screen reader hears which one is at hand.
import type {Person} from "./comments_api"
import type {Translate} from "./config"
import {el, fill, setText} from "./dom"

/** How many people are offered at once. */
const most = 6

/** What stands between an "@" and the cursor, and where the "@" is; null when no name is being typed. */
export function nameBefore(text: string, cursor: number): {query: string; at: number} | null {
  const found = /(?:^|[\s(])@([^@\n]{0,40})$/u.exec(text.slice(0, cursor))
  if (!found) return null
  const query = found[1]!
  // Two blanks, or a blank first: the name is over, or none was meant.
  return /^\s|\s\s|\s\S+\s\S+\s\S+\s/u.test(query) ? null : {query, at: cursor - query.length - 1}
}

/** The people whom a beginning may mean: by a word of the name or the organization; nobody who has left. */
export function suggest(people: readonly Person[], query: string): Person[] {
  const wanted = query.toLocaleLowerCase()
  const meets = ({name, organizationName}: Person) =>
    [name, ...name.split(/\s+/), organizationName].some(word => word.toLocaleLowerCase().startsWith(wanted))
  return people.filter(person => !person.former && meets(person)).slice(0, most)
}

/** The list below a field. */
export interface Suggestions {
  readonly dom: HTMLElement
  /** Handles a key; true when it was one for the list. */
  key(event: KeyboardEvent): boolean
  close(): void
}

/** Ties suggestions to a field; `chosen` is told who was taken, after the name was written. */
export function suggestions(field: HTMLTextAreaElement, people: () => readonly Person[], chosen: (person: Person) => void, t: Translate): Suggestions {
  const list = el("ul", {id: field.id + "-people", role: "listbox", "aria-label": t("comments.people"), class: "editor-people", hidden: true})
  const spoken = el("p", {class: "unseen", role: "status"})
  let offered: Person[] = [], at = 0
  field.setAttribute("aria-autocomplete", "list")

  const close = () => {
    offered = []
    list.hidden = true
    field.removeAttribute("aria-activedescendant")
    field.removeAttribute("aria-controls")
    setText(spoken, "")
  }
  const draw = () => {
    fill(list, ...offered.map((person, i) => el("li", {
      id: `${list.id}-${i}`, role: "option", "aria-selected": String(i === at), mousedown: event => {
        event.preventDefault()
        take(person)
      },
    }, el("bdi", {}, person.name), person.organizationName && el("span", {class: "aside-note"}, " ", el("bdi", {}, person.organizationName)))))
    list.hidden = false
    field.setAttribute("aria-controls", list.id)
    field.setAttribute("aria-activedescendant", `${list.id}-${at}`)
  }
  const look = () => {
    const name = field.selectionStart === field.selectionEnd ? nameBefore(field.value, field.selectionStart) : null
    const found = name ? suggest(people(), name.query) : []
    // The whole name stands there: nothing is left to suggest.
    if (!found.length || (found.length === 1 && found[0]!.name === name!.query)) return close()
    if (found.length !== offered.length) setText(spoken, t("comments.suggested", {n: found.length}))
    offered = found
    at = 0
    draw()
  }
  const take = (person: Person) => {
    const name = nameBefore(field.value, field.selectionStart)
    if (!name) return close()
    field.setRangeText("@" + person.name + " ", name.at, field.selectionStart, "end")
    close()
    chosen(person)
    field.focus()
  }
  field.addEventListener("input", look)
  field.addEventListener("blur", close)
  return {
    dom: el("div", {class: "editor-people-place"}, list, spoken),
    close,
    key(event) {
      if (!offered.length || event.isComposing) return false
      const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
      if (step !== undefined) {
        at = (at + step + offered.length) % offered.length
        draw()
      } else if (event.key === "Enter" || event.key === "Tab") take(offered[at]!)
      else if (event.key === "Escape") close()
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

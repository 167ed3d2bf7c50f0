// Which threads are shown: by their state, and by who has a part in them.
import type {Person, Thread} from "./comments_api"
import type {Translate} from "./config"
import {el, fill} from "./dom"

/** by: "" for everybody, "mine", "me" for those that name the reader, or the id of an organization. */
export interface Filter {readonly state: "open" | "resolved" | "all"; readonly by: string}

/** Whether a thread is shown. */
export function isShown(thread: Thread, {state, by}: Filter, people: ReadonlyMap<string, Person>, me: string): boolean {
  if (state !== "all" && thread.resolved !== (state === "resolved")) return false
  const said = thread.comments.filter(comment => !comment.deleted)
  if (by === "") return true
  if (by === "mine") return said.some(comment => comment.user === me)
  if (by === "me") return said.some(comment => comment.mentions.includes(me))
  return said.some(comment => people.get(comment.user)?.organization === by)
}

/** The two lists to choose from. */
export interface FilterBar {
  readonly dom: HTMLElement
  readonly value: () => Filter
  set(filter: Filter): void
  /** Offers the organizations of these people. */
  offer(people: readonly Person[]): void
}

export function filterBar(changed: () => void, t: Translate): FilterBar {
  const option = (value: string, label: string) => el("option", {value}, label)
  const state = el("select", {id: "editor-comments-state", change: changed},
    ...(["open", "resolved", "all"] as const).map(value => option(value, t("comments.state." + value))))
  const by = el("select", {id: "editor-comments-by", change: changed})
  const fixed = [["", "everybody"], ["mine", "mine"], ["me", "me"]] as const
  let offered = ""
  const offer = (people: readonly Person[]) => {
    const names = new Map(people.filter(one => one.organization).map(one => [one.organization, one.organizationName]))
    const key = JSON.stringify([...names])
    if (key === offered) return
    offered = key
    const chosen = by.value
    fill(by, ...fixed.map(([value, name]) => option(value, t("comments.by." + name))),
      names.size > 0 && el("optgroup", {label: t("comments.by.organization")}, ...[...names].map(([id, name]) => option(id, name))))
    by.value = chosen
    if (by.selectedIndex < 0) by.value = ""
  }
  offer([])
  return {
    dom: el("div", {class: "editor-comments-filter"},
      el("label", {for: state.id}, t("comments.state")), state, el("label", {for: by.id}, t("comments.by")), by),
    value: () => ({state: state.value as Filter["state"], by: by.value}),
    set(filter) {
      state.value = filter.state
      by.value = filter.by
    },
    offer,
  }
}

// The toolbar: one stop of the Tab key, arrow keys inside, words on the buttons. It is one line: what does not fit waits behind
// a last button, the least needed first. On a phone the line is swiped instead.
import type {EditorState} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {ariaKey, keyLabel, onMac, type Action} from "./actions"
import {recall, remember} from "./choices"
import type {Translate} from "./config"
import {el, later} from "./dom"
import {oneStop, rove} from "./rove"

export interface Toolbar {
  readonly dom: HTMLElement
  update(state: EditorState): void
  focus(): void
}

export function toolbar(actions: readonly Action[], view: () => EditorView | null, t: Translate): Toolbar {
  const buttons = new Map<Action, HTMLButtonElement>()
  const dom = el("div", {role: "toolbar", class: "editor-toolbar", "aria-label": t("toolbar")})
  let group: HTMLElement | undefined
  for (const action of actions) {
    if (group?.dataset["group"] !== action.group) {
      group = el("div", {class: "editor-group", role: "group", "data-group": action.group, "aria-label": t("group." + action.group)})
      dom.append(group)
    }
    const button = makeButton(action, view, t)
    buttons.set(action, button)
    group.append(button)
  }
  fold(dom, t)
  rove(dom)
  fade(dom)
  dom.addEventListener("keydown", event => { if (event.key === "Escape") view()?.focus() })
  return {
    dom,
    focus: () => dom.querySelector<HTMLElement>("[tabindex='0']")?.focus(),
    update(state) {
      // Not before there is a text: an attribute that points at nothing is an error on a page that is still loading.
      dom.setAttribute("aria-controls", "editor-text")
      for (const [action, button] of buttons) {
        // Not "disabled": a button that vanishes from under the focus loses the person.
        button.setAttribute("aria-disabled", String(!action.enabled(state)))
        if (action.pressed) button.setAttribute("aria-pressed", String(action.pressed(state)))
      }
    },
  }
}

/** What gives way where the line is short, the first first; what is not named always shows. */
const yielding = ["numbers", "table", "reference", "bullets", "help", "heading2", "redo", "link", "find", "numbered", "undo", "heading1", "em", "strong"]

// Leaves out what does not fit into the line, until the last button asks for all of it.
function fold(dom: HTMLElement, t: Translate): void {
  const more = el("button", {type: "button", class: "editor-button", "data-action": "more", "aria-expanded": "false", click: () => {
    open = !open
    remember("toolbar", open ? "all" : "")
    look()
  }}, t("toolbar.more"))
  const rest = yielding.map(name => dom.querySelector<HTMLElement>(`[data-action="${name}"]`)!)
  const groups = [...dom.children] as HTMLElement[]
  let open = recall("toolbar") === "all"
  dom.append(more)
  const look = () => {
    if (!dom.clientWidth) return
    for (const one of [...rest, ...groups]) one.hidden = false
    dom.classList.remove("editor-toolbar--all")
    const {columnGap, overflowX} = getComputedStyle(dom), over = () => dom.scrollWidth > dom.clientWidth
    const needs = groups.reduce((sum, one) => sum + one.offsetWidth + parseFloat(columnGap), -parseFloat(columnGap))
    more.hidden = needs <= dom.clientWidth || overflowX === "auto"
    if (!more.hidden) {
      if (open) dom.classList.add("editor-toolbar--all")
      else {
        const show = (one: HTMLElement, shown: boolean) => {
          one.hidden = !shown
          one.parentElement!.hidden = [...one.parentElement!.children].every(child => (child as HTMLElement).hidden)
        }
        for (const one of rest) if (over()) show(one, false)
        // What gave way before a broad one may have room again.
        for (const one of [...rest].reverse()) {
          if (!one.hidden) continue
          show(one, true)
          if (over()) show(one, false)
        }
      }
    }
    more.setAttribute("aria-expanded", String(open))
    const stop = dom.querySelector<HTMLElement>("[tabindex='0']")
    if (stop && stop.offsetParent === null) oneStop(dom, dom.querySelector<HTMLElement>("button") ?? undefined)
  }
  const soon = later(50, look)
  let width = 0
  new ResizeObserver(() => {
    if (dom.clientWidth === width) return
    if (width) soon()
    else look()
    width = dom.clientWidth
  }).observe(dom)
}

// On a phone the toolbar is one line to swipe: an edge behind which there are more buttons fades.
function fade(dom: HTMLElement): void {
  const look = () => {
    const hidden = dom.scrollWidth - dom.clientWidth, at = Math.abs(dom.scrollLeft)
    dom.classList.toggle("editor-more-before", at > 1)
    dom.classList.toggle("editor-more-behind", hidden - at > 1)
  }
  dom.addEventListener("scroll", look, {passive: true})
  new ResizeObserver(look).observe(dom)
}

function makeButton(action: Action, view: () => EditorView | null, t: Translate): HTMLButtonElement {
  const name = t("action." + action.name), key = action.keys[0]!
  return el("button", {
    type: "button",
    class: "editor-button",
    "data-action": action.name,
    "data-tip": `${name} (${keyLabel(key, onMac())})`,
    "aria-label": name,
    "aria-keyshortcuts": ariaKey(key, onMac()),
    // A press must not take the selection out of the text before the action has seen it.
    mousedown: event => event.preventDefault(),
    click: () => {
      const at = view()
      if (at && action.enabled(at.state)) action.run(at)
    },
  }, t("button." + action.name))
}
